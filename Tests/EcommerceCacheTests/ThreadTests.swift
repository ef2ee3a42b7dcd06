import Catalogs
import Promotions
import Storage
import TestSupport
import Testing

@testable import EcommerceCache

struct ThreadTests {
    static func stocked(_ random: RandomSite) throws -> World {
        let world = try World()
        var products: [String: String] = [:]
        for product in random.products {
            products[product.code] =
                #""price":"\#(product.price)","brand":"\#(product.brand)","level1":"\#(product.level1)""#
        }
        try world.stock(products)
        try world.distribute(document: random.map)
        let day = world.moment.date.days
        try world.database.transaction { () throws(StorageError) in
            try world.store.exclusionDates.add(
                random.exclusions.map {
                    ExclusionDate(store: "9", promotionName: $0.promotion, day: LocalDate(days: day + $0.daysAhead))
                }, of: "2")
            try world.store.limits.replaceHolds(
                of: "t", company: "2",
                with: random.uses.map {
                    Hold(
                        key: LimitKey(limit: $0.limit, scopeKey: $0.scopeKey), period: .undefined,
                        day: LocalDate(days: 1), amount: Int128($0.amount), max: Int128($0.maximum))
                })
        }
        return world
    }

    @Test(arguments: [1, 2, 7]) func `a crew gives results in the order of the list`(_ threads: Int) {
        let crew = Crew(threads: threads)
        for count in [0, 1, 8, 9, 1_000] {
            let list = Array(0..<count)
            #expect(crew.map(list) { $0.map { $0 * 2 } } == list.map { $0 * 2 })
        }
    }

    @Test func `pages do not depend on how many threads make them`() throws {
        for seed in UInt64(0)..<6 {
            let world = try Self.stocked(RandomSite(seed: seed, products: 100))
            let entries = try world.store.catalogs.list(CatalogEntries.items, of: "2", limit: 1_000)
            let alone = try PageMaker(try world.world(), in: world.store).published(entries)
            let together = try PageMaker(try world.world(), in: world.store, threads: 5).published(entries)
            #expect(alone.map(\.?.body) == together.map(\.?.body), "seed \(seed)")
            #expect(alone.map(\.?.hash) == together.map(\.?.hash), "seed \(seed)")
        }
    }

    @Test func `a run of several threads sends the same messages in the same order`() throws {
        for seed in UInt64(20)..<22 {
            var runs: [[CacheMessage]] = []
            for threads in [1, 4] {
                let world = try Self.stocked(RandomSite(seed: seed, products: 450))
                try world.want(.full)
                let work = CacheWork(world.store, worker: "w", zones: world.zones, threads: threads) {
                    (version) throws(StorageError) in world.maps[version.version]
                }
                var messages: [CacheMessage] = []
                while true {
                    world.now += 1_100
                    if case .ended = try work.advance(now: world.now) { break }
                    guard let (run, _, sent) = work.messages(max: 500) else { continue }
                    messages += sent
                    for message in sent { work.confirm(message.number, of: run.generation, run.store, run.company) }
                }
                runs.append(messages)
            }
            #expect(runs[0].count > 200 && runs[0] == runs[1], "seed \(seed)")
        }
    }

    @Test func `a page says of later moments what a page of those moments says of them`() throws {
        var later = 0
        for seed in UInt64(40)..<52 {
            let world = try Self.stocked(RandomSite(seed: seed, hasLimits: false))
            for product in RandomSite(seed: seed, hasLimits: false).products {
                let page = try world.page(product.code)
                for price in page.prices {
                    guard let start = price.validFrom else { continue }
                    later += 1
                    #expect(
                        try world.page(product.code, at: start.text).price == price.price,
                        "seed \(seed), \(product.code) at \(start.text)")
                }
            }
        }
        #expect(later > 100)
    }
}
