public import Promotions

/// A transaction as it is kept between two messages.
public struct TransactionRecord: Hashable, Sendable {
    /// Where a transaction stands.
    public enum State: String, Sendable, CaseIterable {
        /// It takes elements.
        case open
        /// It is finished and waits for commit or rollback.
        case pending
        /// Its effects stay.
        case committed
        /// Its effects were undone, or it was dropped.
        case rolledBack
        /// Its time was over.
        case lapsed

        /// Whether nothing changes any more.
        public var isClosed: Bool {
            switch self {
            case .open, .pending: false
            case .committed, .rolledBack, .lapsed: true
            }
        }
    }

    /// What names it.
    public var key: TransactionKey
    /// Where it stands.
    public var state: State
    /// Whether it is a return.
    public var isReturn: Bool
    /// The id of the sale that a return gives back.
    public var original: String?
    /// The map version used from opening to end; nil without a map.
    public var mapVersion: Int?
    /// The alternative that was chosen; empty without a choice.
    public var choice: String
    /// The elements entered.
    public var ticket: String
    /// What was evaluated or booked.
    public var summary: String
    /// The sum of what the benefits take off.
    public var total: Money
    /// Whether no element changed since the last evaluation.
    public var isEvaluated: Bool
    /// Date and time that the last message gave.
    public var lastDateTime: LocalDateTime
    /// When the last message arrived, in milliseconds since 1970.
    public var lastMessageAt: Int64
    /// When it was committed, rolled back or lapsed, in milliseconds since 1970; nil before.
    public var closedAt: Int64?

    /// A record from its parts.
    public init(
        key: TransactionKey, state: State = .open, isReturn: Bool = false, original: String? = nil,
        mapVersion: Int? = nil, choice: String = "", ticket: String = "", summary: String = "",
        total: Money = .zero, isEvaluated: Bool = false, lastDateTime: LocalDateTime, lastMessageAt: Int64,
        closedAt: Int64? = nil
    ) {
        self.key = key
        self.state = state
        self.isReturn = isReturn
        self.original = original
        self.mapVersion = mapVersion
        self.choice = choice
        self.ticket = ticket
        self.summary = summary
        self.total = total
        self.isEvaluated = isEvaluated
        self.lastDateTime = lastDateTime
        self.lastMessageAt = lastMessageAt
        self.closedAt = closedAt
    }
}
