import Loyalty
import Promotions
import Storage
import Testing

extension StorageCheck {
    /// What a batch's memory has to do: nothing that anybody could see, but for its speed.
    public static let batches: [StorageCheck] = [
        StorageCheck("batches that remember leave what single steps leave, and read the same") { database in
            for seed in 1...20 as ClosedRange<UInt64> {
                var world = BatchWorld(database, seed: seed)
                for _ in 0..<6 { try world.turn() }
                let (plain, remembered) = (try world.dump(world.plain), try world.dump(world.batched))
                #expect(plain == remembered, "seed \(seed)")
                try expectSound(Store(database: database).limits, "seed \(seed)")
            }
        },
        StorageCheck("a batch that is undone leaves nothing") { database in
            let store = Store(database: database).remembering()
            try database.begin()
            let record = sale("1", second: 1)
            try store.transactions.open(record)
            try store.limits.replaceHolds(of: record.key.id, company: "c", with: [hold("l", 1)])
            #expect(try store.transactions.current(of: record.key.session) == record)
            try database.rollback()
            let after = Store(database: database)
            #expect(try after.transactions.find(record.key.id) == nil)
            #expect(try after.limits.list(of: "c", count: 9) == [])
        },
        StorageCheck("sales that a batch has looked for book once, whatever they had booked before") { database in
            var world = try LoyaltyWorld(database)
            let issues = [(type: LoyaltyWorld.single, quantity: 2)]
            try world.card("6001")
            let old = try world.finish("old", issuing: issues, moving: ["6001": 5])
            world.store = world.store.remembering()
            try world.store.loyalty.lookForBookings(of: ["old", "new"])
            #expect(try world.finish("old", issuing: issues, moving: ["6001": 5]) == old)
            let new = try world.finish("new", issuing: issues, moving: ["6001": 7])
            #expect(new.issued.coupons.count == 2 && new.movements.map(\.points) == [Money(whole: 7)])
            #expect(try world.finish("new", issuing: issues, moving: ["6001": 7]) == new)
            #expect(try world.balance("6001") == 12)
        },
        StorageCheck("a kind that a batch saves is the one that it finds") { database in
            let store = Store(database: database).remembering()
            var card = CardType(code: "A", pointsLifetime: 30)
            var coupon = CouponType(code: "A", prefix: "2", format: try BarCodeFormat("PPPnnnc", base: .code128))
            for lifetime in [30, 60] {
                (card.pointsLifetime, coupon.maxUses) = (lifetime, lifetime)
                try store.cardTypes.save(card, of: "c")
                try store.couponTypes.save(coupon, of: "c")
                #expect(try store.cardTypes.find("A", of: "c") == card)
                #expect(try store.couponTypes.find("A", of: "c") == coupon)
                #expect(try store.couponTypes.find("A", of: "d") == nil)
            }
        },
        StorageCheck("a transaction that is opened twice in a batch is refused by its commit") { database in
            let store = Store(database: database).remembering()
            let record = sale("1", second: 1)
            try Store(database: database).transactions.open(record)
            try database.begin()
            let error = #expect(throws: StorageError.self) {
                try store.transactions.open(record)
                try store.commit()
            }
            #expect(error?.code == .constraint)
            try database.rollback()
        },
    ]
}

/// The same steps of the same tills for two companies: one takes them singly, the other in batches that remember.
private struct BatchWorld {
    let plain: String
    let batched: String
    private let database: any Database
    private var random: SeededRandom
    private var second = 0
    private let seed: UInt64
    private static let limits = ["life", "day", "week"]

    init(_ database: any Database, seed: UInt64) {
        self.database = database
        self.seed = seed
        (plain, batched) = ("p\(seed)", "r\(seed)")
        random = SeededRandom(seed: seed)
    }

