/// The messages that were processed, with what was answered: a repeat gets the same bytes again.
public struct ProcessedMessages {
    let database: any Database
    var memory: BatchMemory?

    /// A message that was answered.
    public struct Message: Hashable, Sendable {
        /// The till's conversation.
        public var session: SessionKey
        /// Its number within the transaction.
        public var messageId: Int
        /// Its body, byte for byte.
        public let body: [UInt8]
        /// What it is looked up by.
        let bodyHash: Int64

        /// A message from its parts.
        public init(session: SessionKey, messageId: Int, body: [UInt8]) {
            self.session = session
            self.messageId = messageId
            self.body = body
            bodyHash = BodyHash.of(body)
        }

        /// Feeds what tells messages apart but for their bodies, which are rarely different and long to feed.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(session)
            hasher.combine(messageId)
        }
    }

    /// What a message was answered.
    public struct Answer: Hashable, Sendable {
        /// The id of the transaction it belongs to.
        public var transaction: String
        /// The answer's bytes.
        public var bytes: [UInt8]

        /// An answer from its parts.
        public init(transaction: String, bytes: [UInt8]) {
            self.transaction = transaction
            self.bytes = bytes
        }
    }

    /// What a message was answered before; nil when it is new, or another under an old number.
    public func answer(to message: Message) throws(StorageError) -> Answer? {
        if let known = memory?.answers[message] { return known }
        let question = ProcessedMessages.finding(message)
        let answer = try ProcessedMessages.answer(to: message, try database.query(question.sql, question.values))
        memory?.answers.updateValue(answer, forKey: message)
        return answer
    }

    /// Finds the messages of a session and number that may be the same.
    static func finding(_ message: Message) -> Statement {
        Statement(
            """
            SELECT transaction_id, body, answer, answered_at FROM processed_messages
            WHERE company = $1 AND store = $2 AND terminal = $3 AND message_id = $4 AND body_hash = $5
            """, message.session.values + [.int(message.messageId), .integer(message.bodyHash)])
    }

    /// What the latest with the same body was answered; of several at one time, that of the first transaction by id.
    static func answer(to message: Message, _ rows: [Row]) throws(StorageError) -> Answer? {
        var latest: (at: Int64, answer: Answer)?
        for row in rows where try row.blob("body") == message.body {
            let at = try row.integer("answered_at")
            let answer = Answer(transaction: try row.text("transaction_id"), bytes: try row.blob("answer"))
            if let latest {
                let isEarlier = ByteOrder.precedes([answer.transaction], [latest.answer.transaction])
                guard at > latest.at || (at == latest.at && isEarlier) else { continue }
            }
            latest = (at, answer)
        }
        return latest?.answer
    }

    /// Whether a transaction has answered a number, whatever the body was.
    public func hasAnswered(_ messageId: Int, in transaction: String) throws(StorageError) -> Bool {
        try database.number(
            "SELECT COUNT(*) AS value FROM processed_messages WHERE transaction_id = $1 AND message_id = $2",
            [.text(transaction), .int(messageId)]) > 0
    }

    /// Keeps an answer; a correction, under the same number of the same transaction, replaces the one before.
    public func record(_ answer: Answer, to message: Message, now: Int64) throws(StorageError) {
        try database.later(
            Change(
                """
                INSERT INTO processed_messages (
                    company, store, terminal, transaction_id, message_id, body_hash, body, answer, answered_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT (transaction_id, message_id) DO UPDATE SET
                    body_hash = excluded.body_hash, body = excluded.body, answer = excluded.answer,
                    answered_at = excluded.answered_at
                """,
                message.session.values + [
                    .text(answer.transaction), .int(message.messageId), .integer(message.bodyHash),
                    .blob(message.body),
                    .blob(answer.bytes), .integer(now),
                ]))
        // The answer before under this number is gone, whatever message it was for.
        forget { $0 == answer.transaction && $1 == message.messageId }
        memory?.answers.updateValue(answer, forKey: message)
    }

    /// Drops the answers of a transaction that starts again.
    public func drop(_ transaction: String) throws(StorageError) {
        try database.later(
            Change("DELETE FROM processed_messages WHERE transaction_id = $1", [.text(transaction)]))
        forget { other, _ in other == transaction }
    }

    /// Has answers of some transactions and numbers looked up again.
    private func forget(_ isGone: (String, Int) -> Bool) {
        guard let memory else { return }
        for (message, answer) in memory.answers {
            if let answer, isGone(answer.transaction, message.messageId) { memory.answers[message] = nil }
        }
    }

    /// Forgets answers of transactions that closed before a moment.
    ///
    /// - Parameters:
    ///   - company: Whose.
    ///   - moment: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: How many were forgotten.
    /// - Throws: `StorageError`.
    public func purge(of company: String, before moment: Int64, limit: Int) throws(StorageError) -> Int {
        try database.execute(
            """
            DELETE FROM processed_messages WHERE (transaction_id, message_id) IN (
                SELECT p.transaction_id, p.message_id FROM processed_messages p
                LEFT JOIN transactions t ON t.id = p.transaction_id
                WHERE p.company = $1 AND p.answered_at < $2 AND (t.id IS NULL OR t.closed_at < $2)
                ORDER BY p.answered_at LIMIT $3)
            """, [.text(company), .integer(moment), bounded(limit)])
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension ProcessedMessages: Sendable {}
