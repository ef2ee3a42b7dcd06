import Broker
import Storage
import Testing

@testable import WorkerRuntime

/// What the database keeps for every worker: attempts at messages that came back, and the outbox.
struct DurableHandlerTests {
    /// A scripted worker on a database in memory whose next boundary can be made to fail.
    final class World {
        let worker = ScriptedHandler()
        let store: Store
        let handler: DurableHandler
        let clock = ManualClock()
        private let fault = Fault()

        final class Fault {
            var error: StorageError?
        }

        init() throws {
            let database = try SQLiteDatabase(path: ":memory:")
            try Migrator.migrate(database, now: 0)
            store = Store(database: database)
            let settings = RunLoopSettings(
                topology: Topology(), workQueue: "work", deadQueue: "dead",
                retryPolicy: RetryPolicy(waitSeconds: [1], maxDeliveries: 3), workerName: "w")
            handler = DurableHandler(worker, store: store, settings: settings, clock: clock)
            database.faultHook = { [fault] (_: Boundary) throws(StorageError) in
                if let error = fault.error { throw error }
            }
        }

        func fail(_ code: StorageError.Code?) {
            fault.error = code.map { StorageError($0, place: "test", text: "made to fail") }
        }

        func attempts(_ delivery: Delivery) throws -> Int {
            try store.deliveryAttempts.attempts(queue: "work", key: DeliveryName.of(delivery))
        }

        /// What a worker leaves behind that ends while it works on a message.
        func die(on delivery: Delivery) throws {
            _ = try store.deliveryAttempts.count(queue: "work", key: DeliveryName.of(delivery), now: 0)
        }
    }

    static func delivery(_ id: String, isRedelivered: Bool = true) -> Delivery {
        Delivery(
            body: Array(id.utf8), properties: Properties(correlationId: id, replyTo: "till", messageId: id),
            deliveryTag: 1, isRedelivered: isRedelivered, queue: "work")
    }

    static func isDone(_ outcomes: [Outcome]) -> Bool {
        outcomes.allSatisfy { if case .done = $0 { true } else { false } }
    }

    @Test func `a message that came back and is done leaves no attempt behind`() throws {
        let world = try World()
        #expect(Self.isDone(try world.handler.handle([Self.delivery("a")])))
        #expect(try world.attempts(Self.delivery("a")) == 0)
        #expect(Self.isDone(try world.handler.handle([Self.delivery("b", isRedelivered: false)])))
        #expect(world.worker.batches == [["a"], ["b"]])
    }

    @Test func `a message that ends the worker each time is given up without being touched`() throws {
        let world = try World()
        let poison = Self.delivery("poison")
        for _ in 1...3 { try world.die(on: poison) }
        let outcome = try #require(try world.handler.handle([poison]).first)
        guard case .discard(let reason, let replies) = outcome else {
            Issue.record("expected to be given up, got \(outcome)")
            return
        }
        #expect(reason.contains("3 times"))
        #expect(replies.map(\.body) == [Array("9999".utf8)])
        #expect(world.worker.batches.isEmpty)
        #expect(try world.attempts(poison) == 0)
    }

    @Test func `what the world holds up is never given up for it`() throws {
        let world = try World()
        let delivery = Self.delivery("a")
        world.worker.trouble = { _ in .transient(reason: "the database is busy") }
        for _ in 1...10 {
            #expect(throws: HandlerError.transient(reason: "the database is busy")) {
                try world.handler.handle([delivery])
            }
            #expect(try world.attempts(delivery) == 1)
        }
        world.worker.trouble = { _ in nil }
        #expect(Self.isDone(try world.handler.handle([delivery])))
        #expect(try world.attempts(delivery) == 0)
    }

    @Test func `a message that fails by itself leaves its attempts to the waiting queues`() throws {
        let world = try World()
        world.worker.trouble = { _ in .failed(reason: "no") }
        #expect(throws: HandlerError.failed(reason: "no")) { try world.handler.handle([Self.delivery("a")]) }
        #expect(try world.attempts(Self.delivery("a")) == 0)
    }

    @Test(arguments: [
        (StorageError.Code.busy, true), (.full, true), (.disk, true), (.connectionLost, true), (.readOnly, true),
        (.constraint, false), (.corrupt, false), (.other, false),
    ])
    func `the world's failures hold the batch up, a message's own are its own`(
        _ code: StorageError.Code, _ isTransient: Bool
    ) throws {
        let world = try World()
        world.fail(code)
        let error = #expect(throws: HandlerError.self) { try world.handler.handle([Self.delivery("a")]) }
        if case .transient = error { #expect(isTransient) } else { #expect(!isTransient) }
        world.fail(nil)
        #expect(Self.isDone(try world.handler.handle([Self.delivery("a")])))
    }

    @Test(arguments: [-7_200_000, 7_200_000])
    func `a clock that jumps holds no stored message up for longer than the patience`(_ jump: Int64) throws {
        let world = try World()
        try world.store.outbox.add(
            OutboxMessage(
                id: "a", exchange: "e", routingKey: "k", type: "t", contentType: "c", body: [],
                createdAt: world.clock.wallMilliseconds))
        #expect(try world.handler.outbox(max: 10).isEmpty)
        world.clock.wallOffset += jump
        #expect(try world.handler.outbox(max: 10).map(\.id) == ["a"])
    }

    @Test func `stored messages are handed out until they are confirmed`() throws {
        let world = try World()
        for (id, time) in [("a", Int64(0)), ("b", 1)] {
            try world.store.outbox.add(
                OutboxMessage(
                    id: id, exchange: "promo.maps", routingKey: "", type: "map.distributed",
                    contentType: "application/json", body: [1], createdAt: time))
        }
        world.clock.advance(OutboxRelay.patience + 2)
        let first = try world.handler.outbox(max: 10)
        #expect(first.map(\.id) == ["a", "b"] && first.map(\.publication.properties.messageId) == ["a", "b"])
        #expect(try world.handler.outbox(max: 10) == first)
        try world.handler.confirmed([first[0].id])
        #expect(try world.handler.outbox(max: 10) == [first[1]])
        #expect(try world.store.outbox.count() == 1)
    }
}
