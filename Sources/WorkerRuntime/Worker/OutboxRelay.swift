internal import Broker
internal import Storage

/// Hands stored messages to the run loop, and deletes them when they were confirmed.
struct OutboxRelay {
    /// Younger messages are in the hands of whoever wrote them, in milliseconds; so are those a little in the future,
    /// by another machine's clock.
    static let patience: Int64 = 5_000

    let store: Store
    /// What the names of the installation's own queues begin with, the point included.
    var prefix = ""

    func waiting(max: Int, now: Int64) throws(StorageError) -> [RelayedMessage] {
        let (before, after) = (now - OutboxRelay.patience, now + OutboxRelay.patience)
        return try store.outbox.next(before: before, orAfter: after, limit: max).map { message in
            let isOwn = message.exchange == OutboxMessage.ownQueues
            return RelayedMessage(
                id: message.id,
                publication: Publication(
                    exchange: isOwn ? "" : message.exchange,
                    routingKey: isOwn ? prefix + message.routingKey : message.routingKey, body: message.body,
                    properties: Properties(
                        contentType: message.contentType, isPersistent: true, messageId: message.id,
                        type: message.type),
                    isMandatory: false))
        }
    }

    func delete(_ confirmed: [String]) throws(StorageError) {
        try store.database.transaction { () throws(StorageError) in try store.outbox.delete(confirmed) }
    }
}
