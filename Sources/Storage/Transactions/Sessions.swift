/// The tills' conversations: which transaction each is at.
public struct Sessions {
    let database: any Database

    /// Locks a session until the end of the database transaction.
    ///
    /// Several sessions are locked in their order, or two workers may wait for each other.
    ///
    /// - Parameter session: Which one.
    /// - Returns: The id of its latest transaction, open or closed; nil before the first.
    /// - Throws: `StorageError`.
    public func lock(_ session: SessionKey) throws(StorageError) -> String? {
        if let row = try locked(session, database.rowLock) { return try row.optionalText("transaction_id") }
        // There is no row to lock yet; whoever comes second waits here or finds the first one's.
        _ = try database.execute(
            """
            INSERT INTO sessions (company, store, terminal) VALUES ($1, $2, $3)
            ON CONFLICT (company, store, terminal) DO NOTHING
            """, session.values)
        return try locked(session, database.rowLock)?.optionalText("transaction_id")
    }

    /// Locks a session until the end of the database transaction, unless somebody else has it.
    ///
    /// - Parameter session: Which one.
    /// - Returns: Whether it is locked; one that no transaction was ever kept for never is.
    /// - Throws: `StorageError`.
    public func lockIfFree(_ session: SessionKey) throws(StorageError) -> Bool {
        if database.rowLock.isEmpty { return true }
        return try locked(session, database.rowLockIfFree) != nil
    }

    /// Says which transaction a session is at.
    func point(_ session: SessionKey, to transaction: String) throws(StorageError) {
        _ = try database.execute(
            """
            INSERT INTO sessions (company, store, terminal, transaction_id) VALUES ($1, $2, $3, $4)
            ON CONFLICT (company, store, terminal) DO UPDATE SET transaction_id = excluded.transaction_id
            """, session.values + [.text(transaction)])
    }

    /// Forgets a session that is still at a transaction.
    func forget(_ session: SessionKey, at transaction: String) throws(StorageError) {
        _ = try database.execute(
            "DELETE FROM sessions WHERE company = $1 AND store = $2 AND terminal = $3 AND transaction_id = $4",
            session.values + [.text(transaction)])
    }

    private func locked(_ session: SessionKey, _ ending: String) throws(StorageError) -> Row? {
        try database.query(
            """
            SELECT transaction_id FROM sessions WHERE company = $1 AND store = $2 AND terminal = $3\
            \(ending)
            """, session.values
        ).first
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Sessions: Sendable {}
