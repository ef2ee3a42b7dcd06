/// A message that is written with its cause and published afterwards.
public struct OutboxMessage: Hashable, Sendable {
    /// Stands for the exchange of a message to a queue of its own installation, such as `ecoupons`: only who publishes
    /// it knows what the queues' names begin with.
    public static let ownQueues = "(own)"

    /// What makes it single: the same cause writes the same id.
    public var id: String
    /// Where it is published.
    public var exchange: String
    /// How it is routed.
    public var routingKey: String
    /// The AMQP property `type`.
    public var type: String
    /// The AMQP property `content_type`.
    public var contentType: String
    /// Its bytes.
    public var body: [UInt8]
    /// When it was written, in milliseconds since 1970.
    public var createdAt: Int64

    /// A message from its parts.
    public init(
        id: String, exchange: String, routingKey: String, type: String, contentType: String, body: [UInt8],
        createdAt: Int64
    ) {
        self.id = id
        self.exchange = exchange
        self.routingKey = routingKey
        self.type = type
        self.contentType = contentType
        self.body = body
        self.createdAt = createdAt
    }

    init(row: Row) throws(StorageError) {
        id = try row.text("id")
        exchange = try row.text("exchange")
        routingKey = try row.text("routing_key")
        type = try row.text("type")
        contentType = try row.text("content_type")
        body = try row.blob("body")
        createdAt = try row.integer("created_at")
    }
}

/// The messages that were written and are not known to be published.
public struct Outbox {
    let database: any Database

    /// Adds a message; one whose id is waiting already is not added again.
    public func add(_ message: OutboxMessage) throws(StorageError) {
        _ = try database.execute(
            """
            INSERT INTO outbox (id, exchange, routing_key, type, content_type, body, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING
            """,
            [
                .text(message.id), .text(message.exchange), .text(message.routingKey), .text(message.type),
                .text(message.contentType), .blob(message.body), .integer(message.createdAt),
            ])
    }

    /// The oldest messages.
    ///
    /// - Parameters:
    ///   - moment: Only those written before, in milliseconds since 1970: younger ones are in their writer's hands.
    ///   - future: And those written after this moment, before the clock was set back.
    ///   - limit: How many at most.
    /// - Returns: The messages, oldest first.
    /// - Throws: `StorageError`.
    public func next(
        before moment: Int64 = .max, orAfter future: Int64 = .max, limit: Int
    ) throws(StorageError) -> [OutboxMessage] {
        try database.all(
            "SELECT * FROM outbox WHERE created_at < $1 OR created_at > $2 ORDER BY created_at, id LIMIT $3",
            [.integer(moment), .integer(future), bounded(limit)], OutboxMessage.init(row:))
    }

    /// Deletes messages that the broker has confirmed.
    public func delete(_ ids: [String]) throws(StorageError) {
        for id in ids { _ = try database.execute("DELETE FROM outbox WHERE id = $1", [.text(id)]) }
    }

    /// How many messages wait.
    public func count() throws(StorageError) -> Int {
        Int(try database.number("SELECT COUNT(*) AS value FROM outbox", []))
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Outbox: Sendable {}
