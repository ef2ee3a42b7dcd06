import Promotions
import Storage
import TestSupport
import Testing

@Suite("Where rows are locked")
struct LockOrderTests {
    let database: LockRecorder

    init() throws {
        database = LockRecorder(try SQLiteDatabase(path: ":memory:"))
        try Migrator.migrate(database, now: 1)
        database.forget()
    }

    static func holds(seed: UInt64) -> [Hold] {
        var random = SeededRandom(seed: seed)
        return (0..<6).map { index in
            Hold(
                key: LimitKey(limit: "\(index % 3)", scopeKey: "\(Int.random(in: 0..<2, using: &random))"),
                period: index % 3 == 0 ? .undefined : .days(3),
                day: LocalDate(days: Int.random(in: 9..<12, using: &random)),
                amount: Int128(Int.random(in: 0..<5, using: &random)), max: 1_000)
        }.shuffled(using: &random)
    }

    @Test("counters are locked before they move, in one order, whatever the holds are")
    func limits() throws {
        let limits = Store(database: database).limits
        for seed in 1...40 as ClosedRange<UInt64> {
            database.forget()
            try limits.replaceHolds(of: "t", company: "c", with: Self.holds(seed: seed))
            if seed.isMultiple(of: 10) { try limits.release("t") }
            #expect(!database.wroteUnlocked, "seed \(seed)")
            let order = database.locked.map { "\($0)" }
            if !seed.isMultiple(of: 10) { #expect(order == order.sorted(), "seed \(seed)") }
            try StorageCheck.expectSound(limits, "seed \(seed)")
        }
    }

    @Test("a session is locked before its transaction is read, also the first time")
    func sessions() throws {
        let key = SessionKey(company: "c", store: "1", terminal: "1")
        let expected: [DatabaseValue] = [.text("c"), .text("1"), .text("1")]
        #expect(try Store(database: database).transactions.current(of: key) == nil)
        #expect(database.locked.last == expected)
        database.forget()
        #expect(try Store(database: database).transactions.current(of: key) == nil)
        #expect(database.locked == [expected])
    }

    @Test("coupons are locked before cards and cards before counters, each in one order")
    func loyalty() throws {
        let store = Store(database: database)
        let wanted = ["b", "a"].flatMap { element in
            LoyaltyLock.Kind.allCases.map { LoyaltyLock($0, company: "c", element: element) }
        }
        try store.loyalty.lockTogether(Set(wanted))
        #expect(
            database.locked.map { $0[1] } == [.text("a"), .text("b"), .text("a"), .text("b"), .text("a"), .text("b")])
        try StorageCheck.fillLoyalty(store)
        database.forget()
        _ = try store.loyalty.elements(ofSale: "buys", of: "c")
        let locked = database.locked.map { $0[1] }
        // Two coupons that the sale issued, the one it used, its card.
        #expect(locked == [.text("205000001"), .text("205000002"), .text("2070000000018"), .text("6001")])
    }

    @Test(
        "the same claims hold where rows are locked",
        arguments: StorageCheck.limits + StorageCheck.transactions + StorageCheck.loyalty + StorageCheck.alarms)
    func conformance(check: StorageCheck) throws {
        try check.run(database)
    }
}
