internal import Storage
internal import WorkerRuntime

/// A database with one map in force in all stores that generated tickets name.
enum BenchStore {
    static let stores = ["1", "2", "3", "4", "5"]

    /// Makes the tables and distributes the map.
    ///
    /// - Parameters:
    ///   - address: an empty database.
    ///   - promotions: how many promotions the map has.
    /// - Returns: a store on it.
    /// - Throws: `BenchError` where the database refuses.
    @discardableResult
    static func make(_ address: String, promotions: Int) throws(BenchError) -> Store {
        let now = SystemClock.wallMilliseconds()
        let document = String(decoding: GeneratedMap.write(promotions: promotions), as: UTF8.self)
        let version = MapVersion(company: "2", version: 1)
        let database = try BenchDatabases.open(address)
        let store = Store(database: database)
        do throws(StorageError) {
            _ = try Migrator.migrate(database, now: now)
            try database.begin()
            try store.maps.insert(
                StoredMap(company: "2", version: 1, name: "Generated", distributedAt: now), document: document)
            try store.storeMaps.distribute(version, to: stores, now: now)
            try store.storeMaps.activate(version, now: now)
            try database.commit()
        } catch {
            throw .failed("\(error)")
        }
        return store
    }
}
