import Broker
import Testing

extension ConformanceCheck {
    static let consuming = [
        ConformanceCheck("body and properties arrive as they were sent") { world in
            let transport = try world.channel()
            var properties = Properties(
                contentType: "application/xml",
                headers: [
                    "text": "ñ", "number": -7, "flag": true, "list": .list([1, "two", .table(["deep": false])]),
                    "empty": .table([:]),
                ],
                isPersistent: true, correlationId: "c", replyTo: "r", messageId: "m", type: "t")
            properties.contentEncoding = "identity"
            properties.priority = 3
            properties.expiration = "60000"
            properties.timestamp = 1_700_000_000
            properties.appId = "a"
            let bodies: [[UInt8]] = [[], [0, 255], [UInt8](repeating: 7, count: 400_000)]
            for body in bodies {
                _ = try transport.publish(Publication(routingKey: world.queue, body: body, properties: properties))
            }
            try transport.consume(Consumer(queue: world.queue, tag: "tag", prefetch: 0))
            let deliveries = try world.collect(transport, deliveries: 3).deliveries
            #expect(deliveries.map(\.body) == bodies)
            #expect(deliveries.allSatisfy { $0.properties == properties })
            #expect(deliveries.map(\.deliveryTag) == [1, 2, 3])
            #expect(deliveries.allSatisfy { $0.consumerTag == "tag" && $0.queue == world.queue })
            #expect(deliveries.allSatisfy { $0.exchange == "" && $0.routingKey == world.queue && !$0.isRedelivered })
            transport.close()
        },
        ConformanceCheck("no more than the prefetch is handed out, and acknowledging makes room") { world in
            let transport = try world.channel()
            for number: UInt8 in 1...5 {
                _ = try transport.publish(Publication(routingKey: world.queue, body: [number]))
            }
            _ = try world.collect(transport, settled: 5)
            try transport.consume(Consumer(queue: world.queue, tag: "c", prefetch: 2))
            let first = try world.collect(transport, deliveries: 2).deliveries
            #expect(first.map(\.body) == [[1], [2]])
            #expect(try transport.receive(timeoutMilliseconds: 100) == nil)
            try transport.acknowledge(first[1].deliveryTag, multiple: true)
            #expect(try world.collect(transport, deliveries: 2).deliveries.map(\.body) == [[3], [4]])
            transport.close()
        },
        ConformanceCheck("what was not acknowledged comes again, marked, in its order") { world in
            let first = try world.channel()
            for number: UInt8 in 1...3 {
                _ = try first.publish(Publication(routingKey: world.queue, body: [number]))
            }
            _ = try world.collect(first, settled: 3)
            try first.consume(Consumer(queue: world.queue, tag: "c", prefetch: 10))
            let handed = try world.collect(first, deliveries: 3).deliveries
            try first.acknowledge(handed[1].deliveryTag, multiple: false)
            first.close()
            let second = try world.connect()
            try second.consume(Consumer(queue: world.queue, tag: "c", prefetch: 10))
            let again = try world.collect(second, deliveries: 2).deliveries
            #expect(again.map(\.body) == [[1], [3]])
            #expect(again.map(\.isRedelivered) == [true, true])
            second.close()
        },
        ConformanceCheck("acknowledging twice closes the channel") { world in
            let transport = try world.channel()
            _ = try transport.publish(Publication(routingKey: world.queue, body: []))
            try transport.consume(Consumer(queue: world.queue, tag: "c", prefetch: 10))
            let delivery = try #require(try world.collect(transport, deliveries: 1).deliveries.first)
            try transport.acknowledge(delivery.deliveryTag, multiple: false)
            let error = #expect(throws: BrokerError.self) {
                try transport.acknowledge(delivery.deliveryTag, multiple: false)
                _ = try world.collect(transport, deliveries: 1)
            }
            #expect(error?.code == .channelClosed)
            #expect(error?.replyCode == 406)
            transport.close()
        },
        ConformanceCheck("a channel that was closed can be used again from the start") { world in
            let transport = try world.channel()
            #expect(throws: BrokerError.self) { try transport.status(ofQueue: "\(world.prefix).none") }
            #expect(try transport.publish(Publication(routingKey: world.queue, body: [])) == 1)
            #expect(try world.collect(transport, settled: 1).settlements.map(\.sequence) == [1])
            try transport.consume(Consumer(queue: world.queue, tag: "c", prefetch: 1))
            #expect(try world.collect(transport, deliveries: 1).deliveries.map(\.deliveryTag) == [1])
            transport.close()
        },
        ConformanceCheck("a deleted queue ends its consumer with a word") { world in
            let transport = try world.channel()
            let other = try world.connect()
            let mine = Topology(queues: [Queue("\(world.prefix).mine", lifetime: .exclusive)])
            try other.declare(mine)
            try other.consume(Consumer(queue: "\(world.prefix).mine", tag: "c", prefetch: 1))
            other.close()
            let error = #expect(throws: BrokerError.self) { try transport.status(ofQueue: "\(world.prefix).mine") }
            #expect(error?.replyCode == 404)
            transport.close()
        },
        ConformanceCheck("after a cancel only what was handed out can be received") { world in
            let transport = try world.channel()
            for number: UInt8 in 1...4 {
                _ = try transport.publish(Publication(routingKey: world.queue, body: [number]))
            }
            _ = try world.collect(transport, settled: 4)
            try transport.consume(Consumer(queue: world.queue, tag: "c", prefetch: 2))
            try transport.cancel(consumerTag: "c")
            let events = try transport.receiveBatch(max: 10, timeoutMilliseconds: 100)
            #expect(events.count <= 2)
            for case .delivery(let delivery) in events {
                try transport.acknowledge(delivery.deliveryTag, multiple: false)
            }
            #expect(try transport.receive(timeoutMilliseconds: 100) == nil)
            try world.expect(world.queue, holds: 4 - events.count, on: transport)
            transport.close()
        },
        ConformanceCheck("a batch takes what is there and does not wait for more") { world in
            let transport = try world.channel()
            for number: UInt8 in 1...3 {
                _ = try transport.publish(Publication(routingKey: world.queue, body: [number]))
            }
            _ = try world.collect(transport, settled: 3)
            #expect(try transport.receiveBatch(max: 10, timeoutMilliseconds: 50) == [])
            try transport.consume(Consumer(queue: world.queue, tag: "c", prefetch: 10))
            let two = try transport.receiveBatch(max: 2, timeoutMilliseconds: 5000)
            #expect(two.count <= 2 && !two.isEmpty)
            transport.close()
        },
        ConformanceCheck("an automatic consumer leaves nothing to acknowledge") { world in
            let transport = try world.channel()
            _ = try transport.publish(Publication(routingKey: world.queue, body: []))
            try transport.consume(Consumer(queue: world.queue, tag: "c", prefetch: 1, isAutomatic: true))
            #expect(try world.collect(transport, deliveries: 1).deliveries.count == 1)
            transport.close()
            let later = try world.connect()
            try world.expect(world.queue, holds: 0, on: later)
            later.close()
        },
        ConformanceCheck("after closing nothing can be done") { world in
            let transport = try world.channel()
            transport.close()
            transport.close()
            let error = #expect(throws: BrokerError.self) { try transport.receive(timeoutMilliseconds: 0) }
            #expect(error?.code == .connectionClosed)
        },
    ]
}
