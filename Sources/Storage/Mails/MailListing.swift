/// How many mails are in trouble, and since when.
public struct MailTrouble: Hashable, Sendable {
    /// How many failed.
    public var failed: Int
    /// Of how many nobody knows whether they arrived.
    public var uncertain: Int
    /// How many are to be sent.
    public var queued: Int
    /// When the oldest trouble began, in milliseconds since 1970; nil without any.
    public var since: Int64?

    /// Trouble from its parts.
    public init(failed: Int = 0, uncertain: Int = 0, queued: Int = 0, since: Int64? = nil) {
        self.failed = failed
        self.uncertain = uncertain
        self.queued = queued
        self.since = since
    }
}

extension Mails {
    /// The most mails of a state that are counted: beyond that it matters no more how many there are.
    public static let mostCounted = 100_000

    /// How many mails are in trouble, cheap enough to be asked every few seconds.
    public func trouble() throws(StorageError) -> MailTrouble {
        var trouble = MailTrouble()
        let most = Self.mostCounted
        let rows = try MailRecord.State.allCases.filter { $0 != .sent && $0 != .cancelled }.map {
            (state) throws(StorageError) in
            let row = try database.query(
                """
                SELECT COUNT(*) AS number, MIN(updated_at) AS since
                FROM (SELECT updated_at FROM mails WHERE state = $1 ORDER BY updated_at LIMIT \(most)) AS few
                """, [.text(state.rawValue)])
            return (state, try row.first?.int("number") ?? 0, try row.first?.optionalInteger("since"))
        }
        for (state, number, since) in rows {
            switch state {
            case .failed: trouble.failed = number
            case .uncertain: trouble.uncertain = number
            default:
                trouble.queued = number
                continue
            }
            if let since { trouble.since = min(since, trouble.since ?? since) }
        }
        return trouble
    }

    /// Mails without their contents, in the order in which they were caused.
    ///
    /// - Parameters:
    ///   - states: Only those in one of these states.
    ///   - last: The last one of the page before; nil for the first page.
    ///   - limit: How many at most.
    /// - Returns: The mails.
    /// - Throws: `StorageError`.
    public func list(
        _ states: Set<MailRecord.State> = Set(MailRecord.State.allCases), after last: MailRecord? = nil, limit: Int
    ) throws(StorageError) -> [MailRecord] {
        let words = states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
        guard !words.isEmpty else { return [] }
        return try database.all(
            """
            SELECT id, kind, company, element, state, recipient, NULL AS content, attempts, due_at, owner, has_begun,
                code, reply, created_at, updated_at
            FROM mails WHERE state IN (\(words)) AND (created_at, id) > ($1, $2) ORDER BY created_at, id LIMIT $3
            """, [.integer(last?.createdAt ?? .min), .text(last?.id ?? ""), bounded(limit)], MailRecord.init(row:))
    }

    /// Has a mail sent again that failed or is uncertain: it is written anew, and to the address of today.
    ///
    /// - Parameters:
    ///   - id: The mail.
    ///   - now: Milliseconds since 1970.
    /// - Returns: The mail afterwards; nil where there is none.
    /// - Throws: `StorageError`, with code `constraint` where it is neither failed nor uncertain.
    public func retry(_ id: String, now: Int64) throws(StorageError) -> MailRecord? {
        let changed = try database.execute(
            """
            UPDATE mails SET state = 'queued', content = NULL, attempts = 0, due_at = $2, owner = NULL, has_begun = 0,
                updated_at = $2
            WHERE id = $1 AND state IN ('failed', 'uncertain')
            """, [.text(id), .integer(now)])
        guard let mail = try find(id) else { return nil }
        guard changed == 1 else {
            throw StorageError(
                .constraint, place: "mail \(id)",
                text: "it is \(mail.state.rawValue); only what failed or is uncertain is sent again")
        }
        return mail
    }

    /// Forgets mails that were over before a moment, whatever became of them.
    ///
    /// - Parameters:
    ///   - moment: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: How many were forgotten.
    /// - Throws: `StorageError`.
    func purge(before moment: Int64, limit: Int) throws(StorageError) -> Int {
        var forgotten = 0
        for state in MailRecord.State.allCases where state != .queued {
            forgotten += try database.execute(
                """
                DELETE FROM mails WHERE id IN (
                    SELECT id FROM mails WHERE state = $1 AND updated_at < $2 ORDER BY updated_at, id LIMIT $3)
                """, [.text(state.rawValue), .integer(moment), bounded(limit)])
        }
        return forgotten
    }
}
