internal import Broker
internal import Messages
internal import Storage

/// The message that lets workers load a distributed map early.
struct MapHint: Hashable, Sendable {
    /// The map.
    var map: MapVersion
    /// Where it was distributed to.
    var stores: [String]

    private static let type = "map.distributed"

    /// Its body.
    var body: JSONValue {
        .members(
            ("type", .string(MapHint.type)), ("version", .whole(1)), ("company", .string(map.company)),
            ("mapVersion", .whole(map.version)), ("stores", .array(stores.map { .string($0) })))
    }

    /// The row that workers relay where nobody else publishes it.
    ///
    /// - Parameters:
    ///   - exchange: where it goes.
    ///   - now: milliseconds since 1970; a version distributed again is another cause.
    /// - Returns: the row.
    func outboxMessage(to exchange: String, now: Int64) -> OutboxMessage {
        OutboxMessage(
            id: "\(MapHint.type)/\(map.company)/\(map.version)/\(now)", exchange: exchange, routingKey: "",
            type: MapHint.type, contentType: "application/json", body: Array(body.text.utf8), createdAt: now)
    }
}

extension Publication {
    /// A row of the outbox as a message.
    init(_ message: OutboxMessage) {
        self.init(
            exchange: message.exchange, routingKey: message.routingKey, body: message.body,
            properties: Properties(
                contentType: message.contentType, isPersistent: true, messageId: message.id, type: message.type),
            isMandatory: false)
    }
}
