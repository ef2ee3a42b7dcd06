internal import Broker
public import Storage
internal import Synchronization

/// What a worker leaves behind for those who watch it: its metrics and its health.
public final class Monitoring: Sendable {
    /// The metrics; a worker adds its own.
    public let registry: Registry
    /// Whether it lives and can work.
    public let health: Health
    private let reachable: Gauge
    private let upkeepSuccess: Gauge
    private let isReachable = Atomic<Bool>(false)

    /// Monitoring of a process that begins.
    ///
    /// - Parameters:
    ///   - program: the program's name.
    ///   - version: its version.
    ///   - worker: the worker's name.
    ///   - parts: what it needs before it can work.
    ///   - patienceMilliseconds: how long its thread may be busy with one thing before it counts as stuck.
    ///   - clock: the time.
    public init(
        program: String, version: String, worker: String, needing parts: Set<Health.Part>,
        patienceMilliseconds: Int64 = 60_000, clock: any Clock = SystemClock()
    ) {
        registry = Registry()
        health = Health(
            needing: parts, patienceMilliseconds: patienceMilliseconds, now: clock.monotonicMilliseconds)
        reachable = registry.gauge(WorkerMetrics.databaseReachable)
        upkeepSuccess = registry.gauge(WorkerMetrics.upkeepSuccess)
        upkeepSuccess.set(clock.wallMilliseconds)
        registry.gauge(WorkerMetrics.build, program, version, worker).set(1)
        ProcessMetrics.register(in: registry, startedAt: clock.wallMilliseconds)
        for code in StorageError.Code.known { _ = registry.counter(WorkerMetrics.databaseErrors, code.word) }
    }

    /// Notes that what no message brought was done.
    ///
    /// - Parameter wallMilliseconds: when, in milliseconds since 1970.
    func upkeepSucceeded(at wallMilliseconds: Int64) { upkeepSuccess.set(wallMilliseconds) }

    /// Notes how an attempt to use the database ended.
    ///
    /// - Parameter error: what went wrong; nil where nothing did.
    public func database(_ error: StorageError?) {
        if let error { registry.counter(WorkerMetrics.databaseErrors, error.code.word).add() }
        let isGood = error?.code.isOfOneTransaction ?? true
        // On every batch, so that only a change takes the lock.
        if !isGood || isReachable.load(ordering: .relaxed) != isGood {
            health.set(.database, problem: isGood ? nil : "it cannot be used (\(error?.code.word ?? ""))")
        }
        isReachable.store(isGood, ordering: .relaxed)
        reachable.set(isGood)
    }
}

extension Monitoring? {
    /// Uses the database on behalf of a handler, and notes how that ended where somebody watches.
    ///
    /// - Parameter work: what is done with the database.
    /// - Returns: what the work gives.
    /// - Throws: what the work's error means for a batch.
    public func watching<Result, Failure: StorageFailure>(
        _ work: () throws(Failure) -> Result
    ) throws(HandlerError) -> Result {
        do throws(Failure) {
            let result = try work()
            self?.database(nil)
            return result
        } catch {
            guard let cause = error.ofDatabase else { throw .failed(reason: error.description) }
            self?.database(cause)
            throw HandlerError(cause)
        }
    }
}

extension StorageError.Code {
    /// All kinds that there are, each with the word that metrics use.
    fileprivate static let known: [StorageError.Code] = [
        .busy, .connectionLost, .conflict, .constraint, .full, .disk, .readOnly, .corrupt, .limitOverrun(limit: ""),
        .outOfRange, .newerDatabase, .unsupported, .other,
    ]

    /// The word that metrics use.
    var word: String {
        switch self {
        case .busy: "busy"
        case .connectionLost: "connection_lost"
        case .conflict: "conflict"
        case .constraint: "constraint"
        case .full: "full"
        case .disk: "disk"
        case .readOnly: "read_only"
        case .corrupt: "corrupt"
        case .limitOverrun: "limit_overrun"
        case .outOfRange: "out_of_range"
        case .newerDatabase: "newer_database"
        case .unsupported: "unsupported"
        case .other: "other"
        }
    }

    /// Whether it says something about one transaction only, and nothing about the database.
    fileprivate var isOfOneTransaction: Bool {
        switch self {
        case .conflict, .constraint, .limitOverrun, .outOfRange: true
        case .busy, .connectionLost, .full, .disk, .readOnly, .corrupt, .newerDatabase, .unsupported, .other: false
        }
    }
}
