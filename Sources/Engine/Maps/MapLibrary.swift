public import Promotions
internal import PromotionLanguage
public import Storage

/// The compiled maps that a worker has in memory.
///
/// A version never changes, so that a map once compiled stays right; the ones used longest ago make room.
public final class MapLibrary {
    /// The most maps kept, unless more are in use: those in force, a few that returns and open tickets still need, and
    /// some to spare.
    public static let capacity = 64
    /// How many are kept besides, where that many are in use.
    static let spare = 16

    /// The most maps kept.
    private var room = capacity
    private var shelf: [MapVersion: Held] = [:]
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
    public func map(_ version: MapVersion) throws(EngineError) -> CompiledMap? { try held(version)?.map }

    /// A compiled map with what is known of it without a ticket; nil and errors as for `map`.
    func held(_ version: MapVersion) throws(EngineError) -> Held? {
        if let known = shelf[version] {
            touch(version)
            return known
        }
        let document = try storage { () throws(StorageError) in try store.maps.document(of: version) }
        guard let document else { return nil }
        add(try MapLibrary.compile(document, version: version), as: version)
        return shelf[version]
    }

    /// Keeps a map that was compiled elsewhere.
    public func add(_ map: CompiledMap, as version: MapVersion) {
        shelf[version] = Held(map)
        touch(version)
        while order.count > room { shelf[order.removeFirst()] = nil }
    }

    /// Has room for so many maps in use: whoever goes through all of them finds each in memory.
    func makeRoom(for inUse: Int) { room = max(MapLibrary.capacity, inUse + MapLibrary.spare) }

    /// The maps in memory, those used longest ago first.
    public var versions: [MapVersion] { order }

    /// Whether a map is in memory.
    public func holds(_ version: MapVersion) -> Bool { shelf[version] != nil }

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

extension MapLibrary {
    /// A compiled map, and what is known of it without a ticket.
    struct Held {
        let map: CompiledMap
        /// What it asks of coupons, cards and customers.
        let needs: LoyaltyNeeds
        /// The limits that warn, by their ids, each with its promotion; most maps have none.
        let watched: [String: Alarms.Watched]

        init(_ map: CompiledMap) {
            self.map = map
            needs = LoyaltyNeeds(map)
            var watched: [String: Alarms.Watched] = [:]
            for placed in map.limits where !placed.limit.alarms.isEmpty {
                watched[placed.limit.id] = Alarms.Watched(
                    limit: placed.limit, promotion: map.promotions[placed.promotion].id)
            }
            self.watched = watched
        }
    }
}

@available(*, unavailable, message: "a library reads from a connection, which belongs to one thread")
extension MapLibrary: Sendable {}
