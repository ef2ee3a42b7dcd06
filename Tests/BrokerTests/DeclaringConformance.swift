import Broker
import Testing

extension ConformanceCheck {
    static let declaring = [
        ConformanceCheck("declaring twice changes nothing") { world in
            let transport = try world.connect()
            let topology = PromoTopology(prefix: world.prefix)
            try transport.declare(topology.declarations)
            try transport.declare(topology.declarations.adding(topology.mapHints(queueNamed: "\(world.prefix).w")))
            #expect(try transport.status(ofQueue: topology.sales) == QueueStatus(messages: 0, consumers: 0))
            transport.close()
        },
        ConformanceCheck("a queue that exists in another form is named, with the argument") { world in
            let transport = try world.connect()
            try transport.declare(PromoTopology(prefix: world.prefix, queueType: .quorum).declarations)
            let other = PromoTopology(prefix: world.prefix, queueType: .classic)
            let error = #expect(throws: BrokerError.self) { try transport.declare(other.declarations) }
            #expect(error?.code == .mismatch)
            #expect(error?.description.contains(other.dead) == true, "\(error?.description ?? "")")
            #expect(error?.description.contains("x-queue-type") == true, "\(error?.description ?? "")")
            #expect(try transport.status(ofQueue: other.sales).messages == 0)
            transport.close()
        },
        ConformanceCheck("a declaration that fails takes no consumer and no confirm away") { world in
            let transport = try world.connect()
            let topology = PromoTopology(prefix: world.prefix)
            try transport.declare(topology.declarations)
            try transport.consume(Consumer(queue: topology.sales, tag: "sales", prefetch: 9))
            let first = try transport.publish(Publication(routingKey: topology.sales, body: [1]))
            let other = Topology(queues: [Queue(topology.sales, arguments: ["x-queue-type": "classic"])])
            #expect(throws: BrokerError.self) { try transport.declare(other) }
            let missing = Topology(
                bindings: [Binding(queue: topology.sales, exchange: "\(world.prefix).none", key: "k")])
            #expect(throws: BrokerError.self) { try transport.declare(missing) }
            let second = try transport.publish(Publication(routingKey: topology.sales, body: [2]))
            let came = try world.collect(transport, deliveries: 2, settled: 2)
            #expect(came.deliveries.map(\.body) == [[1], [2]])
            #expect(Set(came.settlements.map(\.sequence)) == [first, second] && first != second)
            for delivery in came.deliveries { try transport.acknowledge(delivery.deliveryTag, multiple: false) }
            try transport.declare(topology.declarations)
            transport.close()
        },
        ConformanceCheck("an exclusive queue is its connection's alone") { world in
            let (first, second) = (try world.connect(), try world.connect())
            let topology = Topology(queues: [Queue("\(world.prefix).mine", lifetime: .exclusive)])
            try first.declare(topology)
            let error = #expect(throws: BrokerError.self) { try second.declare(topology) }
            #expect(error?.replyCode == 405)
            first.close()
            try second.declare(topology)
            second.close()
        },
        ConformanceCheck("tills' keys reach the sales queue, those of returns theirs, others none") { world in
            let transport = try world.connect()
            let topology = PromoTopology(prefix: world.prefix)
            try transport.declare(topology.declarations)
            for key in ["pos.2.3", "pos", "pos.a.b.c", "return.2.3", "position.2"] {
                _ = try transport.publish(Publication(exchange: topology.transactions, routingKey: key, body: []))
            }
            let settlements = try world.collect(transport, settled: 5).settlements.sorted { $0.sequence < $1.sequence }
            #expect(settlements.map { $0.result == .confirmed } == [true, true, true, true, false])
            try world.expect(topology.sales, holds: 3, on: transport)
            try world.expect(topology.returns, holds: 1, on: transport)
            transport.close()
        },
        ConformanceCheck("a hint about maps reaches every worker") { world in
            let topology = PromoTopology(prefix: world.prefix)
            var workers: [any Transport] = []
            for name in ["w1", "w2"] {
                let worker = try world.connect()
                let queue = "\(topology.maps).\(name)"
                try worker.declare(topology.declarations.adding(topology.mapHints(queueNamed: queue)))
                try worker.consume(Consumer(queue: queue, tag: "maps", prefetch: 0, isAutomatic: true))
                workers.append(worker)
            }
            let sender = try world.connect()
            _ = try sender.publish(Publication(exchange: topology.maps, routingKey: "", body: [76]))
            #expect(try world.collect(sender, settled: 1).settlements.map(\.result) == [.confirmed])
            for worker in workers {
                #expect(try world.collect(worker, deliveries: 1).deliveries.map(\.body) == [[76]])
                worker.close()
            }
            sender.close()
        },
    ]
}
