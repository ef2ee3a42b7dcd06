internal import Promotions

/// A row of holds.
struct StoredHold: Hashable, Sendable {
    /// How far it got.
    enum State: String, CaseIterable {
        /// It lapses with its transaction.
        case held
        /// It stays.
        case booked
    }

    var transaction: String
    var company: String
    var counter: CounterKey
    var amount: Int64
    var state: State

    init(transaction: String, company: String, counter: CounterKey, amount: Int64, state: State) {
        self.transaction = transaction
        self.company = company
        self.counter = counter
        self.amount = amount
        self.state = state
    }

    init(row: Row) throws(StorageError) {
        transaction = try row.text("transaction_id")
        company = try row.text("company")
        counter = try CounterKey(row: row)
        amount = try row.integer("amount")
        state = try row.word("state", as: State.self)
    }

    /// The last day that is counted; the first of all where none is.
    static func latestDay(of holds: [StoredHold]) -> LocalDate {
        LocalDate(days: Int(holds.map(\.counter.day).max() ?? 0))
    }
}
