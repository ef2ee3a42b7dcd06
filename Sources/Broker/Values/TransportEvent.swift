/// What the broker says between and about messages.
public enum TransportEvent: Hashable, Sendable {
    /// A message for a consumer.
    case delivery(Delivery)
    /// What became of a publication.
    case settled(Settlement)
    /// The broker ended a consumer, for instance because its queue was deleted.
    case consumerCancelled(tag: String)
    /// The broker is short of memory or disk and reads no publications.
    case blocked(reason: String)
    /// The broker reads publications again.
    case unblocked
}

/// What became of one publication.
public struct Settlement: Hashable, Sendable {
    /// The ways a publication ends.
    public enum Result: Hashable, Sendable {
        /// The broker has taken it over.
        case confirmed
        /// No queue took it, and the broker gave it back.
        case returned(code: Int, text: String)
        /// The broker could not take it over.
        case nacked
    }

    /// The number that `publish` gave.
    public var sequence: UInt64
    /// How it ended.
    public var result: Result

    /// Describes the end of a publication.
    ///
    /// - Parameters:
    ///   - sequence: the number that `publish` gave.
    ///   - result: how it ended.
    public init(sequence: UInt64, result: Result) {
        self.sequence = sequence
        self.result = result
    }
}
