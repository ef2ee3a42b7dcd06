import Broker
import Storage
import TestSupport
import Testing

@testable import WorkerRuntime

/// Workers that have work besides messages, or several queues.
struct OwnWorkTests {
    @Test func `slices follow each other without waiting, and messages are handled between them`() {
        let world = LoopWorld()
        var moments: [Int64] = []
        world.handler.onAdvance = { (_, _) throws(HandlerError) in
            moments.append(world.clock.monotonicMilliseconds)
            if moments.count == 10 { world.sell("a") }
            return moments.count < 50 ? .more : .nothing
        }
        #expect(world.run())
        #expect(Set(moments.prefix(50)).count == 1, "no time passes between slices")
        #expect(world.handler.batches == [["a"]])
    }

    @Test func `where nothing is due it is asked again after a second, or after a message`() {
        let world = LoopWorld()
        var moments: [Int64] = []
        let begin = world.clock.monotonicMilliseconds
        world.onWait = { if moments.count == 3, world.handler.batches.isEmpty { world.sell("a") } }
        world.handler.onAdvance = { (_, _) throws(HandlerError) in
            moments.append(world.clock.monotonicMilliseconds - begin)
            return .nothing
        }
        #expect(world.run())
        let waits = zip(moments.dropFirst(), moments).map { $0 - $1 }
        #expect(waits.count(where: { $0 < OwnWork.restMilliseconds }) == 1, "\(moments)")
        #expect(waits.allSatisfy { $0 < OwnWork.restMilliseconds + 2 * world.settings.turnMilliseconds }, "\(moments)")
    }

    @Test func `work that waits for the broker is asked for in each turn, and knows whether there is one`() {
        let world = LoopWorld()
        var (turns, connected) = (0, 0)
        world.handler.onAdvance = { (turn, _) throws(HandlerError) in
            turns += 1
            if turn.canPublish { connected += 1 }
            if turns == 3 { world.broker.setBlocked(true) }
            if turns == 10 { world.broker.setBlocked(false) }
            return .waiting
        }
        #expect(world.run())
        #expect(turns > 15 && connected > 5 && turns - connected >= 6, "\(turns), \(connected)")
    }

    @Test func `work that cannot be done is tried again after a while, and that is said once`() {
        let world = LoopWorld()
        var moments: [Int64] = []
        world.handler.onAdvance = { (_, _) throws(HandlerError) in
            moments.append(world.clock.monotonicMilliseconds)
            guard moments.count < 4 else { return .nothing }
            // Messages do not hasten it.
            world.sell("m\(moments.count)")
            throw .transient(reason: "the database is away")
        }
        #expect(world.run())
        #expect(moments.count >= 4)
        #expect(zip(moments.dropFirst(), moments).prefix(3).allSatisfy { $0 - $1 >= 100 }, "\(moments)")
        #expect(world.logged("Work is held up") == 1 && world.logged("Work goes on") == 1)
    }

    @Test func `what is due by the clock and cannot be done is said once, and tried each second`() {
        let world = LoopWorld()
        world.handler.upkeepTrouble = .transient(reason: "the database is away")
        #expect(world.run())
        #expect(world.handler.idles > 3)
        #expect(world.logged("Upkeep is held up") == 1)
    }

    @Test(arguments: [nil, true, false])
    func `those who watch see when what no message brought was last done`(_ failsAtWork: Bool?) throws {
        let world = try DurableHandlerTests.World()
        let monitoring = Monitoring(program: "p", version: "1", worker: "w", needing: [])
        let handler = DurableHandler(
            world.worker, store: world.store, settings: LoopWorld().settings, clock: world.clock,
            monitoring: monitoring)
        let error = HandlerError.transient(reason: "away")
        if failsAtWork == false { world.worker.upkeepTrouble = error }
        world.worker.onAdvance = { (_, _) throws(HandlerError) in
            if failsAtWork == true { throw error }
            return .nothing
        }
        let begin = monitoring.registry.gauge(WorkerMetrics.upkeepSuccess).current
        _ = try? handler.advance(WorkTurn(at: begin + 5), serve: {})
        try? handler.idle(at: begin + 5)
        let end = monitoring.registry.gauge(WorkerMetrics.upkeepSuccess).current
        #expect(end == (failsAtWork == nil ? begin + 5 : begin))
    }

    @Test func `it goes on without a broker, and nobody waits for one meanwhile`() {
        let world = LoopWorld()
        var slices = 0
        var slept: Int64 = 0
        world.wrap = { _ throws(BrokerError) in throw BrokerError(.unreachable, during: "connect", text: "away") }
        world.clock.onSleep = { slept += slices < 100 ? $0 : 0 }
        world.handler.onAdvance = { (turn, _) throws(HandlerError) in
            #expect(!turn.canPublish)
            slices += 1
            world.clock.advance(10)
            return slices < 100 ? .more : .nothing
        }
        #expect(world.run())
        // Before the first slice the loop has nothing to do yet.
        #expect(slices >= 100 && slept <= 250)
    }

    @Test func `in a long slice the connection is served, and what arrives waits`() {
        let world = LoopWorld()
        var isFirst = true
        world.handler.onAdvance = { (_, serve) throws(HandlerError) in
            guard isFirst else { return .nothing }
            isFirst = false
            for number in 1...4 {
                world.sell("m\(number)")
                world.clock.advance(1_000)
                serve()
            }
            #expect(world.handler.batches.isEmpty)
            return .nothing
        }
        #expect(world.run())
        #expect(world.answers.count == 4)
        #expect(world.handler.batches.map(\.count) == [4])
    }

    @Test func `a worker that stops begins nothing more of its own`() {
        let world = LoopWorld()
        var ends: Int64 = 0
        world.lifetime = 1_000
        world.handler.onAdvance = { (_, _) throws(HandlerError) in
            ends = world.clock.monotonicMilliseconds
            world.clock.advance(10)
            return .more
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
