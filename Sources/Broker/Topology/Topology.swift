/// Exchanges, queues and bindings that must exist before anything is published or consumed.
public struct Topology: Hashable, Sendable {
    /// Made first.
    public var exchanges: [Exchange]
    /// Made second, in this order: a queue that others dead-letter to comes before them.
    public var queues: [Queue]
    /// Made last.
    public var bindings: [Binding]

    /// Collects what must exist.
    ///
    /// - Parameters:
    ///   - exchanges: made first.
    ///   - queues: made second, in this order.
    ///   - bindings: made last.
    public init(exchanges: [Exchange] = [], queues: [Queue] = [], bindings: [Binding] = []) {
        self.exchanges = exchanges
        self.queues = queues
        self.bindings = bindings
    }

    /// Both topologies, this one first.
    ///
    /// - Parameter other: what else must exist.
    /// - Returns: the two, one after the other.
    public func adding(_ other: Topology) -> Topology {
        Topology(
            exchanges: exchanges + other.exchanges, queues: queues + other.queues, bindings: bindings + other.bindings)
    }
}

/// A durable exchange.
public struct Exchange: Hashable, Sendable {
    /// The ways an exchange picks queues.
    public enum Kind: String, Hashable, Sendable {
        /// By the exact routing key.
        case direct
        /// By a pattern of words with `*` and `#`.
        case topic
        /// All queues.
        case fanout
    }

    /// Its name.
    public var name: String
    /// How it picks queues.
    public var kind: Kind

    /// Describes an exchange.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - kind: how it picks queues.
    public init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

/// A queue.
public struct Queue: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// How long it lives.
    public var lifetime: Lifetime
    /// Its arguments; `x-queue-type` among them.
    public var arguments: [String: HeaderValue]

    /// How long a queue lives.
    public enum Lifetime: Hashable, Sendable {
        /// Until it is deleted; it survives a restart of the broker.
        case durable
        /// As long as the connection that declared it, which alone may use it.
        case exclusive
    }

    /// Describes a queue.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - lifetime: how long it lives.
    ///   - arguments: its arguments.
    public init(_ name: String, lifetime: Lifetime = .durable, arguments: [String: HeaderValue] = [:]) {
        self.name = name
        self.lifetime = lifetime
        self.arguments = arguments
    }
}

/// What leads messages from an exchange to a queue.
public struct Binding: Hashable, Sendable {
    /// The queue.
    public var queue: String
    /// The exchange.
    public var exchange: String
    /// The routing key or pattern.
    public var key: String

    /// Describes a binding.
    ///
    /// - Parameters:
    ///   - queue: the queue.
    ///   - exchange: the exchange.
    ///   - key: the routing key or pattern.
    public init(queue: String, exchange: String, key: String) {
        self.queue = queue
        self.exchange = exchange
        self.key = key
    }
}
