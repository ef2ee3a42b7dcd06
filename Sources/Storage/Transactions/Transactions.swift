internal import Promotions

/// The sales and returns of all tills.
public struct Transactions {
    let database: any Database
    var memory: BatchMemory?

    /// Locks a session and reads its latest transaction, open or closed.
    public func current(of session: SessionKey) throws(StorageError) -> TransactionRecord? {
        guard let id = try Sessions(database: database, memory: memory).lock(session) else { return nil }
        return try find(id)
    }

    /// Reads a transaction by its id.
    public func find(_ id: String) throws(StorageError) -> TransactionRecord? {
        if let known = memory?.transactions[RowKey(id)] { return known }
        let question = Transactions.finding(id)
        let record = try database.first(question.sql, question.values, TransactionRecord.init(row:))
        memory?.transactions.updateValue(record, forKey: RowKey(id))
        return record
    }

    /// Waits until nobody else works on a closed transaction, a sale of which something comes back; it is had until the
    /// end of the database transaction.
    public func lock(_ id: String) throws(StorageError) {
        guard !database.rowLock.isEmpty else { return }
        _ = try database.query("SELECT 1 AS value FROM transactions WHERE id = $1\(database.rowLock)", [.text(id)])
    }

    static func finding(_ id: String) -> Statement {
        Statement("SELECT * FROM transactions WHERE id = $1", [.text(id)])
    }

    /// Keeps a new transaction and makes it its session's latest.
    ///
    /// One that was unfinished is left behind: it stays as it is until its time is over.
    ///
    /// - Parameter record: The transaction.
    /// - Throws: `StorageError`, with code `constraint` when its key was used before.
    public func open(_ record: TransactionRecord) throws(StorageError) {
        try add(record)
        try Sessions(database: database, memory: memory).point(record.key.session, to: record.key.id)
    }

    /// Keeps a new transaction that no till has open, and leaves its session as it is.
    ///
    /// - Parameter record: The transaction.
    /// - Throws: `StorageError`, with code `constraint` when its key was used before.
    public func add(_ record: TransactionRecord) throws(StorageError) {
        let session = record.key.session
        try database.later(
            Change(
                """
                INSERT INTO transactions (
                    id, state, is_return, original, map_version, choice, ticket, summary, total, is_evaluated,
                    last_date_time, last_message_at, closed_at, company, store, terminal, opened)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
                """, try record.changingValues() + session.values + [.text(record.key.opened.compactText)]))
        memory?.transactions.updateValue(record, forKey: RowKey(record.key.id))
    }

    /// Writes what changed in a transaction.
    public func save(_ record: TransactionRecord) throws(StorageError) {
        try database.later(
            Change(
                """
                UPDATE transactions SET
                    state = $2, is_return = $3, original = $4, map_version = $5, choice = $6, ticket = $7,
                    summary = $8, total = $9, is_evaluated = $10, last_date_time = $11, last_message_at = $12,
                    closed_at = $13
                WHERE id = $1
                """, try record.changingValues(),
                otherwise: StorageError(
                    .constraint, place: "transaction \(record.key.id)", text: "it is not there")))
        memory?.transactions.updateValue(record, forKey: RowKey(record.key.id))
    }

    /// The returns of a sale, in order of their ids.
    public func returns(of original: String, limit: Int) throws(StorageError) -> [TransactionRecord] {
        try database.all(
            "SELECT * FROM transactions WHERE original = $1 ORDER BY id LIMIT $2",
            [.text(original), bounded(limit)], TransactionRecord.init(row:))
    }

    /// The returns of a sale that are pending or committed, in the order of their ids.
    ///
    /// - Parameters:
    ///   - original: The sale.
    ///   - limit: How many at most.
    /// - Returns: The returns.
    /// - Throws: `StorageError`.
    public func finishedReturns(of original: String, limit: Int) throws(StorageError) -> [TransactionRecord] {
        try database.all(
            """
            SELECT * FROM transactions WHERE original = $1 AND state IN ('pending', 'committed') ORDER BY id LIMIT $2
            """, [.text(original), bounded(limit)], TransactionRecord.init(row:))
    }

    /// Open transactions whose last message arrived before a moment, oldest first.
    public func lapsable(of company: String, before moment: Int64, limit: Int) throws(StorageError) -> [TransactionKey]
    {
        try unclosed(.open, of: company, before: moment, limit: limit)
    }

    /// Pending transactions whose last message arrived before a moment, oldest first.
    public func pendingOverdue(
        of company: String, before moment: Int64, limit: Int
    ) throws(StorageError) -> [TransactionKey] {
        try unclosed(.pending, of: company, before: moment, limit: limit)
    }

    private func unclosed(
        _ state: TransactionRecord.State, of company: String, before moment: Int64, limit: Int
    ) throws(StorageError) -> [TransactionKey] {
        try database.all(
            """
            SELECT company, store, terminal, opened FROM transactions
            WHERE closed_at IS NULL AND company = $1 AND state = $2 AND last_message_at < $3
            ORDER BY last_message_at, id LIMIT $4
            """, [.text(company), .text(state.rawValue), .integer(moment), bounded(limit)],
            TransactionKey.init(row:))
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Transactions: Sendable {}
