/// The tills' conversations: which transaction each is at.
public struct Sessions {
    let database: any Database
    var memory: BatchMemory?

    /// Locks a session until the end of the database transaction.
    ///
    /// Several sessions are locked in their order, or two workers may wait for each other.
    ///
    /// - Parameter session: Which one.
    /// - Returns: The id of its latest transaction, open or closed; nil before the first.
    /// - Throws: `StorageError`.
    public func lock(_ session: SessionKey) throws(StorageError) -> String? {
        if let memory, let known = memory.sessions[session] { return known }
        var row = try locked(session, database.rowLock)
        if row == nil, !database.rowLock.isEmpty {
            // There is no row to lock yet; whoever comes second waits here or finds the first one's.
            let insertion = Sessions.inserting(session)
            _ = try database.execute(insertion.sql, insertion.values)
            row = try locked(session, database.rowLock)
        }
        let id = try row?.optionalText("transaction_id")
        memory?.sessions.updateValue(id, forKey: session)
        return id
    }

    /// Locks sessions until the end of the database transaction, in the order given, and remembers where they are.
    func lockTogether(_ sessions: [SessionKey]) throws(StorageError) {
        // A row that is not there yet is made first. One by one: each is locked before the next is asked for.
        let questions = sessions.flatMap { [Sessions.inserting($0), locking($0, database.rowLock)] }
        let answers = try database.queryTogether(questions)
        for (index, session) in sessions.enumerated() {
            let id = try answers[2 * index + 1].first?.optionalText("transaction_id")
            memory?.sessions.updateValue(id, forKey: session)
        }
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
        try database.later(
            Change(
                """
                INSERT INTO sessions (company, store, terminal, transaction_id) VALUES ($1, $2, $3, $4)
                ON CONFLICT (company, store, terminal) DO UPDATE SET transaction_id = excluded.transaction_id
                """, session.values + [.text(transaction)]))
        memory?.sessions.updateValue(transaction, forKey: session)
    }

    /// Forgets a session that is still at a transaction.
    func forget(_ session: SessionKey, at transaction: String) throws(StorageError) {
        _ = try database.execute(
            "DELETE FROM sessions WHERE company = $1 AND store = $2 AND terminal = $3 AND transaction_id = $4",
            session.values + [.text(transaction)])
    }

    private func locked(_ session: SessionKey, _ ending: String) throws(StorageError) -> Row? {
        let question = locking(session, ending)
        return try database.query(question.sql, question.values).first
    }

    private func locking(_ session: SessionKey, _ ending: String) -> Statement {
        Statement(
            """
            SELECT transaction_id FROM sessions WHERE company = $1 AND store = $2 AND terminal = $3\
            \(ending)
            """, session.values)
    }

    private static func inserting(_ session: SessionKey) -> Statement {
        Statement(
            """
            INSERT INTO sessions (company, store, terminal) VALUES ($1, $2, $3)
            ON CONFLICT (company, store, terminal) DO NOTHING
            """, session.values)
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Sessions: Sendable {}
