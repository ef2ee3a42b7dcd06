extension Limits {
    /// Moves what a transaction has booked to the archive, so that its counters stay explained without it.
    ///
    /// The archive is the transaction `''`, which stands for all those that are forgotten.
    func archive(_ transaction: String) throws(StorageError) {
        // `WHERE ... AND true` keeps SQLite from reading ON as a join's.
        _ = try database.execute(
            """
            INSERT INTO limit_holds (transaction_id, company, limit_id, scope_key, day, amount, state)
            SELECT '', company, limit_id, scope_key, day, amount, state FROM limit_holds
            WHERE transaction_id = $1 AND state = 'booked'
            ON CONFLICT (transaction_id, company, limit_id, scope_key, day)
            DO UPDATE SET amount = limit_holds.amount + excluded.amount
            """, [.text(transaction)])
        _ = try database.execute(
            "DELETE FROM limit_holds WHERE transaction_id = $1 AND state = 'booked'", [.text(transaction)])
        // A closed transaction holds nothing; should one do, it is given back and not kept for ever.
        try release(transaction)
    }

    /// Forgets days that no window of later tickets reaches back to.
    ///
    /// - Parameters:
    ///   - day: Days since 1970; windows that ended before it are forgotten.
    ///   - limit: How many at most.
    /// - Returns: How many were forgotten.
    /// - Throws: `StorageError`.
    func purge(beforeDay day: Int64, limit: Int) throws(StorageError) -> Int {
        let archived = try database.all(
            """
            SELECT h.* FROM limit_counters c JOIN limit_holds h
            ON h.transaction_id = '' AND h.company = c.company AND h.limit_id = c.limit_id
            AND h.scope_key = c.scope_key AND h.day = c.day
            WHERE c.last_day < $1 ORDER BY c.last_day LIMIT $2
            """, [.integer(day), bounded(limit)], StoredHold.init(row:))
        for hold in archived {
            try give(hold.amount, backTo: hold.counter, company: hold.company)
            _ = try database.execute(
                """
                DELETE FROM limit_holds WHERE transaction_id = '' AND company = $1 AND limit_id = $2
                AND scope_key = $3 AND day = $4
                """, hold.counter.values(of: hold.company))
        }
        let empty = try database.execute(
            """
            DELETE FROM limit_counters WHERE (company, limit_id, scope_key, day) IN (
                SELECT company, limit_id, scope_key, day FROM limit_counters
                WHERE last_day < $1 AND used = 0 ORDER BY last_day LIMIT $2)
            """, [.integer(day), bounded(limit)])
        return max(archived.count, empty)
    }
}
