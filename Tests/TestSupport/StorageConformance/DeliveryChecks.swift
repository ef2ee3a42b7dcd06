import Storage
import Testing

extension StorageCheck {
    static let deliveries: [StorageCheck] = [
        StorageCheck("a repeat finds its answer only byte for byte") { database in
            let messages = Store(database: database).processedMessages
            let message = request(1, "body")
            #expect(try messages.answer(to: message) == nil)
            try messages.record(.init(transaction: "t", bytes: [1, 2]), to: message, now: 1)
            #expect(try messages.answer(to: message) == .init(transaction: "t", bytes: [1, 2]))
            #expect(try messages.answer(to: request(1, "body ")) == nil)
            #expect(try messages.answer(to: request(2, "body")) == nil)
            #expect(try messages.answer(to: request(1, "body", terminal: "01")) == nil)
            #expect(try messages.answer(to: request(1, "")) == nil)
        },
        StorageCheck("a correction replaces an answer, another transaction's number does not") { database in
            let messages = Store(database: database).processedMessages
            try messages.record(.init(transaction: "t", bytes: [1]), to: request(1, "a"), now: 1)
            try messages.record(.init(transaction: "u", bytes: [2]), to: request(1, "b"), now: 2)
            try messages.record(.init(transaction: "t", bytes: [3]), to: request(1, "c"), now: 3)
            #expect(try messages.answer(to: request(1, "a")) == nil)
            #expect(try messages.answer(to: request(1, "b"))?.bytes == [2])
            #expect(try messages.answer(to: request(1, "c"))?.bytes == [3])
            #expect(try messages.hasAnswered(1, in: "t"))
            #expect(try messages.hasAnswered(2, in: "t") == false)
            try messages.drop("t")
            #expect(try messages.answer(to: request(1, "c")) == nil)
            #expect(try messages.answer(to: request(1, "b"))?.bytes == [2])
        },
        StorageCheck("attempts count up for each message until it is done with") { database in
            let attempts = Store(database: database).deliveryAttempts
            #expect(try attempts.attempts(queue: "q", key: "k") == 0)
            #expect(try attempts.count(queue: "q", key: "k", now: 1) == 1)
            #expect(try attempts.count(queue: "q", key: "k", now: 2) == 2)
            #expect(try attempts.count(queue: "q", key: "l", now: 2) == 1)
            #expect(try attempts.attempts(queue: "q", key: "k") == 2)
            try attempts.clear(queue: "q", key: "k")
            #expect(try attempts.count(queue: "q", key: "k", now: 3) == 1)
            #expect(try attempts.attempts(queue: "q", key: "l") == 1)
        },
        StorageCheck("the outbox gives the oldest first, each once, until it is deleted") { database in
            let outbox = Store(database: database).outbox
            for (id, time) in [("c", Int64(2)), ("a", 3), ("b", 2), ("b", 1)] {
                try outbox.add(message(id: id, at: time))
            }
            #expect(try outbox.count() == 3)
            #expect(try outbox.next(limit: 2).map(\.id) == ["b", "c"])
            #expect(try outbox.next(before: 3, limit: 9).map(\.id) == ["b", "c"])
            #expect(try outbox.next(before: 1, orAfter: 2, limit: 9).map(\.id) == ["a"])
            try outbox.delete(["b", "a", "nothing"])
            #expect(try outbox.next(limit: 9) == [message(id: "c", at: 2)])
        },
    ]

    static func request(_ number: Int, _ body: String, terminal: String = "1") -> ProcessedMessages.Message {
        ProcessedMessages.Message(
            session: SessionKey(company: "c", store: "1", terminal: terminal), messageId: number,
            body: Array(body.utf8))
    }
}
