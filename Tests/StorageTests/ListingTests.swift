import Testing

@testable import Storage

struct ListingTests {
    private let start: Int64 = 1_700_000_000_000

    private func store() throws -> Store {
        let database = try SQLiteDatabase(path: ":memory:")
        #expect(try Migrator.reached(database) == 0)
        try Migrator.migrate(database, now: start)
        #expect(try Migrator.reached(database) == Migrator.newest)
        return Store(database: database)
    }

    private func map(_ version: Int) -> MapVersion { MapVersion(company: "2", version: version) }

    @Test func `stores are listed with the map in force and the newest that waits`() throws {
        let store = try store()
        try store.database.transaction { () throws(StorageError) in
            try store.storeMaps.distribute(map(1), to: ["3", "4"], now: start)
            try store.storeMaps.activate(map(1), now: start)
            try store.storeMaps.distribute(map(2), to: ["4", "5"], now: start)
            try store.storeMaps.distribute(map(3), to: ["4"], now: start)
        }
        let states = try store.storeMaps.list(of: "2", limit: 10, now: start)
        #expect(states.map(\.store) == ["3", "4", "5"])
        #expect(states.map(\.inForce) == [1, 1, nil])
        #expect(states.map(\.waiting) == [nil, 3, 2])
        let later = start + StoreMaps.patience
        let patient = try store.storeMaps.list(of: "2", limit: 10, now: later)
        #expect(patient.map(\.inForce) == [1, 3, 2])
        #expect(patient.map(\.waiting) == [nil, nil, nil])
        for state in states + patient {
            let now = states.contains(state) ? start : later
            #expect(try store.storeMaps.inForce(company: "2", store: state.store, now: now) == state.inForce)
        }
        #expect(try store.storeMaps.list(of: "2", after: "3", limit: 1, now: start).map(\.store) == ["4"])
        #expect(try store.storeMaps.list(of: "9", limit: 10, now: start) == [])
    }

    @Test func `the previous map is the last that was another`() throws {
        let store = try store()
        try store.database.transaction { () throws(StorageError) in
            for version in [1, 2, 3, 3] { try store.storeMaps.distribute(map(version), to: ["3"], now: start) }
            try store.storeMaps.distribute(map(1), to: ["4"], now: start)
        }
        #expect(try store.storeMaps.previous(company: "2", store: "3") == 2)
        #expect(try store.storeMaps.previous(company: "2", store: "4") == nil)
        #expect(try store.storeMaps.previous(company: "2", store: "5") == nil)
    }

    @Test func `live workers are listed with what they have loaded`() throws {
        let store = try store()
        try store.database.transaction { () throws(StorageError) in
            try store.workers.start("b", kind: "seller", now: start)
            try store.workers.start("a", kind: "mailer", now: start + 1)
            try store.workers.start("gone", kind: "seller", now: start - Workers.lifeline)
            for version in [1, 3, 2] { try store.workers.loaded(map(version), by: "b", now: start) }
        }
        let workers = try store.workers.list(now: start, limit: 10)
        #expect(
            workers == [
                WorkerState(name: "a", kind: "mailer", startedAt: start + 1, seenAt: start + 1, maps: []),
                WorkerState(
                    name: "b", kind: "seller", startedAt: start, seenAt: start, maps: [map(3), map(2), map(1)]),
            ])
        #expect(try store.workers.list(now: start, limit: 1).count == 1)
    }
}
