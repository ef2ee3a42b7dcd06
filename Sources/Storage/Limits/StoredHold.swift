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

    init(row: Row) throws(StorageError) {
        transaction = try row.text("transaction_id")
        company = try row.text("company")
        counter = try CounterKey(row: row)
        amount = try row.integer("amount")
        state = try row.word("state", as: State.self)
    }
}
