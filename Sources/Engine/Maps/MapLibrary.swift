public import Promotions
internal import PromotionLanguage
public import Storage

/// The compiled maps that a worker has in memory.
///
/// A version never changes, so that a map once compiled stays right; the ones used longest ago make room.
public final class MapLibrary {
    /// The most maps kept: those in force, a few that returns and open tickets still need, and some to spare.
    public static let capacity = 64

    private var maps: [MapVersion: CompiledMap] = [:]
    /// What maps ask of coupons, cards and customers; worked out when it is first asked for.
    private var needs: [MapVersion: LoyaltyNeeds] = [:]
    /// Least recently used first.
    private var order: [MapVersion] = []
    private let store: Store

    /// A library that reads what it lacks from a store.
    public init(_ store: Store) { self.store = store }

    /// A compiled map.
    ///
    /// - Parameter version: which one.
    /// - Returns: the map; nil where the store does not hold it.
    /// - Throws: `EngineError` where it cannot be read or is no map any more.
    public func map(_ version: MapVersion) throws(EngineError) -> CompiledMap? {
        if let known = maps[version] {
            touch(version)
            return known
        }
        let document = try storage { () throws(StorageError) in try store.maps.document(of: version) }
        guard let document else { return nil }
        let compiled = try MapLibrary.compile(document, version: version)
        add(compiled, as: version)
        return compiled
    }

    /// Keeps a map that was compiled elsewhere.
    public func add(_ map: CompiledMap, as version: MapVersion) {
        maps[version] = map
        needs[version] = nil
        touch(version)
        guard order.count > MapLibrary.capacity else { return }
        let oldest = order.removeFirst()
        maps[oldest] = nil
        needs[oldest] = nil
    }

    /// What a map asks of coupons, cards and customers.
    func needs(_ version: MapVersion, _ map: CompiledMap) -> LoyaltyNeeds {
        if let known = needs[version] { return known }
        let found = LoyaltyNeeds(map)
        needs[version] = found
        return found
    }

    /// The maps in memory, those used longest ago first.
    public var versions: [MapVersion] { order }

    /// Whether a map is in memory.
    public func holds(_ version: MapVersion) -> Bool { maps[version] != nil }

    /// Reads and compiles a stored document.
    public static func compile(_ document: String, version: MapVersion) throws(EngineError) -> CompiledMap {
        do throws(MapErrors) {
            return CompiledMap(try MapReader.read(Array(document.utf8)).map)
        } catch {
            throw EngineError.unusableMap(version, "\(error)")
        }
    }

    private func touch(_ version: MapVersion) {
        if order.last == version { return }
        order.removeAll { $0 == version }
        order.append(version)
    }
}

@available(*, unavailable, message: "a library reads from a connection, which belongs to one thread")
extension MapLibrary: Sendable {}
