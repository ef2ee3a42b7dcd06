/// Decides how long a message that could not be handled waits, and when it is given up.
public struct RetryPolicy: Hashable, Sendable {
    /// What happens to the message.
    public enum Decision: Hashable, Sendable {
        /// It waits so long, in the queue of that name.
        case wait(seconds: Int)
        /// It goes to the dead queue.
        case giveUp
    }

    /// The waits that have a queue, ascending.
    public let waitSeconds: [Int]
    /// How often a message is tried before it is given up.
    public let maxDeliveries: Int

    /// Makes a policy.
    ///
    /// - Parameters:
    ///   - waitSeconds: the waits that have a queue, ascending; without any a message is given up at once.
    ///   - maxDeliveries: how often a message is tried before it is given up.
    public init(waitSeconds: [Int], maxDeliveries: Int) {
        self.waitSeconds = waitSeconds
        self.maxDeliveries = maxDeliveries
    }

    /// Decides about a message.
    ///
    /// - Parameters:
    ///   - attempt: how often it has been tried, this time included.
    ///   - afterSeconds: the wait the handler wants: at least that is chosen, or the longest there is; 0 leaves it to
    ///     the number of attempts.
    /// - Returns: what happens to it.
    public func decide(attempt: Int, afterSeconds: Int) -> Decision {
        guard attempt < maxDeliveries, let longest = waitSeconds.last else { return .giveUp }
        if afterSeconds > 0 { return .wait(seconds: waitSeconds.first { $0 >= afterSeconds } ?? longest) }
        let step = min(max(attempt, 1), waitSeconds.count) - 1
        return .wait(seconds: waitSeconds[step])
    }
}
