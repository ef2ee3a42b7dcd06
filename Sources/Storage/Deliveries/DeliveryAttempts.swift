/// How often a message was tried that came back: the worker's own record of what kills it.
public struct DeliveryAttempts {
    let database: any Database

    /// Counts an attempt, before it is made, and returns how many there are now.
    ///
    /// - Parameters:
    ///   - queue: The queue it came from.
    ///   - key: What names the message there.
    ///   - now: Milliseconds since 1970.
    /// - Returns: 1 for the first attempt.
    /// - Throws: `StorageError`.
    public func count(queue: String, key: String, now: Int64) throws(StorageError) -> Int {
        Int(
            try database.number(
                """
                INSERT INTO delivery_attempts (queue, delivery_key, attempts, last_at) VALUES ($1, $2, 1, $3)
                ON CONFLICT (queue, delivery_key) DO UPDATE SET
                    attempts = delivery_attempts.attempts + 1, last_at = excluded.last_at
                RETURNING attempts AS value
                """, [.text(queue), .text(key), .integer(now)]))
    }

    /// How many attempts were made.
    public func attempts(queue: String, key: String) throws(StorageError) -> Int {
        Int(
            try database.number(
                "SELECT attempts AS value FROM delivery_attempts WHERE queue = $1 AND delivery_key = $2",
                [.text(queue), .text(key)]))
    }

    /// Forgets a message that is done with.
    public func clear(queue: String, key: String) throws(StorageError) {
        _ = try database.execute(
            "DELETE FROM delivery_attempts WHERE queue = $1 AND delivery_key = $2", [.text(queue), .text(key)])
    }

    /// Forgets messages last tried before a moment.
    ///
    /// - Parameters:
    ///   - moment: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: How many were forgotten.
    /// - Throws: `StorageError`.
    public func purge(before moment: Int64, limit: Int) throws(StorageError) -> Int {
        try database.execute(
            """
            DELETE FROM delivery_attempts WHERE (queue, delivery_key) IN (
                SELECT queue, delivery_key FROM delivery_attempts WHERE last_at < $1 ORDER BY last_at LIMIT $2)
            """, [.integer(moment), bounded(limit)])
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension DeliveryAttempts: Sendable {}
