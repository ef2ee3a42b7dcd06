/// Where a transaction stands after a message; the raw value is the word on the wire.
public enum TransactionState: String, Sendable, CaseIterable {
    /// Accepts elements.
    case open
    /// Finished, waiting for commit or rollback.
    case pending
    /// Confirmed.
    case committed
    /// Undone or dropped.
    case rolledBack
}
