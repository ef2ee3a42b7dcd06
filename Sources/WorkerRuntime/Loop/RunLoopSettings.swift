public import Broker

/// What a run loop needs to know.
public struct RunLoopSettings: Sendable {
    /// What is declared after connecting.
    public var topology: Topology
    /// The queue that is worked on.
    public var workQueue: String
    /// More queues that are worked on; what is said of the work queue holds for them as well.
    public var otherQueues: [String] = []
    /// The queue of what is given up.
    public var deadQueue: String
    /// When a message is retried and when it is given up.
    public var retryPolicy: RetryPolicy
    /// How many deliveries the worker may hold.
    public var prefetch: Int
    /// How many are handled together.
    public var batch: Int
    /// How long stopping may take.
    public var graceMilliseconds: Int64
    /// How long handling a batch may take before the process ends itself, in seconds; 0 is without end.
    public var handlingSeconds = 0
    /// The worker's name.
    public var workerName: String
    /// The names under the prefix where hints about maps are wanted, or nil.
    public var hints: PromoTopology?
    /// What the names of the engine's own queues begin with: no answer goes there, whatever a sender asks for.
    public var reservedPrefix: String?
    /// The waits between attempts to connect.
    public var reconnect = Backoff(firstMilliseconds: 500, longestMilliseconds: 30_000)
    /// The waits between attempts to handle a batch that the world holds up.
    public var heldUp = Backoff(firstMilliseconds: 200, longestMilliseconds: 5_000)
    /// How long one turn waits at most, so that a request to stop is seen.
    var turnMilliseconds: Int64 = 250
    /// How long the broker may leave publications without a word before the connection counts as dead.
    public var confirmMilliseconds: Int64 = 60_000

    /// Collects what a run loop needs to know.
    ///
    /// - Parameters:
    ///   - topology: what is declared after connecting.
    ///   - workQueue: the queue that is worked on.
    ///   - deadQueue: the queue of what is given up.
    ///   - retryPolicy: when a message is retried and when it is given up.
    ///   - prefetch: how many deliveries the worker may hold.
    ///   - batch: how many are handled together.
    ///   - graceMilliseconds: how long stopping may take.
    ///   - workerName: the worker's name.
    ///   - hints: the names under the prefix where hints about maps are wanted.
    public init(
        topology: Topology, workQueue: String, deadQueue: String, retryPolicy: RetryPolicy, prefetch: Int = 50,
        batch: Int = 25, graceMilliseconds: Int64 = 20_000, workerName: String, hints: PromoTopology? = nil
    ) {
        self.topology = topology
        self.workQueue = workQueue
        self.deadQueue = deadQueue
        self.retryPolicy = retryPolicy
        self.prefetch = prefetch
        self.batch = batch
        self.graceMilliseconds = graceMilliseconds
        self.workerName = workerName
        self.hints = hints
    }

    /// All queues that are worked on.
    var workQueues: [String] { [workQueue] + otherQueues }
    /// The names under which they are consumed.
    var workTags: [String] { workQueues.indices.map { $0 == 0 ? RunLoop.workTag : "\(RunLoop.workTag)\($0)" } }

    /// What a worker of a queue needs to know.
    ///
    /// - Parameters:
    ///   - queue: the queue that is worked on.
    ///   - configuration: the configuration.
    ///   - prefetch: how many deliveries the worker may hold; nil leaves it to the configuration.
    ///   - takesHints: whether hints about maps are wanted.
    /// - Returns: the settings.
    public static func work(
        on queue: String, _ configuration: Configuration, prefetch: Int? = nil, takesHints: Bool = false
    ) -> RunLoopSettings {
        let topology = configuration.topology
        var settings = RunLoopSettings(
            topology: topology.declarations, workQueue: queue, deadQueue: topology.dead,
            retryPolicy: RetryPolicy(
                waitSeconds: topology.waitSeconds, maxDeliveries: configuration.number("PROMO_MAX_DELIVERIES")),
            prefetch: prefetch ?? configuration.number("PROMO_PREFETCH"), batch: configuration.number("PROMO_BATCH"),
            graceMilliseconds: Int64(configuration.number("PROMO_GRACE_SECONDS")) * 1000,
            workerName: configuration.workerName, hints: takesHints ? topology : nil)
        settings.reservedPrefix = topology.prefix + "."
        settings.handlingSeconds = configuration.number("PROMO_HANDLING_SECONDS")
        return settings
    }
}
