import Broker
import Storage
import TestSupport
import Testing

@testable import WorkerRuntime

/// Work that no message waits for, and messages that a worker keeps itself.
struct SliceTests {
    /// What slices leave behind.
    final class Trace {
        var moments: [Int64] = []
        var count = 0
    }

    @Test func `slices follow each other without waiting, and messages are handled between them`() {
        let world = LoopWorld()
        let trace = Trace()
        for index in 0..<50 {
            world.handler.slices.append {
                trace.moments.append(world.clock.monotonicMilliseconds)
                if index == 10 { world.sell("a") }
                return nil
            }
        }
        world.run()
        #expect(trace.moments.count == 50)
        #expect(Set(trace.moments).count == 1, "no time passes between slices")
        #expect(world.handler.batches == [["a"]])
    }

    @Test func `a slice that cannot be done is tried again after a while, and that is said once`() {
        let world = LoopWorld()
        let trace = Trace()
        world.handler.slices.append {
            trace.count += 1
            return trace.count < 4 ? .transient(reason: "the database is away") : nil
        }
        world.run()
        #expect(trace.count == 4)
        #expect(world.handler.slices.isEmpty)
        #expect(world.logged("Work is held up") == 1)
    }

    @Test func `what a message needs is made before it is sent, once for a connection`() {
        let world = LoopWorld()
        let topology = Topology(
            exchanges: [Exchange("pages", .topic)], queues: [Queue("site")],
            bindings: [Binding(queue: "site", exchange: "pages", key: "a")])
        for number in 1...3 {
            world.handler.store(
                RelayedMessage(
                    id: "\(number)",
                    publication: Publication(exchange: "pages", routingKey: "a", body: [UInt8(number)]),
                    topology: topology))
        }
        world.run()
        #expect(world.broker.ready(in: "site").map(\.body) == [[1], [2], [3]])
        #expect(world.handler.outbox == [])
    }

    @Test(arguments: [true, false])
    func `a handler may look after refused messages itself`(_ keeps: Bool) {
        let world = LoopWorld()
        world.handler.keepsRefused = keeps
        let clash = Topology(queues: [Queue("till", arguments: ["x-max-length": 1])])
        world.handler.store(
            RelayedMessage(id: "1", publication: Publication(routingKey: "till", body: []), topology: clash))
        world.run()
        #expect(world.handler.refusals.first == "1")
        #expect(world.broker.ready(in: "till").isEmpty)
        #expect(world.logged("What a stored message needs exists in another form") >= 1)
    }

    @Test func `a worker's own messages come before those of the database, and go back to the worker`() throws {
        let world = try DurableHandlerTests.World()
        world.worker.store(RelayedMessage(id: "own", publication: Publication(routingKey: "q", body: [])))
        try world.store.outbox.add(
            .init(id: "row", exchange: "", routingKey: "q", type: "t", contentType: "c", body: [], createdAt: 0))
        world.clock.advance(OutboxRelay.patience + 2)
        #expect(try world.handler.outbox(max: 9).map(\.id) == ["own", "row"])
        #expect(try world.handler.outbox(max: 1).map(\.id) == ["own"])
        world.worker.keepsRefused = true
        #expect(world.handler.refused("own") && !world.handler.refused("row"))
        try world.handler.confirmed(["row", "own"])
        #expect(world.worker.outbox == [])
        #expect(try world.store.outbox.count() == 0)
        let trace = Trace()
        world.worker.slices = [
            {
                trace.count += 1
                return nil
            }
        ]
        #expect(try world.handler.advance(at: 0))
        #expect(try !world.handler.advance(at: 0))
        #expect(trace.count == 1)
    }
}
