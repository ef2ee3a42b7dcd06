import Storage
import Testing

extension StorageCheck {
    static let maps: [StorageCheck] = [
        StorageCheck("versions only count up, and each keeps its document") { database in
            let maps = Store(database: database).maps
            #expect(try maps.newestVersion(of: "c") == nil)
            for version in [3, 4, 9] { try maps.insert(stored(version), document: "{\(version)}") }
            #expect(try maps.newestVersion(of: "c") == 9)
            #expect(try maps.newestVersion(of: "d") == nil)
            for version in [9, 8, 0] {
                let error = #expect(throws: StorageError.self) { try maps.insert(stored(version), document: "") }
                #expect(error?.code == .constraint)
            }
            #expect(try maps.document(of: MapVersion(company: "c", version: 4)) == "{4}")
            #expect(try maps.document(of: MapVersion(company: "c", version: 5)) == nil)
            #expect(try maps.list(of: "c", limit: 2).map(\.version) == [9, 4])
            #expect(try maps.list(of: "c", before: 4, limit: 2) == [stored(3)])
        },
        StorageCheck("a version waits 30 seconds, or until it is activated") { database in
            let maps = Store(database: database).storeMaps
            let (first, second) = (MapVersion(company: "c", version: 1), MapVersion(company: "c", version: 2))
            try maps.distribute(first, to: ["1", "2"], now: 1_000)
            #expect(try maps.inForce(company: "c", store: "1", now: 30_999) == nil)
            #expect(try maps.inForce(company: "c", store: "1", now: 31_000) == 1)
            #expect(try maps.pending(now: 30_999) == [first])
            #expect(try maps.pending(now: 31_000) == [])
            try maps.distribute(second, to: ["1"], now: 40_000)
            #expect(try maps.inForce(company: "c", store: "1", now: 41_000) == 1)
            try maps.activate(second, now: 42_000)
            #expect(try maps.inForce(company: "c", store: "1", now: 42_000) == 2)
            #expect(try maps.inForce(company: "c", store: "2", now: 90_000) == 1)
            #expect(try maps.inForce(company: "c", store: "3", now: 90_000) == nil)
            #expect(try maps.pending(now: 42_000) == [])
        },
        StorageCheck("activation never takes a version out of force again") { database in
            let maps = Store(database: database).storeMaps
            let map = MapVersion(company: "c", version: 1)
            try maps.distribute(map, to: ["1"], now: 0)
            try maps.activate(map, now: 50_000)
            #expect(try maps.inForce(company: "c", store: "1", now: 30_000) == 1)
        },
        StorageCheck("a clock set back by hours takes no version out of force") { database in
            let maps = Store(database: database).storeMaps
            let hours: Int64 = 7_200_000
            let (first, second) = (MapVersion(company: "c", version: 1), MapVersion(company: "c", version: 2))
            try maps.distribute(first, to: ["1"], now: hours - 100_000)
            try maps.activate(first, now: hours - 90_000)
            try maps.distribute(second, to: ["1"], now: hours)
            try maps.activate(second, now: hours + 1_000)
            #expect(try maps.inForce(company: "c", store: "1", now: 0) == 2)
            #expect(try maps.versionsInUse(now: 0) == [second])
            let listed = try maps.list(of: "c", limit: 9, now: 0)
            #expect(listed.map(\.inForce) == [2] && listed.map(\.waiting) == [nil])
            // One that nobody activated, as its patience ended, can be activated again.
            try maps.distribute(first, to: ["2"], now: hours)
            #expect(try maps.inForce(company: "c", store: "2", now: hours + 30_000) == 1)
            #expect(try maps.pending(now: 0) == [first])
            try maps.activate(first, now: 1)
            #expect(try maps.inForce(company: "c", store: "2", now: 1) == 1)
        },
        StorageCheck("an older version distributed again is in force again") { database in
            let maps = Store(database: database).storeMaps
            for (version, time) in [(1, Int64(0)), (2, 100_000), (1, 200_000)] {
                try maps.distribute(MapVersion(company: "c", version: version), to: ["1"], now: time)
            }
            #expect(try maps.inForce(company: "c", store: "1", now: 150_000) == 2)
            #expect(try maps.inForce(company: "c", store: "1", now: 230_000) == 1)
        },
        StorageCheck("versions in use are those in force somewhere and those that wait") { database in
            let maps = Store(database: database).storeMaps
            let versions = (1...4).map { MapVersion(company: "c", version: $0) }
            try maps.distribute(versions[0], to: ["1", "2"], now: 0)
            try maps.distribute(versions[1], to: ["1", "2"], now: 100_000)
            try maps.distribute(versions[2], to: ["1"], now: 200_000)
            try maps.distribute(versions[3], to: ["2"], now: 300_000)
            #expect(try maps.versionsInUse(now: 310_000) == [versions[1], versions[2], versions[3]])
            #expect(try maps.versionsInUse(now: 330_000) == [versions[2], versions[3]])
        },
    ]

    static func stored(_ version: Int, at time: Int64 = 7) -> StoredMap {
        StoredMap(company: "c", version: version, name: "map \(version)", distributedAt: time)
    }
}
