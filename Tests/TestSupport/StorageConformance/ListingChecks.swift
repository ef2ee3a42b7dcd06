import Storage
import Testing

extension StorageCheck {
    static let listings: [StorageCheck] = [
        StorageCheck("stores are listed with the map in force and the newest that waits") { database in
            let maps = Store(database: database).storeMaps
            let start: Int64 = 1_700_000_000_000
            try maps.distribute(MapVersion(company: "c", version: 1), to: ["3", "4"], now: start)
            try maps.activate(MapVersion(company: "c", version: 1), now: start)
            try maps.distribute(MapVersion(company: "c", version: 2), to: ["4", "5"], now: start)
            try maps.distribute(MapVersion(company: "c", version: 3), to: ["4"], now: start)
            let later = start + StoreMaps.patience
            let expected: [(now: Int64, inForce: [Int?], waiting: [Int?])] = [
                (start, [1, 1, nil], [nil, 3, 2]), (later, [1, 3, 2], [nil, nil, nil]),
            ]
            for (now, inForce, waiting) in expected {
                let states = try maps.list(of: "c", limit: 10, now: now)
                #expect(states.map(\.store) == ["3", "4", "5"])
                #expect(states.map(\.inForce) == inForce)
                #expect(states.map(\.waiting) == waiting)
                for state in states {
                    #expect(try maps.inForce(company: "c", store: state.store, now: now) == state.inForce)
                }
            }
            #expect(try maps.list(of: "c", after: "3", limit: 1, now: start).map(\.store) == ["4"])
            #expect(try maps.list(of: "d", limit: 10, now: start) == [])
        },
        StorageCheck("the previous map is the last that was another") { database in
            let maps = Store(database: database).storeMaps
            for version in [1, 2, 3, 3] {
                try maps.distribute(MapVersion(company: "c", version: version), to: ["3"], now: 1)
            }
            try maps.distribute(MapVersion(company: "c", version: 1), to: ["4"], now: 1)
            #expect(try maps.previous(company: "c", store: "3") == 2)
            #expect(try maps.previous(company: "c", store: "4") == nil)
            #expect(try maps.previous(company: "c", store: "5") == nil)
        },
        StorageCheck("live workers are listed with what they have loaded") { database in
            let workers = Store(database: database).workers
            let start: Int64 = 1_700_000_000_000
            try workers.start("b", kind: "sale", now: start)
            try workers.start("a", kind: "mail", now: start + 1)
            try workers.start("gone", kind: "sale", now: start - Workers.lifeline)
            for version in [1, 3, 2] {
                try workers.loaded(MapVersion(company: "c", version: version), by: "b", now: start)
            }
            let states: [WorkerState] = try workers.list(now: start, limit: 10)
            #expect(states.map(\.name) == ["a", "b"])
            #expect(states.map(\.kind) == ["mail", "sale"])
            #expect(states.map(\.startedAt) == [start + 1, start])
            #expect(states.map(\.seenAt) == [start + 1, start])
            #expect(states.map { $0.maps.map(\.version) } == [[], [3, 2, 1]])
            #expect(try workers.list(now: start, limit: 1).count == 1)
        },
        StorageCheck("a migrated database has reached the newest migration") { database in
            let reached = try Migrator.reached(database)
            #expect(reached == Migrator.newest)
        },
    ]
}
