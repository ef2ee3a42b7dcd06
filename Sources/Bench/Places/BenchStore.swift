internal import Storage
internal import WorkerRuntime

/// A fresh SQLite file with one map in force in all stores that generated tickets name.
enum BenchStore {
    static let stores = ["1", "2", "3", "4", "5"]

    /// Makes the file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - promotions: how many promotions the map has.
    /// - Returns: the database's address, as `PROMO_DATABASE` takes it.
    /// - Throws: `BenchError` where the database refuses.
    static func make(_ path: String, promotions: Int) throws(BenchError) -> String {
        let address = "sqlite:\(path)"
        let now = SystemClock.wallMilliseconds()
        let document = String(decoding: GeneratedMap.write(promotions: promotions), as: UTF8.self)
        let version = MapVersion(company: "2", version: 1)
        do throws(StorageError) {
            let database = try DatabaseURL(address).open()
            _ = try Migrator.migrate(database, now: now)
            let store = Store(database: database)
            try database.begin()
            try store.maps.insert(
                StoredMap(company: "2", version: 1, name: "Generated", distributedAt: now), document: document)
            try store.storeMaps.distribute(version, to: stores, now: now)
            try store.storeMaps.activate(version, now: now)
            try database.commit()
        } catch {
            throw .failed("\(error)")
        }
        return address
    }
}
