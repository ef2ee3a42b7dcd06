/// How many messages wait in the outbox, and since when.
public struct OutboxBacklog: Hashable, Sendable {
    /// The most that are counted: beyond that it matters no more how many there are.
    public static let most = 10_000

    /// How many wait, up to `most`.
    public var count: Int
    /// When the oldest was written, in milliseconds since 1970; nil where none waits.
    public var oldest: Int64?

    /// A backlog from its parts.
    public init(count: Int, oldest: Int64?) {
        self.count = count
        self.oldest = oldest
    }
}

extension Outbox {
    /// What waits, cheap enough to be asked every few seconds.
    public func backlog() throws(StorageError) -> OutboxBacklog {
        let found = try database.first(
            """
            SELECT COUNT(*) AS waiting, MIN(created_at) AS oldest
            FROM (SELECT created_at FROM outbox ORDER BY created_at, id LIMIT \(OutboxBacklog.most)) AS first
            """, []
        ) { (row) throws(StorageError) in
            OutboxBacklog(count: try row.int("waiting"), oldest: try row.optionalInteger("oldest"))
        }
        return found ?? OutboxBacklog(count: 0, oldest: nil)
    }
}
