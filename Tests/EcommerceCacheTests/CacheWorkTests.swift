import Storage
import Testing

@testable import EcommerceCache

struct CacheWorkTests {
    static func stocked(_ count: Int = 60) throws -> World {
        let world = try World()
        var products: [String: String] = [:]
        for number in 0..<count {
            let brand = number % 3 == 0 ? "x" : "b\(number % 7)"
            products["p\(100 + number)"] = "\"price\":\"\(number + 1).00\",\"brand\":\"\(brand)\""
        }
        try world.stock(products)
        try world.distribute(Promo.promotion(1, condition: Promo.brand, benefit: Promo.percent(10)))
        return world
    }

    static func brand(_ name: String, _ number: Int, _ percent: Int) -> String {
        Promo.promotion(
            number, condition: Promo.brand.replacing("\"x\"", with: "\"\(name)\""), benefit: Promo.percent(percent))
    }

    @Test func `a full run sends every promoted product, and the end last`() throws {
        let world = try Self.stocked()
        var site = SiteReplica()
        let work = world.work()
        #expect(try world.run(work, into: &site) == [])
        try world.want(.full)
        let run = try #require(try world.run(work, into: &site).first)
        #expect((run.published, run.removed, run.unchanged, run.evaluated) == (20, 0, 0, 60))
        #expect(site.ended == [1: 0])
        #expect(site.received == 22)
        #expect(try site.hashes == world.expected(run))
        #expect(try world.store.cacheMessages.count("9", of: "2") == 0)
    }

