public import Broker

/// The headers that tell why a message lies where it lies.
public enum MoveHeader: Sendable {
    /// Why it was moved.
    public static let reason = "x-reason"
    /// The queue it came from.
    public static let queue = "x-queue"
    /// The worker that moved it.
    public static let worker = "x-worker"
    /// How often it has been tried.
    public static let attempt = "x-attempt"

    /// The longest reason that travels, in bytes; headers share one frame.
    static let maxReasonBytes = 1024

    /// Whether a header must not be published again.
    ///
    /// The broker's own would be taken for its new ones; CC and BCC would send copies to queues that the sender chose.
    static func isDropped(_ name: String) -> Bool {
        name == "CC" || name == "BCC" || name == "x-death" || name == "x-delivery-count"
            || name.hasPrefix("x-first-death-") || name.hasPrefix("x-last-death-")
    }
}

extension Delivery {
    /// How often the message has been tried, this time included, as far as it was moved by a worker.
    public var attempt: Int {
        let before = properties.headers[MoveHeader.attempt]?.integer ?? 0
        return Int(min(max(before, 0), 1_000_000)) + 1
    }

    /// The same message for another queue, saying why.
    ///
    /// Its own expiration is left behind: it would make the message vanish from there, or come back early.
    ///
    /// - Parameters:
    ///   - target: the queue.
    ///   - reason: why.
    ///   - worker: who moves it.
    /// - Returns: the publication.
    public func moved(to target: String, reason: String, worker: String) -> Publication {
        var moved = properties
        moved.isPersistent = true
        moved.expiration = nil
        moved.headers = properties.headers.filter { !MoveHeader.isDropped($0.key) }
        let own: [String: HeaderValue] = [
            MoveHeader.reason: .text(Self.shortened(reason, bytes: MoveHeader.maxReasonBytes)),
            MoveHeader.queue: .text(queue),
            MoveHeader.worker: .text(worker),
            MoveHeader.attempt: .integer(Int64(attempt)),
        ]
        moved.headers.merge(own) { _, new in new }
        let publication = Publication(routingKey: target, body: body, properties: moved)
        if publication.encodingProblem == nil { return publication }
        // Headers at the edge of what fits must not keep a message from being moved.
        moved.headers = own
        return Publication(routingKey: target, body: body, properties: moved)
    }

    private static func shortened(_ text: String, bytes limit: Int) -> String {
        var result = ""
        var count = 0
        for character in text {
            count += character.utf8.count
            if count > limit { break }
            result.append(character)
        }
        return result
    }
}
