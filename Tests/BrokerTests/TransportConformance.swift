import Broker
import Testing

/// Where a conformance check runs: connections to one broker, and names of its own.
struct World {
    let prefix: String
    let connect: () throws -> any Transport

    var queue: String { "\(prefix).q" }

    /// A channel with the queue declared, without limits unless they are given.
    func channel(arguments: [String: HeaderValue] = ["x-queue-type": "classic"]) throws -> any Transport {
        let transport = try connect()
        try transport.declare(Topology(queues: [Queue(queue, arguments: arguments)]))
        return transport
    }

    /// Receives until `count` deliveries and `settled` settlements have come, or ten seconds have gone by.
    func collect(
        _ transport: any Transport, deliveries count: Int = 0, settled: Int = 0
    ) throws -> (deliveries: [Delivery], settlements: [Settlement]) {
        var deliveries: [Delivery] = []
        var settlements: [Settlement] = []
        var silence = 0
        while deliveries.count < count || settlements.count < settled, silence < 100 {
            switch try transport.receive(timeoutMilliseconds: 100) {
            case .delivery(let delivery): deliveries.append(delivery)
            case .settled(let settlement): settlements.append(settlement)
            case nil: silence += 1
            default: break
            }
        }
        return (deliveries, settlements)
    }

    /// Waits until a queue holds so many ready messages; a broker counts a moment later than it confirms.
    func expect(_ queue: String, holds count: Int, on transport: any Transport) throws {
        var seen = -1
        for _ in 0..<100 {
            seen = try transport.status(ofQueue: queue).messages
            if seen == count { return }
            _ = try transport.receive(timeoutMilliseconds: 20)
        }
        #expect(seen == count, "ready messages in \(queue)")
    }
}

/// One thing that every transport must do alike.
struct ConformanceCheck: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let run: @Sendable (World) throws -> Void

    init(_ name: String, _ run: @escaping @Sendable (World) throws -> Void) {
        (testDescription, self.run) = (name, run)
    }

    static let all = publishing + consuming + declaring
}

extension ConformanceCheck {
    static let publishing = [
        ConformanceCheck("every publication is settled, numbered from 1") { world in
            let transport = try world.channel()
            for sequence: UInt64 in 1...20 {
                #expect(try transport.publish(Publication(routingKey: world.queue, body: [1])) == sequence)
            }
            let settlements = try world.collect(transport, settled: 20).settlements
            #expect(settlements.map(\.sequence).sorted() == Array(1...20))
            #expect(settlements.allSatisfy { $0.result == .confirmed })
            transport.close()
        },
        ConformanceCheck("what no queue takes is given back if mandatory, and confirmed if not") { world in
            let transport = try world.channel()
            let gone = "\(world.prefix).gone"
            _ = try transport.publish(Publication(routingKey: gone, body: [1]))
            _ = try transport.publish(Publication(routingKey: world.queue, body: [1]))
            _ = try transport.publish(Publication(routingKey: gone, body: [1], isMandatory: false))
            _ = try transport.publish(Publication(routingKey: gone, body: []))
            let settlements = try world.collect(transport, settled: 4).settlements.sorted { $0.sequence < $1.sequence }
            let returned = Settlement.Result.returned(code: 312, text: "NO_ROUTE")
            #expect(settlements.map(\.result) == [returned, .confirmed, .confirmed, returned])
            transport.close()
        },
        ConformanceCheck("a full queue that refuses makes a nack") { world in
            let transport = try world.channel(arguments: ["x-max-length": 1, "x-overflow": "reject-publish"])
            _ = try transport.publish(Publication(routingKey: world.queue, body: [1]))
            #expect(try world.collect(transport, settled: 1).settlements.map(\.result) == [.confirmed])
            _ = try transport.publish(Publication(routingKey: world.queue, body: [1]))
            #expect(try world.collect(transport, settled: 1).settlements.map(\.result) == [.nacked])
            transport.close()
        },
        ConformanceCheck("what cannot be encoded is refused before it is sent") { world in
            let transport = try world.channel()
            let long = String(repeating: "k", count: 256)
            let error = #expect(throws: BrokerError.self) {
                try transport.publish(Publication(routingKey: long, body: []))
            }
            #expect(error?.code == .unencodable)
            #expect(try transport.publish(Publication(routingKey: world.queue, body: [])) == 1)
            #expect(try world.collect(transport, settled: 1).settlements.map(\.result) == [.confirmed])
            transport.close()
        },
        ConformanceCheck("a missing exchange closes the channel") { world in
            let transport = try world.channel()
            let error = #expect(throws: BrokerError.self) {
                _ = try transport.publish(Publication(exchange: "\(world.prefix).none", routingKey: "", body: []))
                _ = try world.collect(transport, settled: 1)
            }
            #expect(error?.code == .channelClosed)
            #expect(error?.replyCode == 404)
            transport.close()
        },
    ]
}
