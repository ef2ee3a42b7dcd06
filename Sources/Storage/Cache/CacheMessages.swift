/// The messages of runs that the broker is not known to have.
public struct CacheMessages {
    let database: any Database

    /// Adds a message.
    public func add(_ message: CacheMessage, to run: CacheRun) throws(StorageError) {
        try database.later(
            Change(
                """
                INSERT INTO cache_messages (company, store, generation, number, type, body)
                VALUES ($1, $2, $3, $4, $5, $6)
                """, run.key + [.int(message.number), .text(message.type), .blob(message.body)]))
    }

    /// The messages that are left of a run, in order.
    public func list(of run: CacheRun, after number: Int = -1, limit: Int) throws(StorageError) -> [CacheMessage] {
        try database.all(
            """
            SELECT number, type, body FROM cache_messages
            WHERE company = $1 AND store = $2 AND generation = $3 AND number > $4 ORDER BY number LIMIT $5
            """, run.key + [.int(number), bounded(limit)]
        ) { (row) throws(StorageError) in
            CacheMessage(number: try row.int("number"), type: try row.text("type"), body: try row.blob("body"))
        }
    }

    /// Forgets messages that the broker has.
    ///
    /// - Parameters:
    ///   - numbers: Theirs; without gaps.
    ///   - run: Whose they are.
    /// - Throws: `StorageError`.
    public func delete(_ numbers: ClosedRange<Int>, of run: CacheRun) throws(StorageError) {
        try database.later(
            Change(
                """
                DELETE FROM cache_messages
                WHERE company = $1 AND store = $2 AND generation = $3 AND number BETWEEN $4 AND $5
                """, run.key + [.int(numbers.lowerBound), .int(numbers.upperBound)]))
    }

    /// How many messages of a site the broker is not known to have.
    public func count(_ store: String, of company: String) throws(StorageError) -> Int {
        Int(
            try database.number(
                "SELECT COUNT(*) AS value FROM cache_messages WHERE company = $1 AND store = $2",
                [.text(company), .text(store)]))
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension CacheMessages: Sendable {}
