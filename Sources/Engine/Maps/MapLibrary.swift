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
    /// Of each map in memory the limits that warn, by their ids.
    private var watched: [MapVersion: [String: Alarms.Watched]] = [:]
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
        watched[version] = MapLibrary.watched(in: map)
        touch(version)
        if order.count > MapLibrary.capacity {
            let oldest = order.removeFirst()
            (maps[oldest], watched[oldest]) = (nil, nil)
        }
    }

    /// The limits of a map that warn, by their ids; most maps have none.
    ///
    /// - Parameter version: which map.
    /// - Returns: the limits, each with its promotion.
    /// - Throws: `EngineError` where the map cannot be read.
    func watchedLimits(_ version: MapVersion) throws(EngineError) -> [String: Alarms.Watched] {
        guard try map(version) != nil else { return [:] }
        return watched[version] ?? [:]
    }

    private static func watched(in map: CompiledMap) -> [String: Alarms.Watched] {
        var watched: [String: Alarms.Watched] = [:]
        for placed in map.limits where !placed.limit.alarms.isEmpty {
            watched[placed.limit.id] = Alarms.Watched(
                limit: placed.limit, promotion: map.promotions[placed.promotion].id)
        }
        return watched
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
