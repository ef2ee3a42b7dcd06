import Storage
import Testing

@testable import WorkerRuntime

/// What the database tells those who watch.
struct StoreWatchTests {
    final class World {
        let monitoring = Monitoring(program: "p", version: "1", worker: "w", needing: [.database])
        let store: Store
        let watch: StoreWatch
        private let fault = Fault()

        final class Fault {
            var error: StorageError?
        }

        init() throws {
            let database = try SQLiteDatabase(path: ":memory:")
            try Migrator.migrate(database, now: 0)
            store = Store(database: database)
            watch = StoreWatch(monitoring, store: store)
            database.faultHook = { [fault] (_: Boundary) throws(StorageError) in
                if let error = fault.error { throw error }
            }
        }

        func fail(_ code: StorageError.Code?) {
            fault.error = code.map { StorageError($0, place: "test", text: "made to fail") }
        }

        func write(_ id: String, at moment: Int64) throws {
            try store.outbox.add(
                OutboxMessage(
                    id: id, exchange: "", routingKey: "q", type: "t", contentType: "c", body: [], createdAt: moment))
        }

        var problems: [String] {
            monitoring.health.readinessProblems(now: SystemClock.monotonicMilliseconds())
        }
    }

    @Test func `what waits in the outbox is shown with its age`() throws {
        let world = try World()
        let (count, age) = (WorkerMetrics.outboxWaiting, WorkerMetrics.outboxAge)
        for (index, id) in ["a", "b"].enumerated() { try world.write(id, at: 10_000 + Int64(index) * 1_000) }
        world.watch.look(now: 15_000)
        #expect(world.monitoring.registry.gauge(count).current == 2)
        #expect(world.monitoring.registry.gauge(age).current == 5_000)
        try world.store.outbox.delete(["a", "b"])
        world.watch.look(now: 16_000)
        #expect(world.monitoring.registry.gauge(count).current == 2, "it does not look every second")
        world.watch.look(now: 20_000)
        #expect(world.monitoring.registry.gauge(count).current == 0)
        #expect(world.monitoring.registry.gauge(age).current == 0)
    }

    @Test func `a database out of reach is seen, and seen again when it is back`() throws {
        let world = try World()
        world.watch.look(now: 10_000)
        #expect(world.problems == [])
        world.fail(.connectionLost)
        world.watch.look(now: 20_000)
        #expect(world.problems == ["database: it cannot be used (connection_lost)"])
        world.fail(nil)
        world.watch.look(now: 30_000)
        #expect(world.problems == [])
    }

    @Test func `a clock set back by hours does not stop it`() throws {
        let world = try World()
        world.watch.look(now: 100_000_000)
        try world.write("a", at: 10_000)
        world.watch.look(now: 20_000)
        #expect(world.monitoring.registry.gauge(WorkerMetrics.outboxAge).current == 10_000)
    }
}
