import Catalogs
import Engine
import PromotionLanguage
import Promotions
import Storage
import Testing

@testable import EcommerceCache

/// A company with a site, a catalog and a map, in a database in memory.
final class World {
    let database: SQLiteDatabase
    let store: Store
    let zones = ZoneDatabase(folder: "/nowhere")
    var now: Int64 = 1_795_000_000_000
    var site = StoreRecord(company: "2", store: "9", kind: .ecommerce)
    private(set) var maps: [Int: CompiledMap] = [:]

    init() throws {
        database = try SQLiteDatabase(path: ":memory:")
        try Migrator.migrate(database, now: 0)
        store = Store(database: database)
        try describe()
    }

    func describe() throws {
        try database.transaction { () throws(StorageError) in try store.stores.save(site) }
    }

    var moment: LocalDateTime { LocalClock(.utc).time(at: now) }

    /// Puts products into the catalog, each with a price and attributes.
    func stock(_ products: [String: String]) throws {
        try database.transaction { () throws(StorageError) in
            for (code, data) in products {
                try store.catalogs.save(
                    CatalogEntry(code: code, data: "{\"code\":\"\(code)\",\(data)}"), in: CatalogEntries.items, of: "2",
                    by: 1)
            }
        }
    }

    func drop(_ code: String) throws {
        try database.transaction { () throws(StorageError) in
            try store.catalogs.remove(code, from: CatalogEntries.items, of: "2", by: 1)
        }
    }

    /// Brings a map into force: promotions as the language writes them.
    @discardableResult
    func distribute(_ promotions: String..., coexistence: String = "cumulative") throws -> CompiledMap {
        try distribute(
            document: """
                {"company":"2","levels":[
                {"coexistence":"\(coexistence)","promotions":[\(promotions.joined(separator: ","))]}]}
                """)
    }

    /// Brings a whole map into force.
    @discardableResult
    func distribute(document text: String) throws -> CompiledMap {
        let version = maps.count + 1
        let map = CompiledMap(try MapReader.read(Array(text.utf8)).map)
        maps[version] = map
        try database.transaction { () throws(StorageError) in
            try store.maps.insert(
                StoredMap(company: "2", version: version, name: "", distributedAt: now), document: text)
            try store.storeMaps.distribute(MapVersion(company: "2", version: version), to: ["9"], now: now)
            try store.storeMaps.activate(MapVersion(company: "2", version: version), now: now)
        }
        return map
    }

    func work(_ name: String = "w") -> CacheWork {
        CacheWork(store, worker: name, zones: zones) { [unowned self] (version) throws(StorageError) in
            maps[version.version]
        }
    }

    func world(at moment: String? = nil) throws -> PageWorld {
        let map = try #require(maps[maps.count])
        return try PageWorld(site, map: map, at: moment.flatMap(LocalDateTime.init) ?? self.moment, in: store)
    }

    func product(_ code: String) throws -> Product {
        let entry = try #require(try store.catalogs.find(code, in: CatalogEntries.items, of: "2"))
        return try #require(Product(entry))
    }

    func page(_ code: String, at moment: String? = nil) throws -> ProductPage {
        let maker = PageMaker(try world(at: moment), in: store)
        return try #require(try maker.page(of: product(code)))
    }
}

/// Promotions in the map language.
enum Promo {
    static func id(_ number: Int) -> String { "64cd5282a62e431960ed" + String(10_000 + number).suffix(4) }

    static func promotion(_ number: Int, name: String? = nil, condition: String, benefit: String) -> String {
        """
        {"id":"\(id(number))","name":"\(name ?? "P\(number)")","condition":{\(condition)},
        "benefits":[{"id":"\(id(1_000 + number))",\(benefit)}]}
        """
    }

    static let brand =
        #""simple":[{"element":"item","where":[{"attribute":"brand","operator":"equal","values":["x"]}]}]"#
    static func percent(_ percent: Int, more: String = "") -> String {
        #""type":"PercentageDiscount","percent":\#(percent),"unit":"qty"\#(more)"#
    }
}
