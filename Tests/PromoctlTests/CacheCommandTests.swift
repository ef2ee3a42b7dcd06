import Broker
import Catalogs
import EcommerceCache
import Messages
import PromotionLanguage
import Promotions
import Storage
import TestSupport
import Testing

@testable import Promoctl

struct CacheCommandTests {
    static let map = #"""
        {"company":"2","levels":[{"promotions":[{"id":"64cd5282a62e431960ed0001","name":"P",
        "condition":{"simple":[{"element":"item","where":[{"attribute":"brand","operator":"equal","values":["x"]}]}]},
        "benefits":[{"id":"64cd5282a62e431960ed1001","type":"PercentageDiscount","percent":10,"unit":"qty",
        "steps":{"measure":"qty","steps":[{"from":3,"value":30}]}}]}]}]}
        """#

    static func world() throws -> World {
        let world = try World()
        try world.distribute(map, version: 1, stores: ["9", "1"])
        let stores =
            #"{"companyId":"2","catalog":"catalogStore","items":[{"code":"9","kind":"ecommerce"},{"code":"1"}]}"#
        #expect(world.run("import", "catalog", world.file(stores)) == .done, "\(world.errors)")
        let items = "code,price,brand\na,10,x\nb,2.55,y\nc,9.99,x\nfree,,x\n"
        #expect(
            world.run(
                "import", "catalog", world.file(items, ending: "csv"), "--company", "2", "--catalog", "catalogItem")
                == .done, "\(world.errors)")
        return world
    }

    /// A cache-generator whose broker takes everything.
    static func generate(_ world: World) throws {
        let library = try CompiledMap(MapFile(world.file(map), runsExamples: false).document.map)
        let work = CacheWork(world.store, worker: "g", zones: ZoneDatabase()) { (_) throws(StorageError) in library }
        for _ in 0..<20 {
            world.milliseconds += 1_100
            _ = try work.advance(now: world.milliseconds)
            guard let (run, _, messages) = work.messages(max: 99) else { continue }
            for message in messages { work.confirm(message.number, of: run.generation, run.store, run.company) }
        }
    }

    @Test func `every command says what it does`() throws {
        let world = try World()
        let commands: [any Promoctl.Command.Type] = [
            ImportCatalogCommand.self, ImportListCommand.self, ImportShowCommand.self, CacheRefreshCommand.self,
            CacheStatusCommand.self, CacheVerifyCommand.self, CacheShowCommand.self,
        ]
        for command in commands {
            let words = command.declaration.words
            #expect(world.run(words[0], words[1], "--help") == .done)
            #expect(world.text.contains(command.declaration.summary))
        }
    }

    @Test func `a catalog's bad rows are reported, and its good rows loaded`() throws {
        let world = try Self.world()
        let bad = "operation,code,price\nI,z,1\nI,y,one\nX,w,1\n"
        let words = ["--company", "2", "--catalog", "catalogItem"]
        #expect(
            world.run("import", "catalog", world.file(bad, ending: "csv"), words[0], words[1], words[2], words[3])
                == .failed)
        #expect(world.text.contains("item 2, price"))
        #expect(world.text.contains("\"one\""))
        #expect(world.text.contains("3 items, 1 loaded, 0 removed, 2 refused (done)"))
        #expect(world.run("import", "list") == .done)
        #expect(world.text.contains("catalogStore") && world.text.contains("catalogItem"))
        #expect(world.run("import", "show", "3", "--json") == .failed || world.text.contains("\"refused\":2"))
        #expect(try world.store.catalogs.find("z", in: CatalogEntries.items, of: "2") != nil)
    }

    @Test(arguments: [
        [#"{"companyId":"2""#, "json", "ends before"], ["a,b\n", "csv", "--catalog is missing"],
    ])
    func `a file that is no catalog loads nothing and says why`(_ example: [String]) throws {
        let world = try Self.world()
        #expect(world.run("import", "catalog", world.file(example[0], ending: example[1])) != .done)
        #expect(world.errors.contains(example[2]), "\(world.errors)")
        #expect(world.run("import", "catalog", "/nowhere/x.json") == .failed)
        #expect(world.run("import", "catalog", world.file("{}"), "--replace") == .usage)
        #expect(world.run("import", "catalog", world.file("{}"), "--catalog", "item") == .usage)
    }

    @Test func `a site is refreshed, shown and verified`() throws {
        let world = try Self.world()
        #expect(world.run("cache", "refresh", "9", "--full") == .done)
        try Self.generate(world)
        #expect(world.run("cache", "status", "--json") == .done)
        let status = try JSONReader.read(world.output)
        guard case .array(let sites) = status, let site = sites.first else {
            Issue.record("no site is listed")
            return
        }
        #expect(site["published"] == .number("2") && site["pages"] == .number("2") && site["pending"] == .number("0"))
        #expect(world.run("cache", "show", "9", "a") == .done)
        #expect(try JSONReader.read(world.output)["price"] == .string("9.00"))
        #expect(world.errors.contains("the site has it so"))
        #expect(world.run("cache", "verify", "9") == .done)
        #expect(world.text == "4 products, 2 of them promoted, 5 prices compared: 0 differences; 0 pages are stale\n")
        #expect(world.run("cache", "verify", "9", "--sample", "2", "--json") == .done)
        #expect(try JSONReader.read(world.output)["products"] == .number("2"))
    }

    @Test func `refreshing can be waited for, and says when nobody works`() throws {
        let world = try Self.world()
        #expect(world.run("cache", "refresh", "9", "--wait") == .failed)
        #expect(world.errors.contains("waiting for a cache-generator"))
        world.onSleep = { try? Self.generate(world) }
        #expect(world.run("cache", "refresh", "9", "--wait") == .done)
        #expect(world.text.contains("generation 1 of store 9") || world.text.contains("generation 2 of store 9"))
    }

    @Test func `only sites are refreshed, and products that exist are shown`() throws {
        let world = try Self.world()
        #expect(world.run("cache", "refresh", "1") == .failed)
        #expect(world.errors.contains("no site"))
        #expect(world.run("cache", "refresh", "7") == .failed)
        #expect(world.errors.contains("not described"))
        #expect(world.run("cache", "show", "9", "nothing") == .failed)
        #expect(world.run("cache", "show", "9", "free") == .failed)
        #expect(world.errors.contains("has no price"))
    }

    @Test func `a site that does not consume is named`() throws {
        let world = try Self.world()
        try world.declareTopology()
        let queue = world.topology.siteCache(company: "2", store: "9", length: 10)
        let transport = try world.broker.connect()
        try transport.declare(queue)
        transport.close()
        #expect(world.run("cache", "status") == .done)
        world.broker.publish(
            Publication(exchange: world.topology.cache, routingKey: "2.9", body: []))
        #expect(world.run("cache", "status") == .failed)
        #expect(world.text.contains("it does not consume"))
        #expect(world.run("status") == .done)
        #expect(world.text.contains("site 2.9"))
    }

    @Test func `pages and tills agree over random maps, limits and days off`() throws {
        for seed in UInt64(0)..<24 {
            let site = RandomSite(seed: seed)
            let world = try World()
            try world.distribute(site.map, version: 1, stores: ["9"])
            _ = world.run(
                "import", "catalog",
                world.file(#"{"companyId":"2","catalog":"catalogStore","items":[{"code":"9","ecommerce":"true"}]}"#))
            let items = site.products.map { "\($0.code),\($0.price),\($0.brand),\($0.level1)\n" }.joined()
            _ = world.run(
                "import", "catalog", world.file("code,price,brand,level1\n" + items, ending: "csv"), "--company",
                RandomSite.company, "--catalog", "catalogItem")
            let today = LocalClock(.utc).time(at: world.milliseconds).date.days
            try world.database.transaction { () throws(StorageError) in
                try world.store.exclusionDates.add(
                    site.exclusions.map {
                        ExclusionDate(
                            store: "9", promotionName: $0.promotion, day: LocalDate(days: today + $0.daysAhead))
                    }, of: RandomSite.company)
                try world.store.limits.replaceHolds(
                    of: "others", company: RandomSite.company,
                    with: site.uses.map {
                        Hold(
                            key: LimitKey(limit: $0.limit, scopeKey: $0.scopeKey), period: .undefined,
                            day: LocalDate(days: today), amount: Int128($0.amount), max: Int128($0.maximum))
                    })
            }
            #expect(world.run("cache", "verify", "9") == .done, "seed \(seed): \(world.text) \(world.errors)")
            #expect(world.text.contains("25 products"), "seed \(seed)")
        }
    }
}