    @Test func `a run of changes sends the pages that changed, and takes away what is no longer promoted`() throws {
        let world = try Self.stocked()
        var site = SiteReplica()
        let work = world.work()
        try world.want(.full)
        _ = try world.run(work, into: &site)
        try world.want(.changes)
        let same = try #require(try world.run(work, into: &site).first)
        #expect((same.published, same.removed, same.unchanged) == (0, 0, 20))
        // One promotion of another brand: only that brand's products are sent.
        try world.distribute(
            Promo.promotion(1, condition: Promo.brand, benefit: Promo.percent(10)), Self.brand("b1", 2, 5))
        try world.want(.changes)
        let added = try #require(try world.run(work, into: &site).first)
        #expect((added.published, added.removed, added.unchanged) == (6, 0, 20))
        // Prices, products and promotions go.
        try world.stock(["p100": #""price":"2.00","brand":"x""#])
        try world.drop("p103")
        try world.distribute(Promo.promotion(1, condition: Promo.brand, benefit: Promo.percent(10)))
        try world.want(.changes)
        let last = try #require(try world.run(work, into: &site).first)
        #expect((last.published, last.removed, last.unchanged) == (1, 7, 18))
        #expect(try site.hashes == world.expected(last))
        #expect(site.ended.values.allSatisfy { $0 == 0 })
        #expect(try world.store.cacheProducts.count("9", of: "2") == 19)
    }

    @Test func `nights come by the store's clock, maps when the store says so`() throws {
        let world = try Self.stocked()
        var site = SiteReplica()
        world.site.cacheMinute = 180
        world.site.cacheNightly = .changes
        try world.describe()
        let midnight = world.now / 86_400_000 * 86_400_000
        world.now = midnight + 2 * 3_600_000
        let work = world.work()
        #expect(try world.run(work, into: &site) == [], "it has just been described")
        world.now = midnight + 3 * 3_600_000
        let night = try world.run(work, into: &site)
        #expect(night.map(\.reason) == [.nightly] && night.map(\.mode) == [.changes])
        #expect(try world.run(work, into: &site) == [])
        world.now += 86_400_000
        #expect(try world.run(work, into: &site).map(\.generation) == [2])
        try world.distribute(Self.brand("b1", 2, 5))
        #expect(try world.run(work, into: &site) == [])
        world.site.cacheOnDistribution = true
        try world.describe()
        let distributed = try world.run(work, into: &site)
        #expect(distributed.map(\.reason) == [.distributed] && distributed.map(\.mapVersion) == [2])
        #expect(try world.run(work, into: &site) == [])
    }

    @Test func `only so much waits for the broker`() throws {
        let world = try Self.stocked(3_600)
        try world.want(.full)
        let work = world.work()
        var steps = 0
        while try work.advance(now: world.now) != .waiting {
            world.now += 1_000
            steps += 1
            #expect(steps < 40)
        }
        let pending = try #require(work.progress).pending
        #expect(pending >= CacheWork.mostPending && pending < CacheWork.mostPending + 200)
        var site = SiteReplica()
        let run = try #require(try world.run(work, into: &site, batch: 500).first)
        #expect(run.published == 1_200 && site.table.count == 1_200)
    }

    @Test func `a site whose queue takes nothing is put aside, noted, and gets all of it later`() throws {
        let world = try Self.stocked()
        try world.want(.full)
        let work = world.work()
        _ = try work.advance(now: world.now)
        _ = try work.advance(now: world.now)
        guard case .stalled(let run) = try work.refuse(1, "9", "2", now: world.now) else {
            Issue.record("it is not put aside")
            return
        }
        #expect(run.generation == 1)
        #expect(try work.refuse(1, "9", "2", now: world.now) == .idle)
        #expect(try world.store.cacheSites.find("9", of: "2")?.refusedSince == world.now)
        #expect(try work.advance(now: world.now + 1_001) == .idle)
        world.now += CacheWork.patience
        var site = SiteReplica()
        #expect(try world.run(work, into: &site).map(\.generation) == [1])
        #expect(site.ended == [1: 0])
        #expect(try world.store.cacheSites.find("9", of: "2")?.refusedSince == nil)
    }

    @Test func `a map that cannot be used ends the run and leaves the site as it is`() throws {
        let world = try Self.stocked()
        var site = SiteReplica()
        try world.want(.full)
        _ = try world.run(world.work(), into: &site)
        let before = site.hashes
        try world.want(.full)
        let work = CacheWork(world.store, worker: "w", zones: world.zones) { (_) throws(StorageError) in nil }
        let run = try #require(try world.run(work, into: &site).first)
        #expect((run.published, run.removed) == (0, 0))
        #expect(site.hashes == before && before.count == 20)
    }

    @Test func `whatever call of the database fails, and whoever goes on, the site's table is right`() throws {
        for step in stride(from: 1, through: 1_000, by: 13) {
            let world = try Self.stocked(450)
            var site = SiteReplica()
            try world.want(.full)
            _ = try world.run(world.work("before"), into: &site)
            try world.distribute(Self.brand("x", 1, 10), Self.brand("b1", 2, 5))
            try world.drop("p103")
            try world.want(.changes)
            var calls = 0
            world.database.faultHook = { (_) throws(StorageError) in
                calls += 1
                if calls == step { throw StorageError(.connectionLost, place: "test", text: "lost") }
            }
            var work = world.work("first")
            var (run, turns): (CacheRun?, Int) = (nil, 0)
            while run == nil, turns < 400 {
                turns += 1
                world.now += 400
                do {
                    if case .ended(let over) = try work.advance(now: world.now) { run = over }
                    // Of what goes out some is not confirmed before the worker ends.
                    if turns % 3 == 0 { try world.send(work, into: &site, batch: 7) }
                } catch {
                    world.now += CacheRuns.lease + 1
                    work = world.work("second")
                }
            }
            world.database.faultHook = nil
            let last = try #require(run, "step \(step)")
            #expect(site.ended[last.generation] == 0, "step \(step)")
            #expect(try site.hashes == world.expected(last), "step \(step)")
            if calls < step { break }
        }
    }

    @Test func `two workers never have one site's run`() throws {
        let world = try Self.stocked()
        try world.want(.full)
        let (first, second) = (world.work("first"), world.work("second"))
        guard case .began = try first.advance(now: world.now) else {
            Issue.record("no run began")
            return
        }
        #expect(try second.advance(now: world.now) == .idle)
        world.now += CacheRuns.lease + 1
        guard case .began = try second.advance(now: world.now) else {
            Issue.record("nobody goes on")
            return
        }
        #expect(throws: StorageError.self) { try first.advance(now: world.now) }
        var site = SiteReplica()
        #expect(try world.run(second, into: &site).map(\.generation) == [1])
        #expect(try world.run(first, into: &site) == [])
    }
}
