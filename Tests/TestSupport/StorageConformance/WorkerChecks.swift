import Storage
import Testing

extension StorageCheck {
    static let workers: [StorageCheck] = [
        StorageCheck("a worker is alive for 10 seconds after it was seen") { database in
            let workers = Store(database: database).workers
            try workers.start("a", kind: "sale", now: 1_000)
            try workers.start("b", kind: "mail", now: 1_000)
            #expect(try workers.live(kind: "sale", now: 10_999) == ["a"])
            #expect(try workers.live(kind: "sale", now: 11_000) == [])
            #expect(try workers.heartbeat("a", now: 5_000))
            #expect(try workers.live(kind: "sale", now: 14_999) == ["a"])
            try workers.stop("a")
            #expect(try workers.live(kind: "sale", now: 5_000) == [])
            #expect(try workers.heartbeat("a", now: 5_000) == false)
        },
        StorageCheck("a worker that was seen before the clock was set back is not waited for") { database in
            let workers = Store(database: database).workers
            let (map, hours) = (MapVersion(company: "c", version: 2), Int64(7_200_000))
            try workers.start("killed", kind: "sale", now: hours)
            try workers.start("alive", kind: "sale", now: hours)
            #expect(try workers.heartbeat("alive", now: 1_000))
            try workers.loaded(map, by: "alive", now: 1_000)
            #expect(try workers.live(kind: "sale", now: 2_000) == ["alive"])
            #expect(try workers.allLoaded(map, kind: "sale", now: 2_000))
        },
        StorageCheck("a map is loaded when every live worker of the kind has it") { database in
            let workers = Store(database: database).workers
            let map = MapVersion(company: "c", version: 2)
            #expect(try workers.allLoaded(map, kind: "sale", now: 1))
            try workers.start("a", kind: "sale", now: 1)
            try workers.start("b", kind: "sale", now: 1)
            try workers.start("m", kind: "mail", now: 1)
            try workers.loaded(map, by: "a", now: 2)
            try workers.loaded(map, by: "a", now: 3)
            #expect(try workers.allLoaded(map, kind: "sale", now: 2) == false)
            try workers.loaded(MapVersion(company: "c", version: 1), by: "b", now: 2)
            #expect(try workers.allLoaded(map, kind: "sale", now: 2) == false)
            try workers.loaded(map, by: "b", now: 2)
            #expect(try workers.allLoaded(map, kind: "sale", now: 2))
            try workers.start("b", kind: "sale", now: 3)
            #expect(try workers.allLoaded(map, kind: "sale", now: 3) == false)
            #expect(try workers.heartbeat("a", now: 12_000))
            #expect(try workers.allLoaded(map, kind: "sale", now: 13_004))
        },
    ]
}
