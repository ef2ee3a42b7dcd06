internal import Promotions
public import Storage

/// Keeps a worker's maps ahead of what is distributed: loads what waits, and brings it into force when all have it.
public final class MapLoading {
    /// Which workers must have loaded a map before it comes into force.
    public static let workerKind = "sale-evaluator"
    /// How many maps are compiled at once: tills are answered meanwhile, by the same processors.
    static let mostAtOnce = 2

    private let store: Store
    private let library: MapLibrary
    private let worker: String
    /// Microseconds of a clock that never steps back.
    private let stopwatch: @Sendable () -> Int64
    private var loading: [MapVersion: BackgroundTask<Loaded>] = [:]
    private var announced: Set<MapVersion> = []
    /// The versions in force and those that wait, as of the last turn.
    public private(set) var inUse: [MapVersion] = []
    /// Those of them that wait.
    public private(set) var waiting: [MapVersion] = []

    private struct Loaded: Sendable {
        let result: Result<CompiledMap, EngineError>
        let microseconds: Int64
    }

    /// What happened in a turn, for the log.
    public enum Event: Sendable {
        /// A map was compiled in so many microseconds and can be used.
        case loaded(MapVersion, microseconds: Int64)
        /// A map came into force.
        case inForce(MapVersion)
        /// A map cannot be used by this version of the program.
        case unusable(MapVersion, String)
    }

    /// Loading for a worker that `Workers.start` knows; the stopwatch tells how long a map took.
    public init(
        _ store: Store, library: MapLibrary, worker: String, stopwatch: @escaping @Sendable () -> Int64 = { 0 }
    ) {
        self.stopwatch = stopwatch
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
        library.makeRoom(for: versions.count)
        var events: [Event] = []
        for version in versions {
            do throws(EngineError) {
                let begin = stopwatch()
                guard try library.map(version) != nil else { continue }
                events.append(.loaded(version, microseconds: stopwatch() - begin))
            } catch {
                if error.isOfTheWorld { throw error }
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
        library.makeRoom(for: versions.count)
        for version in versions where !library.holds(version) && loading[version] == nil {
            guard underWay < MapLoading.mostAtOnce else { break }
            try begin(version)
        }
        var events = finishLoading()
        events += try announce(versions.filter(library.holds), now: now)
        inUse = versions
        return events
    }

    /// Says that the worker goes.
    public func stop() throws(EngineError) {
        try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in try store.workers.stop(worker) }
        }
    }

    /// How many maps are being compiled.
    var underWay: Int { loading.values.count { $0.value == nil } }

    private func begin(_ version: MapVersion) throws(EngineError) {
        let document = try storage { () throws(StorageError) in try store.maps.document(of: version) }
        guard let document else { return }
        loading[version] = BackgroundTask { [stopwatch] in
            let begin = stopwatch()
            do throws(EngineError) {
                let map = try MapLibrary.compile(document, version: version)
                return Loaded(result: .success(map), microseconds: stopwatch() - begin)
            } catch {
                return Loaded(result: .failure(error), microseconds: stopwatch() - begin)
            }
        }
    }

    private func finishLoading() -> [Event] {
        var events: [Event] = []
        for (version, task) in loading {
            guard let loaded = task.value else { continue }
            switch loaded.result {
            case .success(let map):
                library.add(map, as: version)
                loading[version] = nil
                events.append(.loaded(version, microseconds: loaded.microseconds))
            case .failure(let error):
                // The entry stays, so that the same map is not tried again every second.
                if announced.insert(version).inserted { events.append(.unusable(version, "\(error)")) }
            }
        }
        return events
    }

    /// Says what is loaded, and activates what every live worker has.
    private func announce(_ versions: [MapVersion], now: Int64) throws(EngineError) -> [Event] {
        let new = versions.filter { !announced.contains($0) }
        let (pending, activated) = try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                for version in new { try store.workers.loaded(version, by: worker, now: now) }
                var activated: [MapVersion] = []
                let pending = try store.storeMaps.pending(now: now)
                for version in pending {
                    guard try store.workers.allLoaded(version, kind: MapLoading.workerKind, now: now) else { continue }
                    try store.storeMaps.activate(version, now: now)
                    activated.append(version)
                }
                return (pending, activated)
            }
        }
        announced.formUnion(new)
        waiting = pending.filter { !activated.contains($0) }
        return activated.map { .inForce($0) }
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension MapLoading: Sendable {}
