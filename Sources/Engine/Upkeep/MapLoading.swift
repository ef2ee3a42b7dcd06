internal import Promotions
public import Storage

/// Keeps a worker's maps ahead of what is distributed: loads what waits, and brings it into force when all have it.
public final class MapLoading {
    /// Which workers must have loaded a map before it comes into force.
    public static let workerKind = "sale-evaluator"

    private let store: Store
    private let library: MapLibrary
    private let worker: String
    private var loading: [MapVersion: BackgroundTask<Result<CompiledMap, EngineError>>] = [:]
    private var announced: Set<MapVersion> = []

    /// What happened in a turn, for the log.
    public enum Event: Sendable {
        /// A map was compiled and can be used.
        case loaded(MapVersion)
        /// A map came into force.
        case inForce(MapVersion)
        /// A map cannot be used by this version of the program.
        case unusable(MapVersion, String)
    }

    /// Loading for a worker that `Workers.start` knows.
    public init(_ store: Store, library: MapLibrary, worker: String) {
        self.store = store
        self.library = library
        self.worker = worker
    }

    /// Says that the worker begins, and loads every map in use before it takes messages.
    ///
    /// - Parameter now: milliseconds since 1970.
    /// - Returns: what happened.
    /// - Throws: `EngineError` where the store cannot be reached.
    public func start(now: Int64) throws(EngineError) -> [Event] {
        let versions = try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                try store.workers.start(worker, kind: MapLoading.workerKind, now: now)
                return try store.storeMaps.versionsInUse(now: now)
            }
        }
        announced = []
        var events: [Event] = []
        for version in versions {
            do throws(EngineError) {
                if try library.map(version) != nil { events.append(.loaded(version)) }
            } catch {
                if error.isTransient { throw error }
                events.append(.unusable(version, "\(error)"))
            }
        }
        return try events + turn(now: now)
    }

    /// Says that the worker lives, loads what was distributed, and brings into force what every live worker has.
    ///
    /// - Parameter now: milliseconds since 1970.
    /// - Returns: what happened.
    /// - Throws: `EngineError` where the store cannot be reached.
    public func turn(now: Int64) throws(EngineError) -> [Event] {
        let versions = try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                if try !store.workers.heartbeat(worker, now: now) {
                    try store.workers.start(worker, kind: MapLoading.workerKind, now: now)
                    announced = []
                }
                return try store.storeMaps.versionsInUse(now: now)
            }
        }
        for version in versions where !library.holds(version) && loading[version] == nil {
            try begin(version)
        }
        var events = finishLoading()
        events += try announce(versions.filter(library.holds), now: now)
        return events
    }

    /// Says that the worker goes.
    public func stop() throws(EngineError) {
        try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in try store.workers.stop(worker) }
        }
    }

    private func begin(_ version: MapVersion) throws(EngineError) {
        let document = try storage { () throws(StorageError) in try store.maps.document(of: version) }
        guard let document else { return }
        loading[version] = BackgroundTask {
            do throws(EngineError) {
                return .success(try MapLibrary.compile(document, version: version))
            } catch {
                return .failure(error)
            }
        }
    }

    private func finishLoading() -> [Event] {
        var events: [Event] = []
        for (version, task) in loading {
            switch task.value {
            case .success(let map)?:
                library.add(map, as: version)
                loading[version] = nil
                events.append(.loaded(version))
            case .failure(let error)?:
                // The entry stays, so that the same map is not tried again every second.
                if announced.insert(version).inserted { events.append(.unusable(version, "\(error)")) }
            case nil: break
            }
        }
        return events
    }

    /// Says what is loaded, and activates what every live worker has.
    private func announce(_ versions: [MapVersion], now: Int64) throws(EngineError) -> [Event] {
        let new = versions.filter { !announced.contains($0) }
        let activated = try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                for version in new { try store.workers.loaded(version, by: worker, now: now) }
                var activated: [MapVersion] = []
                for version in try store.storeMaps.pending(now: now) {
                    guard try store.workers.allLoaded(version, kind: MapLoading.workerKind, now: now) else { continue }
                    try store.storeMaps.activate(version, now: now)
                    activated.append(version)
                }
                return activated
            }
        }
        announced.formUnion(new)
        return activated.map { .inForce($0) }
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension MapLoading: Sendable {}
