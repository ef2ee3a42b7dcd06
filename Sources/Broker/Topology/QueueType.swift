/// How the broker keeps a durable queue.
public enum QueueType: String, CaseIterable, Hashable, Sendable {
    /// Replicated, counts deliveries, dead-letters without loss.
    case quorum
    /// On one node; the lowest latency there, and losses when it dead-letters while the broker dies.
    case classic
}

extension Queue {
    /// How often the broker hands out one message before it gives it up by itself.
    ///
    /// A last resort: lost connections, deployments and a neighbour's crash count in it too, and a worker judges poison
    /// by its own record long before.
    public static let deliveryLimit: Int64 = 100

    /// A queue of work; what the broker gives up in it goes to the dead queue.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - type: how the broker keeps it.
    ///   - deadQueue: where given-up messages go.
    /// - Returns: the queue.
    public static func work(_ name: String, type: QueueType, deadQueue: String) -> Queue {
        var arguments = deadLettering(type, to: deadQueue)
        if type == .quorum { arguments["x-delivery-limit"] = .integer(deliveryLimit) }
        return Queue(name, arguments: arguments)
    }

    /// A queue in which messages wait before they go back to their work queue.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - type: how the broker keeps it.
    ///   - seconds: how long they wait.
    ///   - workQueue: where they go then.
    /// - Returns: the queue.
    public static func waiting(_ name: String, type: QueueType, seconds: Int, workQueue: String) -> Queue {
        var arguments = deadLettering(type, to: workQueue)
        arguments["x-message-ttl"] = .integer(Int64(seconds) * 1000)
        return Queue(name, arguments: arguments)
    }

    /// The queue of what was given up: kept without limit until an operator looks at it.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - type: how the broker keeps it.
    /// - Returns: the queue.
    public static func dead(_ name: String, type: QueueType) -> Queue {
        Queue(name, arguments: ["x-queue-type": .text(type.rawValue)])
    }

    /// At-least-once dead-lettering exists for quorum queues only, and only where a full queue refuses.
    private static func deadLettering(_ type: QueueType, to queue: String) -> [String: HeaderValue] {
        var arguments: [String: HeaderValue] = [
            "x-queue-type": .text(type.rawValue),
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": .text(queue),
            "x-overflow": "reject-publish",
        ]
        if type == .quorum { arguments["x-dead-letter-strategy"] = "at-least-once" }
        return arguments
    }
}
