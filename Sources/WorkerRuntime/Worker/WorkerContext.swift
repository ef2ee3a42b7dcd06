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

    /// A context from its parts.
    ///
    /// - Parameters:
    ///   - configuration: what the worker was told.
    ///   - store: the store, migrated.
    ///   - log: where the worker says what it does.
    ///   - clock: the time.
    public init(configuration: Configuration, store: Store, log: Log, clock: any Clock = SystemClock()) {
        self.configuration = configuration
        self.store = store
        self.log = log
        self.clock = clock
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension WorkerContext: Sendable {}
