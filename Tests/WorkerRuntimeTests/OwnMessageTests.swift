import Broker
import Storage
import TestSupport
import Testing

@testable import WorkerRuntime

/// Messages that a worker keeps itself, and what they need.
struct OwnMessageTests {
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
    }
}
