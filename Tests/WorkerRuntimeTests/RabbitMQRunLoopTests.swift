import Broker
import Glibc
import TestSupport
import Testing

@testable import WorkerRuntime

private func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
}

/// A run loop over a real RabbitMQ, under names of its own.
private final class RealWorld {
    let url: BrokerURL
    let topology: PromoTopology
    let handler = ScriptedHandler()
    let lines = Lines()
    let till: String
    var settings: RunLoopSettings
    private(set) var metrics = RunMetrics()

    init(queueType: QueueType = .quorum) throws {
        url = try BrokerURL(try #require(variable("PROMO_TEST_AMQP_URL")))
        let prefix = "r" + String(UInt64.random(in: .min ... .max), radix: 36)
        topology = PromoTopology(prefix: prefix, queueType: queueType, waitSeconds: [1])
        till = "\(prefix).till"
        settings = RunLoopSettings(
            topology: topology.declarations.adding(
                Topology(queues: [Queue(till, arguments: ["x-queue-type": .text(queueType.rawValue)])])),
            workQueue: topology.sales, deadQueue: topology.dead,
            retryPolicy: RetryPolicy(waitSeconds: [1], maxDeliveries: 2), workerName: "w", hints: topology)
        settings.reconnect = Backoff(firstMilliseconds: 50, longestMilliseconds: 500)
        let transport = try connect()
        try transport.declare(settings.topology)
        transport.close()
    }

    func connect() throws(BrokerError) -> AMQPTransport {
        try AMQPTransport(to: url, options: ConnectionOptions(name: "tests", answerSeconds: 10))
    }

    func sale(_ id: String, replyTo: String?) -> Publication {
        Publication(
            exchange: topology.transactions, routingKey: "pos.1.1", body: Array(id.utf8),
            properties: Properties(isPersistent: true, correlationId: id, replyTo: replyTo, messageId: id))
    }

    func sell(_ ids: [String]) throws {
        let transport = try connect()
        for id in ids { _ = try transport.publish(sale(id, replyTo: till)) }
        var settled = 0
        while settled < ids.count, let event = try transport.receive(timeoutMilliseconds: 10_000) {
            if case .settled(let settlement) = event, settlement.result == .confirmed { settled += 1 }
        }
        #expect(settled == ids.count)
        transport.close()
    }

    /// Runs until `isDone` or until the seconds are over, then stops in good order.
    func run(seconds: Int64, until isDone: @escaping (RunLoop) -> Bool) -> Bool {
        let clock = SystemClock()
        let end = clock.monotonicMilliseconds + seconds * 1000
        weak var current: RunLoop?
        let loop = RunLoop(
            settings: settings, handler: handler, log: lines.log(),
            shouldStop: { clock.monotonicMilliseconds >= end || current.map(isDone) == true },
            connect: { () throws(BrokerError) in try self.connect() })
        current = loop
        let isClean = loop.run()
        metrics = loop.metrics
        return isClean
    }

    func drain(_ queue: String) throws -> [Delivery] {
        let transport = try connect()
        try transport.consume(Consumer(queue: queue, tag: "drain", prefetch: 0, isAutomatic: true))
        var deliveries: [Delivery] = []
        while let event = try transport.receive(timeoutMilliseconds: 500) {
            if case .delivery(let delivery) = event { deliveries.append(delivery) }
        }
        transport.close()
        return deliveries
    }
}

@Suite(.enabled(if: variable("PROMO_TEST_AMQP_URL") != nil, "needs PROMO_TEST_AMQP_URL"), .serialized)
struct RabbitMQRunLoopTests {
    @Test(arguments: QueueType.allCases) func `sales are answered, retried and given up`(_ type: QueueType) throws {
        let world = try RealWorld(queueType: type)
        let ids = (1...300).map { "m\($0)" }
        world.handler.verdicts["m7"] = .discard(reason: "poison")
        world.handler.verdicts["m9"] = .retry(afterSeconds: 1, reason: "not yet")
        try world.sell(ids)
        #expect(world.run(seconds: 30) { $0.metrics.acknowledged >= 301 })
        #expect(world.metrics.acknowledged == 301)
        #expect(world.metrics.retried == 1 && world.metrics.dead == 2)
        let answers = try world.drain(world.till).map { String(decoding: $0.body, as: UTF8.self) }
        let good = Set(ids).subtracting(["m7", "m9"])
        #expect(Set(answers) == Set(good.map { "ok \($0)" } + ["9999"]) && answers.count == 299)
        let dead = try world.drain(world.topology.dead)
        #expect(dead.compactMap(\.properties.messageId).sorted() == ["m7", "m9"])
        for delivery in dead {
            #expect(delivery.properties.headers["x-queue"] == .text(world.topology.sales))
            #expect(delivery.properties.headers["x-attempt"] == (delivery.properties.messageId == "m7" ? 1 : 2))
        }
        #expect(try world.drain(world.topology.sales).isEmpty)
    }

