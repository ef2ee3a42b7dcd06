/// What a run loop has done since it began.
public struct RunMetrics: Hashable, Sendable {
    /// Messages received, each time they came.
    public var received = 0
    /// Those of them that the broker marked as redelivered.
    public var redelivered = 0
    /// Calls of the handler.
    public var batches = 0
    /// Messages handled to the end.
    public var done = 0
    /// Messages sent to wait for another attempt.
    public var retried = 0
    /// Messages sent to the dead queue.
    public var dead = 0
    /// Batches that failed for a reason of the world and were tried again.
    public var heldUp = 0
    /// Answers that the broker took over.
    public var replyConfirmed = 0
    /// Answers that no queue took: the till had gone.
    public var replyReturned = 0
    /// Answers that the broker refused or that could not be sent.
    public var replyDropped = 0
    /// Stored messages that the broker took over.
    public var outboxConfirmed = 0
    /// Stored messages that the broker did not take; they are tried again.
    public var outboxRefused = 0
    /// Hints received.
    public var notices = 0
    /// Connections made.
    public var connections = 0
    /// Whether there is a connection.
    public var isConnected = false
    /// Whether the broker takes no publications at the moment.
    public var isBlocked = false
    /// Messages acknowledged.
    public var acknowledged = 0

    /// All zero.
    public init() {}
}
