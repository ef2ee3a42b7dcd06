import Promotions
import Storage
import TestSupport
import Testing

/// A sale as a worker handles it: answered from store when it was handled before, done once otherwise.
enum SampleSale {
    static let session = SessionKey(company: "c", store: "1", terminal: "7")
    static let moment = LocalDateTime(date: LocalDate(days: 19_800), secondOfDay: 1)
    static let message = ProcessedMessages.Message(session: session, messageId: 1, body: Array("sale".utf8))
    static let answer = Array("answer".utf8)

    static func handle(_ database: any Database) throws(StorageError) -> [UInt8] {
        let store = Store(database: database)
        return try database.transaction { () throws(StorageError) in
            if let known = try store.processedMessages.answer(to: message) { return known.bytes }
            guard try store.transactions.current(of: session) == nil else {
                throw StorageError(.other, place: "sale", text: "half of it was there")
            }
            let record = TransactionRecord(
                key: TransactionKey(session: session, opened: moment), lastDateTime: moment, lastMessageAt: 1)
            try store.transactions.open(record)
            let keys = ["life", "days"].map { LimitKey(limit: $0, scopeKey: "c") }
            try store.limits.replaceHolds(
                of: record.key.id, company: "c",
                with: [
                    Hold(key: keys[0], period: .undefined, day: moment.date, amount: 700, max: 1_000),
                    Hold(key: keys[1], period: .days(3), day: moment.date, amount: 2, max: 2),
                ])
            try store.limits.book(record.key.id)
            try store.processedMessages.record(
                .init(transaction: record.key.id, bytes: answer), to: message, now: 1)
            try store.outbox.add(StorageCheck.message(id: record.key.id))
            return answer
        }
    }

    /// What is in the database, as a row of counts: all zero before the sale, `done` after it.
    static func traces(_ database: any Database) throws -> [Int64] {
        try [
            "SELECT COUNT(*) AS value FROM transactions", "SELECT COUNT(*) AS value FROM sessions",
            "SELECT CAST(COALESCE(SUM(used), 0) AS BIGINT) AS value FROM limit_counters",
            "SELECT COUNT(*) AS value FROM limit_holds WHERE state = 'booked'",
            "SELECT COUNT(*) AS value FROM processed_messages", "SELECT COUNT(*) AS value FROM outbox",
        ].map { try #require(try database.query($0, []).first).integer("value") }
    }

    static let nothing: [Int64] = [0, 0, 0, 0, 0, 0]
    static let done: [Int64] = [1, 1, 702, 2, 1, 1]
}

/// Counts boundaries and acts at one of them.
final class Countdown {
    private(set) var passed = 0
    private let target: Int
    private let act: () throws(StorageError) -> Void

    init(at target: Int = .max, act: @escaping () throws(StorageError) -> Void = {}) {
        self.target = target
        self.act = act
    }

    func pass(_ boundary: Boundary) throws(StorageError) {
        passed += 1
        if passed == target { try act() }
    }

    /// How many boundaries a sale has in a fresh database.
    static func ofSale() throws -> Int {
        let database = try SQLiteDatabase(path: ":memory:")
        try Migrator.migrate(database, now: 1)
        let countdown = Countdown()
        database.faultHook = countdown.pass
        _ = try SampleSale.handle(database)
        return countdown.passed
    }
}
