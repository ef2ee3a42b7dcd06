public import Broker

/// A broker in memory that behaves like RabbitMQ as far as a worker can tell, and fails where a test wants it to.
///
/// Time passes only by `advance`; nothing happens by itself.
public final class MemoryBroker {
    /// A message in a queue.
    public struct Stored: Hashable, Sendable {
        /// What was published.
        public var publication: Publication
        var isRedelivered = false
        var handOuts = 0
        var enqueuedAt: Int64 = 0
    }

    struct StoredQueue {
        var declaration: Queue
        var ready: [Stored] = []
        var owner: ObjectIdentifier?
    }

    /// The calls that can be made to fail.
    public enum Operation: Hashable, Sendable {
        case connect, declare, consume, cancel, status, publish, receive, acknowledge
    }

    /// What fails: called before each operation with its number from 1.
    ///
    /// `.before` fails and does nothing; `.after` does the work and loses the connection then.
    public var fault: (Operation, Int) -> Fault? = { _, _ in nil }

    /// When an operation fails.
    public enum Fault: Hashable, Sendable { case before, after }

    /// Called when someone would wait: a test lets time pass or publishes here.
    public var onWait: (Int) -> Void = { _ in }
    /// Whether confirms are kept back until `releaseConfirms`.
    public var holdsConfirms = false
    /// How many of the next publications are refused with a nack.
    public var nextNacks = 0
    /// A routing key that makes the broker close the connection with an internal error.
    public var breakingAddress: String?
    /// How many operations were called.
    public private(set) var calls = 0

    var exchanges: [String: Exchange.Kind] = [:]
    var queues: [String: StoredQueue] = [:]
    var bindings: [Binding] = []
    var transports: [MemoryTransport] = []
    private var now: Int64 = 0

    /// An empty broker.
    public init() {}

    /// Connects.
    ///
    /// - Returns: a new channel.
    /// - Throws: what `fault` wants.
    public func connect() throws(BrokerError) -> MemoryTransport {
        if nextFault(.connect) != nil {
            throw BrokerError(.unreachable, during: "connect", text: "the test wants it so")
        }
        let transport = MemoryTransport(self)
        transports.append(transport)
        return transport
    }

    /// The messages that wait in a queue, first first; those handed out are not among them.
    ///
    /// - Parameter queue: its name.
    /// - Returns: the messages.
    public func ready(in queue: String) -> [Publication] { queues[queue]?.ready.map(\.publication) ?? [] }

    /// Publishes as somebody else would.
    ///
    /// - Parameter publication: the message.
    /// - Returns: whether a queue took it.
    @discardableResult
    public func publish(_ publication: Publication) -> Bool { route(publication) == .taken }

    /// Deletes a queue under its consumers.
    ///
    /// - Parameter queue: its name.
    public func delete(queue: String) {
        queues[queue] = nil
        bindings.removeAll { $0.queue == queue }
        for transport in transports { transport.queueDeleted(queue) }
    }

    /// Ends every connection, as a broker that is killed does; durable queues and their messages stay.
    public func dropConnections() {
        for transport in transports { transport.breakOff() }
    }

    /// Says to every connection that the broker is short of memory, or no longer.
    ///
    /// - Parameter isBlocked: whether it is short.
    public func setBlocked(_ isBlocked: Bool) {
        for transport in transports { transport.post(isBlocked ? .blocked(reason: "low on memory") : .unblocked) }
    }

    /// Sends the confirms that were kept back.
    ///
    /// - Parameter reversed: whether the last publication is confirmed first.
    public func releaseConfirms(reversed: Bool = false) {
        for transport in transports { transport.releaseConfirms(reversed: reversed) }
    }

    /// Lets time pass and moves what has waited long enough.
    ///
    /// - Parameter milliseconds: how much.
    public func advance(milliseconds: Int64) {
        now += milliseconds
        for name in queues.keys.sorted() {
            guard let queue = queues[name] else { continue }
            let ttl = queue.declaration.arguments["x-message-ttl"]?.integer
            while let first = queues[name]?.ready.first {
                let own = first.publication.properties.expiration.flatMap { Int64($0) }
                guard let wait = [ttl, own].compactMap(\.self).min(), first.enqueuedAt + wait <= now else { break }
                queues[name]?.ready.removeFirst()
                deadLetter(first.publication, from: queue.declaration, reason: "expired")
            }
        }
    }

    func nextFault(_ operation: Operation) -> Fault? {
        calls += 1
        return fault(operation, calls)
    }
}

@available(*, unavailable)
extension MemoryBroker: Sendable {}

extension MemoryBroker {
    enum Routing { case taken, unroutable, refused }

    func route(_ publication: Publication) -> Routing {
        let targets = queuesFor(publication)
        if targets.isEmpty { return .unroutable }
        for name in targets {
            guard let queue = queues[name] else { continue }
            let arguments = queue.declaration.arguments
            if arguments["x-overflow"] == "reject-publish", let limit = arguments["x-max-length"]?.integer,
                queue.ready.count >= limit
            {
                return .refused
            }
        }
        for name in targets { queues[name]?.ready.append(Stored(publication: publication, enqueuedAt: now)) }
        return .taken
    }

    /// Puts a message back where it came from, unless it has been handed out too often.
    func putBack(_ stored: Stored, to name: String) {
        guard let queue = queues[name] else { return }
        var stored = stored
        stored.isRedelivered = true
        if let limit = queue.declaration.arguments["x-delivery-limit"]?.integer, stored.handOuts > limit {
            deadLetter(stored.publication, from: queue.declaration, reason: "delivery_limit")
        } else {
            queues[name]?.ready.insert(stored, at: 0)
        }
    }

    private func deadLetter(_ publication: Publication, from queue: Queue, reason: String) {
        guard let key = queue.arguments["x-dead-letter-routing-key"]?.text else { return }
        var moved = publication
        moved.exchange = queue.arguments["x-dead-letter-exchange"]?.text ?? ""
        moved.routingKey = key
        moved.properties.expiration = nil
        moved.properties.headers["x-first-death-reason"] = .text(reason)
        moved.properties.headers["x-first-death-queue"] = .text(queue.name)
        publish(moved)
    }

    private func queuesFor(_ publication: Publication) -> [String] {
        if publication.exchange.isEmpty { return queues[publication.routingKey] == nil ? [] : [publication.routingKey] }
        let kind = exchanges[publication.exchange]
        let matching = bindings.filter { binding in
            guard binding.exchange == publication.exchange else { return false }
            return switch kind {
            case .fanout: true
            case .direct: binding.key == publication.routingKey
            case .topic: Self.matches(words(binding.key), words(publication.routingKey))
            case nil: false
            }
        }
        return Set(matching.map(\.queue)).sorted()
    }

    private func words(_ key: String) -> ArraySlice<Substring> {
        key.split(separator: ".", omittingEmptySubsequences: false)[...]
    }

    private static func matches(_ pattern: ArraySlice<Substring>, _ key: ArraySlice<Substring>) -> Bool {
        guard let first = pattern.first else { return key.isEmpty }
        if first == "#" {
            return matches(pattern.dropFirst(), key) || (!key.isEmpty && matches(pattern, key.dropFirst()))
        }
        guard let word = key.first, first == "*" || first == word else { return false }
        return matches(pattern.dropFirst(), key.dropFirst())
    }
}
