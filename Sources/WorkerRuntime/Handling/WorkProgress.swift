/// What a slice of work that no message brought may count on.
public struct WorkTurn: Hashable, Sendable {
    /// The time, in milliseconds since 1970.
    public var wallMilliseconds: Int64
    /// Whether the broker takes publications.
    public var canPublish: Bool

    /// Describes a turn.
    public init(at wallMilliseconds: Int64, canPublish: Bool = true) {
        self.wallMilliseconds = wallMilliseconds
        self.canPublish = canPublish
    }
}

/// How far work has come that no message brought: when the next slice of it is due.
public enum WorkProgress: Hashable, Sendable {
    /// Nothing is due: again after the next message, or in a second.
    case nothing
    /// Something else has to come first, such as the broker's confirms: again when something has come.
    case waiting
    /// There is more to do at once.
    case more
    /// There is more to do at once, and messages of the handler's own wait to be sent.
    case moreAndMessages
}
