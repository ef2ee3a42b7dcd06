internal import Catalogs
internal import Engine
internal import Promotions
internal import Storage

/// A store whose products' promotions are published, as a command names it.
struct Site {
    let record: StoreRecord

    /// The site that a command names.
    ///
    /// - Parameters:
    ///   - name: the store.
    ///   - arguments: the command's arguments.
    ///   - store: the tables.
    /// - Throws: `Failure` where there is no such site.
    init(_ name: String, _ arguments: Arguments, in store: Store) throws(Failure) {
        let company = try Company.named(arguments, in: store)
        let found = try storage { () throws(StorageError) in try store.stores.find(name, of: company) }
        guard let found else {
            throw .failed("store \(name) of company \(company) is not described; load it with catalogStore")
        }
        guard found.kind == .ecommerce else {
            throw .failed("store \(name) of company \(company) is no site: its kind is pos")
        }
        record = found
    }

    /// The clock on its wall.
    var clock: LocalClock { LocalClock(ZoneDatabase().zone(record.timeZone) ?? .utc) }

    /// The map in force.
    ///
    /// - Parameters:
    ///   - store: the tables.
    ///   - now: milliseconds since 1970.
    /// - Returns: the map.
    /// - Throws: `Failure` where there is none, or it cannot be used.
    func map(in store: Store, now: Int64) throws(Failure) -> CompiledMap {
        let version = try storage { () throws(StorageError) in
            try store.storeMaps.inForce(company: record.company, store: record.store, now: now)
        }
        guard let version else { throw .failed("no map is in force in store \(record.store)") }
        let found: CompiledMap?
        do throws(EngineError) {
            found = try MapLibrary(store).map(MapVersion(company: record.company, version: version))
        } catch {
            throw Failure(error)
        }
        guard let found else { throw .failed("map \(version) of company \(record.company) is not kept any more") }
        return found
    }
}