    /// One batch of steps.
    mutating func turn() throws {
        let steps = (0..<Int.random(in: 1...12, using: &random)).map { _ in Step(&random, &second) }
        let single = Store(database: database)
        var expected: [String] = []
        for step in steps {
            expected += try database.transaction { () throws(StorageError) in try step.run(single, plain) }
        }
        let store = Store(database: database).remembering().locking(LimitLocks())
        try database.begin()
        var ahead = ReadAhead()
        for step in steps {
            ahead.messages.append(step.message(batched))
            ahead.sentAt.append(step.record(batched).key.opened)
        }
        try store.read(ahead)
        let locks = Self.limits.map { LimitLock(company: batched, key: StorageCheck.key($0)) }
        try store.limits.lockTogether(Set(locks), day: StorageCheck.day(9))
        var found: [String] = []
        for step in steps { found += try step.run(store, batched) }
        try store.commit()
        #expect(found == expected, "seed \(seed)")
    }

    /// All that a company left.
    func dump(_ company: String) throws -> [String] {
        let rows =
            try database.query(
                """
                SELECT limit_id, day, used FROM limit_counters WHERE company = $1 AND used > 0 ORDER BY limit_id, day
                """, [.text(company)])
            + database.query(
                """
                SELECT state, choice, total FROM transactions WHERE company = $1 ORDER BY id
                """, [.text(company)])
            + database.query(
                """
                SELECT day, limit_id, amount, state FROM limit_holds WHERE company = $1
                ORDER BY transaction_id, limit_id, day
                """, [.text(company)])
            + database.query(
                """
                SELECT message_id, answer FROM processed_messages WHERE company = $1
                ORDER BY transaction_id, message_id
                """, [.text(company)])
        return rows.map { "\($0)" }
    }
}

/// What one message does to a till's transaction.
private struct Step {
    private let terminal: String
    private let second: Int
    private let number: Int
    private let wanted: [Hold]
    private let end: Int

    init(_ random: inout SeededRandom, _ second: inout Int) {
        second += 1
        self.second = second
        terminal = "\(Int.random(in: 1...3, using: &random))"
        number = Int.random(in: 1...2, using: &random)
        wanted = [
            StorageCheck.hold("life", Int128(random.below(9)), max: 200),
            StorageCheck.hold("day", Int128(random.below(9)), max: 20, days: 1, on: 8 + random.below(3)),
            StorageCheck.hold("week", Int128(random.below(9)), max: 60, days: 7, on: 8 + random.below(3)),
        ].filter { _ in Bool.random(using: &random) }
        end = random.below(5)
    }

    func record(_ company: String) -> TransactionRecord {
        StorageCheck.sale(terminal, second: second, company: company)
    }

    func message(_ company: String) -> ProcessedMessages.Message {
        ProcessedMessages.Message(
            session: record(company).key.session, messageId: number, body: [UInt8(end), UInt8(number)])
    }

    /// Does it; what was read on the way is returned.
    func run(_ store: Store, _ company: String) throws(StorageError) -> [String] {
        let message = message(company)
        var read: [String] = []
        let current = try store.transactions.current(of: message.session)
        read.append("\(current?.state.rawValue ?? "none") \(current?.choice ?? "")")
        read.append(try store.processedMessages.answer(to: message).map { "\($0.bytes)" } ?? "new")
        var record = record(company)
        if let current, !current.state.isClosed {
            record = current
        } else {
            try store.transactions.open(record)
        }
        let id = record.key.id
        var holds: [Hold] = []
        for hold in wanted {
            let question = Limits.Question(key: hold.key, period: hold.period)
            let used = try store.limits.used([question], company: company, day: hold.day, byOthersThan: id)
            read.append("\(hold.key.limit) \(used)")
            if let used = used.first, used + hold.amount <= hold.max { holds.append(hold) }
        }
        try store.limits.replaceHolds(of: id, company: company, with: holds)
        record.choice = "\(second)"
        record.total = Money(units: Int128(second))
        switch end {
        case 0: try store.limits.book(id)
        case 1: try store.limits.release(id)
        case 2: try store.processedMessages.drop(id)
        default: break
        }
        if end < 2 {
            record.state = end == 0 ? .committed : .rolledBack
            record.closedAt = Int64(second)
        }
        try store.transactions.save(record)
        try store.processedMessages.record(
            ProcessedMessages.Answer(transaction: id, bytes: [UInt8(second % 250)]), to: message, now: Int64(second))
        return read
    }
}
