import Storage
import TestSupport
import Testing

@Suite("Forgetting maps on PostgreSQL", .enabled(if: PostgresSchema.server != nil, "\(PostgresSchema.need)"))
struct MapPurgeTests {
    let schema: PostgresSchema

    init() throws { schema = try PostgresSchema() }

    @Test("a map is not forgotten while it is put to use again, nor put to use while it is forgotten")
    func mapPurge() throws {
        let (shop, upkeep) = (try schema.migrated(), try schema.open())
        let store = Store(database: shop)
        for version in 1...3 {
            let map = StoredMap(company: "c", version: version, name: "", distributedAt: 0)
            try store.maps.insert(map, document: "")
        }
        let (first, second) = (MapVersion(company: "c", version: 1), MapVersion(company: "c", version: 2))
        try shop.begin()
        #expect(try store.maps.keep(first))
        try upkeep.begin()
        #expect(try Store(database: upkeep).maps.purge(before: 9, limit: 9) == 1)
        try store.storeMaps.distribute(first, to: ["1"], now: 1)
        try shop.commit()
        // What is being forgotten is waited for.
        let hurried = try schema.open(PostgreSQLOptions(lockTimeout: 20))
        try hurried.begin()
        let error = #expect(throws: StorageError.self) { try Store(database: hurried).maps.keep(second) }
        #expect(error?.code == .busy)
        try hurried.rollback()
        try upkeep.commit()
        #expect(try !store.maps.keep(second))
        #expect(try store.maps.list(of: "c", limit: 9).map(\.version) == [3, 1])
    }
}
