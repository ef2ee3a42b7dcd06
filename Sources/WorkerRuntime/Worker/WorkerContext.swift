public import Storage

/// What a worker's handler is made of.
public struct WorkerContext {
    /// What the worker was told.
    public let configuration: Configuration
    /// The store, migrated, on a connection that is the worker's own.
    public let store: Store
    /// Where the worker says what it does.
    public let log: Log
    /// The time.
    public let clock: any Clock
    /// Where the worker leaves its figures for those who watch; nil where nobody does.
    public let monitoring: Monitoring?
    /// Whether the process breaks on purpose: then nobody has to be spared, and nothing waits long.
    public let isHurried: Bool

    /// A context from its parts.
    ///
    /// - Parameters:
    ///   - configuration: what the worker was told.
    ///   - store: the store, migrated.
    ///   - log: where the worker says what it does.
    ///   - clock: the time.
    ///   - monitoring: where the worker leaves its figures; nil where nobody watches.
    ///   - isHurried: whether the process breaks on purpose.
    public init(
        configuration: Configuration, store: Store, log: Log, clock: any Clock = SystemClock(),
        monitoring: Monitoring? = nil, isHurried: Bool = false
    ) {
        self.configuration = configuration
        self.store = store
        self.log = log
        self.clock = clock
        self.monitoring = monitoring
        self.isHurried = isHurried
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension WorkerContext: Sendable {}
