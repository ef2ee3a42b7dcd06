/// The mails that were caused, and who is sending them.
public struct Mails {
    let database: any Database

    /// Keeps a mail; one that is there already stays as it is.
    ///
    /// - Parameter mail: The mail, queued.
    /// - Returns: Whether it is new.
    /// - Throws: `StorageError`.
    public func queue(_ mail: MailRecord) throws(StorageError) -> Bool {
        try database.execute(
            """
            INSERT INTO mails (
                id, kind, company, element, state, recipient, attempts, due_at, has_begun, code, reply, created_at,
                updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, 0, $7, 0, 0, '', $7, $7) ON CONFLICT (id) DO NOTHING
            """,
            [
                .text(mail.id), .text(mail.kind.rawValue), .text(mail.company), .text(mail.element),
                .text(mail.state.rawValue), .text(mail.recipient), .integer(mail.createdAt),
            ]) == 1
    }

    /// The mail of an id.
    public func find(_ id: String) throws(StorageError) -> MailRecord? {
        try database.first("SELECT * FROM mails WHERE id = $1", [.text(id)], MailRecord.init(row:))
    }

    /// Keeps what a mail says, while it is queued and nobody sends it.
    public func write(_ content: [UInt8], to recipient: String, in id: String) throws(StorageError) {
        _ = try database.execute(
            "UPDATE mails SET content = $2, recipient = $3 WHERE id = $1 AND state = 'queued' AND has_begun = 0",
            [.text(id), .blob(content), .text(recipient)])
    }

    /// Calls a mail off whose coupon is cancelled, one that failed as well; what has begun to leave goes on.
    public func cancel(_ id: String, now: Int64) throws(StorageError) {
        _ = try database.execute(
            """
            UPDATE mails SET state = 'cancelled', content = NULL, owner = NULL, updated_at = $2
            WHERE id = $1 AND state IN ('queued', 'failed') AND has_begun = 0
            """, [.text(id), .integer(now)])
    }

    /// Whether a mail tells of a coupon that is cancelled: since it failed and was put back, or while it was leaving.
    private func isVoid(_ mail: MailRecord) throws(StorageError) -> Bool {
        guard mail.kind == .coupon else { return false }
        return try !database.query(
            "SELECT 1 AS value FROM coupons WHERE company = $1 AND bar_code = $2 AND state = 'cancelled'",
            [.text(mail.company), .text(mail.element)]
        ).isEmpty
    }

    /// Takes mails that are due, those that waited longest first; what another mailer is about to take is passed over.
    ///
    /// What a mailer had when it ended comes again: what had begun to leave becomes uncertain and is not taken.
    ///
    /// - Parameters:
    ///   - owner: The mailer.
    ///   - lease: When others may take them, in milliseconds since 1970.
    ///   - now: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: The mails.
    /// - Throws: `StorageError`.
    public func take(by owner: String, lease: Int64, now: Int64, limit: Int) throws(StorageError) -> [MailRecord] {
        let due = try database.all(
            """
            SELECT * FROM mails WHERE state = 'queued' AND due_at <= $1
            ORDER BY due_at, id LIMIT $2\(database.rowLockIfFree)
            """, [.integer(now), bounded(limit)], MailRecord.init(row:))
        var taken: [MailRecord] = []
        for var mail in due {
            if mail.hasBegun {
                _ = try database.execute(
                    """
                    UPDATE mails SET state = 'uncertain', code = 0, reply = $2, attempts = attempts + 1, updated_at = $3
                    WHERE id = $1
                    """,
                    [.text(mail.id), .text("the mailer ended while the mail was leaving"), .integer(now)])
                continue
            }
            if try isVoid(mail) {
                try cancel(mail.id, now: now)
                continue
            }
            // A mailer that ended with it counts, so that a mail that ends mailers does not do so for ever.
            if mail.owner != nil { mail.attempts += 1 }
            (mail.owner, mail.dueAt) = (owner, lease)
            _ = try database.execute(
                "UPDATE mails SET owner = $2, due_at = $3, attempts = $4 WHERE id = $1",
                [.text(mail.id), .text(owner), .integer(lease), .int(mail.attempts)])
            taken.append(mail)
        }
        return taken
    }

    /// Notes that a mail's first byte is about to leave; from here on it is never sent again by itself.
    ///
    /// - Parameters:
    ///   - id: The mail.
    ///   - owner: The mailer.
    ///   - lease: When the mailer counts as ended, in milliseconds since 1970.
    /// - Returns: Whether it may leave: it is still queued, and still the mailer's.
    /// - Throws: `StorageError`.
    public func begin(_ id: String, by owner: String, lease: Int64) throws(StorageError) -> Bool {
        try database.execute(
            """
            UPDATE mails SET has_begun = 1, due_at = $3
            WHERE id = $1 AND state = 'queued' AND owner = $2 AND has_begun = 0
            """, [.text(id), .text(owner), .integer(lease)]) == 1
    }

    /// What became of an attempt.
    public enum Verdict: Hashable, Sendable {
        /// The server has it.
        case sent
        /// Again later, in milliseconds since 1970.
        case again(at: Int64)
        /// It is given up.
        case failed
        /// Nobody knows.
        case uncertain
    }

    /// Ends a mailer's attempt.
    ///
    /// - Parameters:
    ///   - id: The mail.
    ///   - owner: The mailer; where the mail is no longer its own, nothing changes.
    ///   - verdict: How it ended.
    ///   - code: The server's last code; 0 where it said nothing.
    ///   - reply: Its last words, or what went wrong.
    ///   - now: Milliseconds since 1970.
    /// - Throws: `StorageError`.
    public func settle(
        _ id: String, by owner: String, _ verdict: Verdict, code: Int, reply: String, now: Int64
    ) throws(StorageError) {
        let (state, due): (MailRecord.State, Int64) =
            switch verdict {
            case .sent: (.sent, now)
            case .again(let moment): (.queued, moment)
            case .failed: (.failed, now)
            case .uncertain: (.uncertain, now)
            }
        // One that was slow enough to count as ended still knows best what became of its mail.
        _ = try database.execute(
            """
            UPDATE mails SET state = $3, due_at = $4, code = $5, reply = $6, updated_at = $7, owner = NULL,
                attempts = CASE WHEN state = 'queued' THEN attempts + 1 ELSE attempts END,
                has_begun = CASE WHEN $3 = 'uncertain' THEN 1 ELSE 0 END,
                content = CASE WHEN $3 = 'sent' THEN NULL ELSE content END
            WHERE id = $1 AND owner = $2 AND state IN ('queued', 'uncertain')
            """,
            [
                .text(id), .text(owner), .text(state.rawValue), .integer(due), .int(code), .text(reply),
                .integer(now),
            ])
    }

    /// Gives back what a mailer has taken and not begun, so that others get it at once.
    public func release(by owner: String, now: Int64) throws(StorageError) {
        _ = try database.execute(
            """
            UPDATE mails SET owner = NULL, due_at = $2
            WHERE state = 'queued' AND owner = $1 AND has_begun = 0 AND due_at > $2
            """, [.text(owner), .integer(now)])
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Mails: Sendable {}
