import Broker
import Storage
import TestSupport
import Testing

@testable import WorkerRuntime

/// Boundaries are numbered over database and broker together, and the loss at each of them is survived.
struct FaultyTransportTests {
    static func counter(_ plan: FaultPlan, _ lines: Lines, _ killed: @escaping () -> Void = {}) -> FaultCounter {
        FaultCounter(plan, log: lines.log(), kill: killed)
    }

    @Test func `one number runs over both, and the call there fails`() throws {
        let lines = Lines()
        let faults = Self.counter(.fail(at: FaultPlanTests.place(4)), lines)
        let broker = MemoryBroker()
        let transport = try FaultyTransport(faults) { () throws(BrokerError) in try broker.connect() }
        try faults.databaseHook(.begin)
        #expect(faults.passed == 3)
        #expect(throws: StorageError.self) { try faults.databaseHook(.commit) }
        try faults.databaseHook(.commit)
        transport.close()
        transport.close()
        #expect(faults.passed == 7)
        #expect(lines.all.count { $0.contains("\"fault.boundary\":\"database.commit\"") } == 1)
    }

    @Test func `the process is killed at its number and nowhere else`() throws {
        var killed: [Int] = []
        var faults: FaultCounter?
        let counter = Self.counter(.kill(at: FaultPlanTests.place(3)), Lines()) { killed.append(faults?.passed ?? 0) }
        faults = counter
        for _ in 1...5 { try counter.databaseHook(.statement) }
        #expect(killed == [3])
    }

    @Test func `a boundary can be meant by its kind`() throws {
        let counter = Self.counter(.fail(at: FaultPlanTests.place(2, of: "database.commit")), Lines())
        for _ in 1...3 { try counter.databaseHook(.begin) }
        try counter.databaseHook(.commit)
        #expect(throws: StorageError.self) { try counter.databaseHook(.commit) }
        try counter.databaseHook(.commit)
    }

    @Test func `what was passed is said at the end`() {
        let lines = Lines()
        let counter = Self.counter(.count, lines)
        for name in ["b", "a", "b"] { #expect(!counter.fails(at: name)) }
        counter.conclude()
        #expect(lines.all.last?.contains("\"faults.passed\":3,\"a\":1,\"b\":2,\"faults.order\":\"b a b\"") == true)
    }

    @Test func `the loss of the connection at any boundary is survived`() {
        var survived = 0
        for number in 1...200 {
            let world = LoopWorld(prefetch: 4, batch: 2)
            world.lifetime = 60_000
            let lines = Lines()
            let faults = Self.counter(.fail(at: FaultPlanTests.place(number)), lines)
            world.wrap = { connect throws(BrokerError) in try FaultyTransport(faults, connect: connect) }
            for id in ["a", "b", "c"] { world.sell(id) }
            // A worker that loses its connection while it stops says so; what it had comes again.
            if !world.run() { #expect(world.broker.ready(in: "p.sales").isEmpty, "boundary \(number)") }
            #expect(world.handler.effects == ["a": 1, "b": 1, "c": 1], "boundary \(number)")
            #expect(Set(world.answers) == ["ok a", "ok b", "ok c"], "boundary \(number)")
            if !lines.all.isEmpty { survived += 1 }
        }
        #expect(survived > 25)
    }

    @Test func `a poisoned message breaks the worker and no other does`() throws {
        let worker = ScriptedHandler()
        var breaks = 0
        let handler = PoisonedHandler(worker, text: "poison") { breaks += 1 }
        _ = try handler.handle([DurableHandlerTests.delivery("a")])
        #expect(breaks == 0)
        _ = try handler.handle([DurableHandlerTests.delivery("b"), DurableHandlerTests.delivery("poison")])
        #expect(breaks == 1)
        #expect(worker.batches == [["a"], ["b", "poison"]])
        #expect(PoisonedHandler.handler(worker, plan: .count) === worker)
    }
}