    @Test func `a client with direct reply-to gets its answer`() throws {
        let world = try RealWorld()
        let client = try world.connect()
        try client.consume(Consumer(queue: "amq.rabbitmq.reply-to", tag: "answers", prefetch: 0, isAutomatic: true))
        _ = try client.publish(world.sale("m", replyTo: "amq.rabbitmq.reply-to"))
        #expect(world.run(seconds: 10) { $0.metrics.acknowledged == 1 })
        var answers: [String] = []
        while let event = try client.receive(timeoutMilliseconds: 1000) {
            if case .delivery(let delivery) = event { answers.append(String(decoding: delivery.body, as: UTF8.self)) }
        }
        #expect(answers == ["ok m"])
        #expect(world.metrics.replyConfirmed == 1 && world.metrics.replyReturned == 0)
        client.close()
    }

    @Test func `an invented direct reply address does not stop the others`() throws {
        let world = try RealWorld()
        let client = try world.connect()
        _ = try client.publish(world.sale("bad", replyTo: "amq.rabbitmq.reply-to.g1h2AA==.x"))
        _ = try client.receive(timeoutMilliseconds: 5000)
        client.close()
        try world.sell(["m1", "m2"])
        #expect(world.run(seconds: 20) { $0.metrics.acknowledged >= 3 })
        #expect(
            Set(try world.drain(world.till).map { String(decoding: $0.body, as: UTF8.self) }) == ["ok m1", "ok m2"])
        #expect(try world.drain(world.topology.sales).isEmpty)
        #expect(world.handler.effects == ["bad": 1, "m1": 1, "m2": 1])
    }

    /// `PROMO_TEST_BROKER_DIR` holds a broker of `Deploy/lib/broker.sh`, which is named by `PROMO_TEST_BROKER_SCRIPT`.
    @Test(
        .enabled(
            if: variable("PROMO_TEST_BROKER_DIR") != nil && variable("PROMO_TEST_BROKER_SCRIPT") != nil,
            "needs PROMO_TEST_BROKER_DIR and PROMO_TEST_BROKER_SCRIPT"),
        arguments: ["kill", "stop"])
    func `a broker that goes down under load loses nothing`(_ way: String) throws {
        let script = try #require(variable("PROMO_TEST_BROKER_SCRIPT"))
        let directory = try #require(variable("PROMO_TEST_BROKER_DIR"))
        let world = try RealWorld()
        // RabbitMQ 3.10 writes the term of a quorum queue to disk only with the next change of another: killed before
        // that, it forgets that the newest queue ever had a leader. The newest one is therefore one that nobody uses.
        let last = try world.connect()
        let unused = Queue("\(world.till).unused", arguments: ["x-queue-type": "quorum"])
        try last.declare(Topology(queues: [unused]))
        last.close()
        let ids = (1...200).map { "m\($0)" }
        try world.sell(ids)
        var handled = 0
        var isDown = false
        world.handler.trouble = { batch in
            handled += batch.count
            if handled > 60, !isDown {
                isDown = true
                #expect(unsafe system("'\(script)' \(way) '\(directory)' && '\(script)' start '\(directory)'") == 0)
            }
            return nil
        }
        #expect(world.run(seconds: 60) { $0.metrics.connections > 1 && $0.handlerIsDone(ids.count) })
        #expect(isDown)
        #expect(world.handler.effects == Dictionary(uniqueKeysWithValues: ids.map { ($0, 1) }))
        let answers = try world.drain(world.till).map { String(decoding: $0.body, as: UTF8.self) }
        #expect(Set(answers) == Set(ids.map { "ok \($0)" }))
        #expect(try world.drain(world.topology.sales).isEmpty)
    }
}

extension RunLoop {
    /// Whether the scripted handler has seen so many messages and nothing is in hand.
    fileprivate func handlerIsDone(_ count: Int) -> Bool {
        guard let handler = handler as? ScriptedHandler, let session else { return false }
        return handler.effects.count == count && session.inFlight.isEmpty && session.picker.isEmpty
    }
}
