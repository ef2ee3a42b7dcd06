import Broker
import Storage
import WorkerRuntime

/// Hands stored messages to the run loop, which numbers them, and deletes them when they were confirmed.
struct OutboxRelay {
    /// Younger messages are in the hands of whoever wrote them, in milliseconds.
    static let patience: Int64 = 5_000

    private let store: Store
    private var ids: [Int64: String] = [:]
    private var numbers: [String: Int64] = [:]
    private var last: Int64 = 0

    init(_ store: Store) { self.store = store }

    mutating func waiting(max: Int, now: Int64) throws(StorageError) -> [WorkerRuntime.OutboxMessage] {
        try store.outbox.next(before: now - OutboxRelay.patience, limit: max).map { message in
            WorkerRuntime.OutboxMessage(
                id: number(of: message.id),
                publication: Publication(
                    exchange: message.exchange, routingKey: message.routingKey, body: message.body,
                    properties: Properties(
                        contentType: message.contentType, isPersistent: true, messageId: message.id,
                        type: message.type),
                    isMandatory: false))
        }
    }

    mutating func delete(_ confirmed: [Int64]) throws(StorageError) {
        let texts = confirmed.compactMap { ids[$0] }
        try store.database.transaction { () throws(StorageError) in try store.outbox.delete(texts) }
        for number in confirmed {
            if let id = ids.removeValue(forKey: number) { numbers[id] = nil }
        }
    }

    private mutating func number(of id: String) -> Int64 {
        if let known = numbers[id] { return known }
        last += 1
        ids[last] = id
        numbers[id] = last
        return last
    }
}
