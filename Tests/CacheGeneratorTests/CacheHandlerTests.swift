import Broker
import Catalogs
import EcommerceCache
import Storage
import Testing

@testable import CacheGenerator
@testable import WorkerRuntime

struct CacheHandlerTests {
    static let map = #"""
        {"company":"2","levels":[{"promotions":[{"id":"64cd5282a62e431960ed0001","name":"P",
        "condition":{"simple":[{"element":"item"}]},
        "benefits":[{"id":"64cd5282a62e431960ed1001","type":"PercentageDiscount","percent":10,"unit":"qty"}]}]}]}
        """#

    /// A site with a product, and a handler that a broker could talk to.
    final class World {
        let store: Store
        let handler: CacheHandler
        let monitoring = Monitoring(program: "cache-generator", version: "1", worker: "w", needing: [])
        let topology = PromoTopology(prefix: "test")
        var now: Int64 = 1_795_000_000_000

        init() throws {
            let database = try SQLiteDatabase(path: ":memory:")
            try Migrator.migrate(database, now: 0)
            let store = Store(database: database)
            self.store = store
            let map = MapVersion(company: "2", version: 1)
            try database.transaction { () throws(StorageError) in
                try store.maps.insert(
                    StoredMap(company: "2", version: 1, name: "", distributedAt: 0), document: CacheHandlerTests.map)
                try store.storeMaps.distribute(map, to: ["9"], now: 0)
                try store.stores.save(StoreRecord(company: "2", store: "9", kind: .ecommerce, cacheQueueLength: 7))
                try store.catalogs.save(
                    CatalogEntry(code: "a", data: #"{"code":"a","price":10}"#), in: CatalogEntries.items, of: "2", by: 1
                )
            }
            handler = CacheHandler(
                store, topology: topology, worker: "w", log: Log(write: { _ in }), monitoring: monitoring,
                zones: ZoneDatabase(folder: "/nowhere"))
        }

        func turn(_ count: Int = 1) throws {
            for _ in 0..<count {
                now += 1_100
                _ = try handler.advance(WorkTurn(at: now), serve: {})
            }
        }
    }

    static func request(_ body: String) -> Delivery {
        Delivery(body: Array(body.utf8), properties: Properties(), deliveryTag: 1, isRedelivered: false, queue: "q")
    }

    @Test func `a request becomes a run, whose messages go to the site's own queue`() throws {
        let world = try World()
        let outcomes = try world.handler.handle([Self.request(#"{"company":"2","store":"9","mode":"full"}"#)])
        #expect(outcomes == [.done(replies: [])])
        try world.turn(3)
        let first = try world.handler.outbox(max: 9)
        #expect(first.map(\.publication.properties.type) == ["cache.begin"])
        let queue = world.topology.siteCache(company: "2", store: "9", length: 7)
        #expect(first[0].topology == queue && queue.queues[0].name == "test.cache.2.9")
        #expect(first[0].publication.exchange == "test.cache" && first[0].publication.routingKey == "2.9")
        #expect(queue.queues[0].arguments["x-max-length"] == .integer(7))
        try world.handler.confirmed(first.map(\.id))
        let second = try world.handler.outbox(max: 9)
        #expect(second.map(\.publication.properties.type) == ["cache.product"])
        try world.handler.confirmed(second.map(\.id) + ["cache/1/9/1/2/9", "other"])
        let last = try world.handler.outbox(max: 9)
        #expect(last.map(\.publication.properties.type) == ["cache.end"])
        try world.handler.confirmed(last.map(\.id))
        try world.turn(2)
        #expect(try world.handler.outbox(max: 9) == [])
        #expect(try world.store.cacheRuns.list("9", of: "2", limit: 9).map(\.state) == [.ended])
        let text = Exposition.text(world.monitoring.registry)
        #expect(text.contains(#"promo_cache_products_total{result="published"} 1"#))
        #expect(text.contains(#"promo_cache_runs_total{reason="manual"} 1"#))
    }

    @Test func `a message that the site's queue refuses puts the run aside`() throws {
        let world = try World()
        _ = try world.handler.handle([Self.request(#"{"company":"2","store":"9"}"#)])
        try world.turn(2)
        let messages = try world.handler.outbox(max: 9)
        #expect(world.handler.refused(try #require(messages.first).id))
        #expect(!world.handler.refused("an id of the outbox"))
        #expect(try world.handler.outbox(max: 9) == [])
        #expect(try world.store.cacheSites.find("9", of: "2")?.refusedSince != nil)
    }

    @Test(arguments: [
        "", "{}", #"{"company":"2"}"#, #"{"company":"2","store":9}"#, #"{"company":"2","store":"9","mode":"all"}"#,
        #"{"company":"2","store":"9","reason":"why"}"#,
    ])
    func `what is no request goes to the dead queue with a reason`(_ body: String) throws {
        let world = try World()
        guard case .discard(let reason, _)? = try world.handler.handle([Self.request(body)]).first else {
            Issue.record("it is not given up")
            return
        }
        #expect(reason.hasPrefix("no request for a site's run: "))
    }

    @Test func `requests are read with their defaults`() throws {
        let request = try CacheRequest(Array(#"{"company":"2","store":"9"}"#.utf8))
        #expect(request.wish == CacheSite.Wish(mode: .changes, reason: .manual))
    }

    @Test(arguments: [("2", "9"), ("a/b", "c"), ("a", "b/c"), ("é/", "/")])
    func `a message's name leads back to it`(_ company: String, _ store: String) throws {
        let run = CacheRun(
            company: company, store: store, generation: 3, mode: .full, reason: .manual, mapVersion: 1, moment: "",
            products: 0, startedAt: 0)
        let name = CacheMessageName(CacheMessage(number: 4, type: "t", body: []), of: run)
        #expect(CacheMessageName(name.text) == name)
        #expect((name.company, name.store, name.generation, name.number) == (company, store, 3, 4))
        #expect(CacheMessageName("cache/1/2/9/a/b") == nil)
    }

    @Test(arguments: CacheMetrics.all)
    func `names of metrics follow the conventions`(_ metric: MetricDescription) {
        #expect(metric.name.hasPrefix("promo_cache_") && metric.help.hasSuffix("."))
        #expect(metric.name.hasSuffix("_total") == (metric.kind == .counter))
    }
}
