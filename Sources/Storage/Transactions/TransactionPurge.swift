extension Transactions {
    /// Forgets transactions that closed before a moment, with their answers and sessions.
    ///
    /// What they booked of limits stays counted. Where several write at once, this is for an exclusive transaction: two
    /// that forget the same sale would count it twice.
    ///
    /// - Parameters:
    ///   - moment: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: How many were forgotten.
    /// - Throws: `StorageError`.
    public func purge(before moment: Int64, limit: Int) throws(StorageError) -> Int {
        let closed = try database.all(
            """
            SELECT company, store, terminal, opened FROM transactions WHERE closed_at < $1
            ORDER BY closed_at, id LIMIT $2
            """, [.integer(moment), bounded(limit)], TransactionKey.init(row:))
        // Sessions are locked in their order; forgetting one locks it.
        for key in closed.sorted(by: { $0.session < $1.session }) {
            try forget(key)
        }
        return closed.count
    }

    /// Forgets a transaction, with its answers and session; what it booked of limits stays counted.
    public func forget(_ key: TransactionKey) throws(StorageError) {
        try Limits(database: database).archive(key.id)
        try ProcessedMessages(database: database).drop(key.id)
        try Sessions(database: database).forget(key.session, at: key.id)
        _ = try database.execute("DELETE FROM transactions WHERE id = $1", [.text(key.id)])
    }
}
