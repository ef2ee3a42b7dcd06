internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// A valid message and the transaction that takes it, while it is being worked on.
struct SessionMessage {
    let header: RequestHeader
    let settings: CompanySettings
    /// Milliseconds since 1970.
    let now: Int64
    /// The transaction, as it will be stored.
    var record: TransactionRecord
    var elements: TicketElements
    var summary: EvaluationSummary
    /// Where the transaction comes from.
    let origin: Origin
    /// What it did so far, in numbers.
    var figures = MessageFigures()
    /// What operators should know of it; nil where all is well.
    var problem: String?

    /// Where a message's transaction comes from.
    enum Origin {
        /// It is the message that opens it.
        case new
        /// It was stored by an earlier message.
        case stored
        /// It was stored, and begins again without its elements, holds and answers.
        case restarted
    }

    /// Ids of the promotions chosen on levels that offer a choice.
    var choice: [String] {
        get { Choice.promotions(in: record.choice) }
        set { record.choice = Choice.text(newValue) }
    }

    /// What is booked of it, or would be, for coupons and cards.
    var outcome: LoyaltyOutcome { summary.booked(choice)?.outcome ?? LoyaltyOutcome() }

    /// The ticket as this message sees it.
    var ticket: Ticket { elements.ticket(for: header) }
}

extension TransactionRecord.State {
    /// The word on the wire; nil for a lapsed transaction, which no answer shows.
    var onTheWire: TransactionState? {
        switch self {
        case .open: .open
        case .pending: .pending
        case .committed: .committed
        case .rolledBack: .rolledBack
        case .lapsed: nil
        }
    }
}
