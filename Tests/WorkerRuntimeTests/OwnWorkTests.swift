import Broker
import Storage
import TestSupport
import Testing

@testable import WorkerRuntime

/// Workers that have work besides messages, or several queues.
struct OwnWorkTests {
    @Test func `a handler's own work goes on between messages`() {
        let world = LoopWorld()
        var slices = 0
        world.handler.onProceed = { _ in
            slices += 1
            world.clock.advance(10)
            return slices < 100
        }
        for number in 1...3 { world.sell("m\(number)") }
        #expect(world.run())
        #expect(slices > 100 && world.answers.count == 3)
    }

    @Test func `it goes on without a broker, and nobody waits for one meanwhile`() {
        let world = LoopWorld()
        var slices = 0
        var slept: Int64 = 0
        world.wrap = { _ throws(BrokerError) in throw BrokerError(.unreachable, during: "connect", text: "away") }
        world.clock.onSleep = { slept += slices < 100 ? $0 : 0 }
        world.handler.onProceed = { _ in
            slices += 1
            world.clock.advance(10)
            return slices < 100
        }
        #expect(world.run())
        // Before the first slice the loop has nothing to do yet.
        #expect(slices > 100 && slept <= 250)
    }

    @Test func `in a long slice the connection is served, and what arrives waits`() {
        let world = LoopWorld()
        var isFirst = true
        world.handler.onProceed = { serve in
            guard isFirst else { return false }
            isFirst = false
            for number in 1...4 {
                world.sell("m\(number)")
                world.clock.advance(1_000)
                serve()
            }
            #expect(world.handler.batches.isEmpty)
            return false
        }
        #expect(world.run())
        #expect(world.answers.count == 4)
        #expect(world.handler.batches.map(\.count) == [4])
    }

    @Test func `a worker that stops begins nothing more of its own`() {
        let world = LoopWorld()
        var ends: Int64 = 0
        world.lifetime = 1_000
        world.handler.onProceed = { _ in
            ends = world.clock.monotonicMilliseconds
            world.clock.advance(10)
            return true
        }
        let begin = world.clock.monotonicMilliseconds
        #expect(world.run())
        #expect(ends - begin < 1_100)
    }

    @Test func `several queues are worked on, and each message waits in a queue of its own`() {
        let world = LoopWorld()
        world.settings.otherQueues = [world.topology.ecoupons, world.topology.alarms]
        world.handler.verdicts = ["late": .retry(afterSeconds: 1, reason: "r")]
        world.sell("sale")
        for (queue, id) in [(world.topology.ecoupons, "coupon"), (world.topology.alarms, "late")] {
            world.broker.publish(
                Publication(
                    routingKey: queue, body: [1],
                    properties: Properties(correlationId: id, replyTo: "till", messageId: id)))
        }
        var waited = 0
        world.onWait = {
            waited = max(waited, world.broker.ready(in: PromoTopology.waitQueue(of: "p.alarms", seconds: 1)).count)
        }
        #expect(world.run())
        #expect(Set(world.answers) == ["ok sale", "ok coupon", "9999"])
        #expect(waited == 1)
        #expect(world.broker.ready(in: "p.dead").map(\.properties.messageId) == ["late"])
    }

    @Test func `a message to an own queue gets the installation's prefix`() throws {
        let database = try SQLiteDatabase(path: ":memory:")
        try Migrator.migrate(database, now: 0)
        let store = Store(database: database)
        for (id, exchange) in [("a", OutboxMessage.ownQueues), ("b", "x")] {
            try store.outbox.add(
                OutboxMessage(
                    id: id, exchange: exchange, routingKey: "ecoupons", type: "t", contentType: "c", body: [],
                    createdAt: 0))
        }
        let messages = try OutboxRelay(store: store, prefix: "shop.").waiting(max: 9, now: 1_000_000)
        #expect(messages.map(\.publication.exchange) == ["", "x"])
        #expect(messages.map(\.publication.routingKey) == ["shop.ecoupons", "ecoupons"])
    }
}
