import Promotions
public import Storage
import Testing

extension StorageCheck {
    static func cacheRun(_ generation: Int, store: String = "9") -> CacheRun {
        CacheRun(
            company: "c", store: store, generation: generation, mode: .full, reason: .manual, mapVersion: 3,
            moment: "2026-11-22 03:00:00", products: 7, startedAt: Int64(generation))
    }

    static let cache: [StorageCheck] = [
        StorageCheck("a run is one worker's until its lease is over, and ends once") { database in
            let runs = Store(database: database).cacheRuns
            var run = cacheRun(1)
            try runs.begin(run, by: "w", now: 0)
            #expect(try runs.take(by: "v", now: CacheRuns.lease - 1) == nil)
            #expect(try runs.underWay("9", of: "c") == run)
            (run.evaluated, run.after, run.sequence, run.published, run.removed, run.unchanged) = (1, "é", 2, 3, 4, 5)
            #expect(try runs.save(run, by: "w", now: 10))
            #expect(try !runs.save(run, by: "v", now: 10))
            #expect(try runs.take(by: "v", now: CacheRuns.lease + 9) == nil)
            #expect(try runs.take(by: "v", now: CacheRuns.lease + 10) == run)
            #expect(try !runs.save(run, by: "w", now: CacheRuns.lease + 10))
            try runs.release(run, by: "v", until: 500)
            #expect(try runs.take(by: "w", now: 499) == nil)
            #expect(try runs.take(by: "w", now: 500) == run)
            (run.state, run.endedAt) = (.ended, 600)
            #expect(try runs.save(run, by: "w", now: 600))
            #expect(try !runs.save(run, by: "w", now: 600))
            #expect(try runs.take(by: "w", now: 1_000_000) == nil)
            #expect(try runs.underWay("9", of: "c") == nil)
            try runs.begin(cacheRun(2), by: "w", now: 700)
            #expect(try runs.list("9", of: "c", limit: 9).map(\.generation) == [2, 1])
            #expect(try runs.purge(before: 600, limit: 9) == 0)
            #expect(try runs.purge(before: 1_000, limit: 9) == 1)
            #expect(try runs.list("9", of: "c", limit: 9).map(\.generation) == [2])
        },
        StorageCheck("wishes for a site are one, and full where any is") { database in
            let sites = Store(database: database).cacheSites
            #expect(try sites.find("9", of: "c") == nil)
            try sites.want(CacheSite.Wish(mode: .changes, reason: .distributed), "9", of: "c")
            #expect(try sites.find("9", of: "c")?.wish == CacheSite.Wish(mode: .changes, reason: .distributed))
            try sites.want(CacheSite.Wish(mode: .full, reason: .manual), "9", of: "c")
            try sites.want(CacheSite.Wish(mode: .changes, reason: .manual), "9", of: "c")
            #expect(try sites.find("9", of: "c")?.wish == CacheSite.Wish(mode: .full, reason: .distributed))
            try sites.note(refusedSince: 1_790_000_000_005, "9", of: "c")
            try sites.note(refusedSince: 1_790_000_000_008, "9", of: "c")
            #expect(try sites.find("9", of: "c")?.refusedSince == 1_790_000_000_005)
            try sites.note(refusedSince: nil, "9", of: "c")
            #expect(try sites.find("9", of: "c")?.refusedSince == nil)
            var site = CacheSite()
            (site.generation, site.nightlyAt) = (4, 6)
            try sites.save(site, "9", of: "c")
            #expect(try sites.find("9", of: "c", locked: true) == site)
            #expect(try sites.find("9", of: "d") == nil)
        },
        StorageCheck("what a site has is listed by ranges of codes") { database in
            let products = Store(database: database).cacheProducts
            try database.transaction { () throws(StorageError) in
                for code in ["a", "b", "c", "d"] { try products.save(code, hash: "1", "9", of: "c") }
                try products.save("b", hash: "2", "9", of: "c")
                try products.remove("c", "9", of: "c")
                try products.save("b", hash: "3", "8", of: "c")
            }
            func listed(_ first: String, _ last: String?, _ limit: Int) throws -> [String] {
                try products.list("9", of: "c", after: first, through: last, limit: limit).map { $0.product + $0.hash }
            }
            #expect(try listed("", nil, 9) == ["a1", "b2", "d1"])
            #expect(try listed("a", "c", 9) == ["b2"])
            #expect(try listed("", nil, 1) == ["a1"])
            #expect(try products.hash("b", "9", of: "c") == "2")
            #expect(try products.hash("c", "9", of: "c") == nil)
            #expect(try products.count("9", of: "c") == 3)
        },
        StorageCheck("messages wait in the order of their numbers until the broker has them") { database in
            let messages = Store(database: database).cacheMessages
            let run = cacheRun(1)
            try database.transaction { () throws(StorageError) in
                for number in [2, 0, 1, 3, 10] {
                    try messages.add(CacheMessage(number: number, type: "t", body: [UInt8(number)]), to: run)
                }
                try messages.add(CacheMessage(number: 1, type: "t", body: []), to: cacheRun(2))
            }
            #expect(try messages.list(of: run, limit: 3).map(\.number) == [0, 1, 2])
            #expect(try messages.list(of: run, after: 2, limit: 9).map(\.body) == [[3], [10]])
            #expect(throws: StorageError.self) {
                try database.transaction { () throws(StorageError) in
                    try messages.add(CacheMessage(number: 1, type: "t", body: []), to: run)
                }
            }
            try database.transaction { () throws(StorageError) in try messages.delete(1...3, of: run) }
            #expect(try messages.list(of: run, limit: 9).map(\.number) == [0, 10])
            #expect(try messages.count("9", of: "c") == 3)
        },
    ]

    /// A row in every table of catalogs, imports and caches, inside the caller's transaction.
    public static func fillCatalogs(_ store: Store) throws(StorageError) {
        try store.catalogs.save(CatalogEntry(code: "é", data: "{}"), in: CatalogEntries.items, of: "c", by: 1)
        try store.stores.save(StoreRecord(company: "c", store: "9", kind: .ecommerce), by: 1)
        try store.exclusionDates.add(
            [ExclusionDate(store: "9", promotionName: "P", day: LocalDate(days: 1))], of: "c", by: 1)
        let record = try store.imports.open("k", source: "s", now: 1)
        try store.imports.add([1, 0, 255], number: 0, to: record.id)
        try store.imports.add(ImportError(place: "p", found: "f", allowed: "a"), number: 1, to: record.id)
        try store.cacheSites.want(CacheSite.Wish(mode: .full, reason: .nightly), "9", of: "c")
        try store.cacheRuns.begin(cacheRun(1), by: "w", now: 1)
        try store.cacheProducts.save("é", hash: "0", "9", of: "c")
        try store.cacheMessages.add(CacheMessage(number: 0, type: "t", body: [7]), to: cacheRun(1))
    }
}
