import Loyalty
import Promotions
import Storage
import TestSupport
import Testing

@Suite("When a sale with coupons and cards fails on its way to the disk")
struct LoyaltyFaultTests {
    /// A step in the life of a sale, which is asked for again after any failure.
    enum Step: CaseIterable, CustomTestStringConvertible {
        case finish, commit, rollback, block, giveBack, expire

        var testDescription: String { "\(self)" }
    }

    static let type = "7"
    static let account = LoyaltyOutcome.Account(card: "6001")
    static let before = LoyaltyOutcome(
        issues: [.init(benefit: "b", type: type, quantity: 2)], movements: [account: Money(whole: -4)])

    /// A company with a coupon to use and a card with ten points in two lots.
    static func open() throws -> SQLiteDatabase {
        let database = try SQLiteDatabase(path: ":memory:")
        try Migrator.migrate(database, now: 1)
        let store = Store(database: database)
        let format = try BarCodeFormat("PPPnnnnnn", base: .code128)
        let type = CouponType(code: Self.type, prefix: "987", format: format, validity: .daysFromIssue(30))
        try store.couponTypes.save(type, of: "c")
        try store.cardTypes.save(CardType(code: "CLUB", pointsLifetime: 30), of: "c")
        try store.cards.save(Card(number: "6001", type: "CLUB"), of: "c")
        for day in [3, 1] {
            _ = try store.cards.adjust(
                by: Money(whole: 5), account, of: "c", day: LocalDate(days: day), now: 1)
        }
        let order = CouponOrder(
            company: "c", transaction: nil, store: "1", terminal: "1", moment: moment, customer: nil,
            issues: [.init(benefit: "", type: Self.type, quantity: 1)])
        #expect(try store.coupons.issueAtOnce(order, now: 1).coupons.map(\.coupon.barCode) == ["987000001"])
        return database
    }

    static let moment = LocalDateTime(date: LocalDate(days: 5), secondOfDay: 0)

    static func run(_ step: Step, on database: SQLiteDatabase) throws(StorageError) {
        let store = Store(database: database)
        try database.transaction { () throws(StorageError) in
            switch step {
            case .finish:
                let coupon = PresentedCoupon(barCode: "987000001", day: moment.date)
                _ = try store.loyalty.book(
                    LoyaltyEffects.Finish(
                        company: "c", transaction: "s", store: "1", terminal: "1", moment: moment, customers: [],
                        owner: nil, coupons: [coupon], outcome: before), now: 2)
            case .commit: _ = try store.loyalty.commit("s", now: 3)
            case .rollback: _ = try store.loyalty.rollback("s", of: "c", day: moment.date, now: 3)
            case .block: try store.loyalty.block(sale: "s", for: "r", of: "c", now: 4)
            case .giveBack:
                let elements = try store.loyalty.elements(ofSale: "s", of: "c")
                var sold = before
                sold.spentCoupons = ["987000001"]
                let plan = ReversalPlan(before: sold, now: LoyaltyOutcome(), elements: elements)
                try store.loyalty.apply(plan, toSale: "s", for: "r", of: "c", day: moment.date, now: 5)
                try store.loyalty.unblock("r", now: 5)
            case .expire: _ = try store.loyalty.expire(before: LocalDate(days: 90), of: "c", now: 6, limit: 9)
            }
        }
    }

    /// What each step needs to have happened.
    static func past(_ step: Step) -> [Step] {
        switch step {
        case .finish: []
        case .commit, .rollback: [.finish]
        case .block: [.finish, .commit]
        case .giveBack: [.finish, .commit, .block]
        case .expire: [.finish, .commit]
        }
    }

    /// All rows of all tables that the steps write.
    static func rows(_ database: SQLiteDatabase) throws -> [String] {
        try [
            "coupons", "coupon_uses", "coupon_events", "coupon_counters", "cards", "card_movements", "point_lots",
            "point_draws", "element_blocks",
        ].flatMap { table in
            let columns = try database.query("PRAGMA table_info(\(table))", []).map { try $0.text("name") }
            let list = columns.joined(separator: ", ")
            return try database.query("SELECT \(list) FROM \(table) ORDER BY \(list)", []).map { row in
                try table + " " + columns.map { "\(try row.value($0))" }.joined(separator: " ")
            }
        }
    }

    @Test(
        "any boundary of any step is before it or after it, and the step again makes it happen once",
        arguments: Step.allCases)
    func boundaries(step: Step) throws {
        let whole = try Self.open()
        for past in Self.past(step) { try Self.run(past, on: whole) }
        let before = try Self.rows(whole)
        let countdown = Countdown()
        whole.faultHook = countdown.pass
        try Self.run(step, on: whole)
        whole.faultHook = nil
        let after = try Self.rows(whole)
        #expect(before != after)
        #expect(countdown.passed > 3)
        for boundary in 1...countdown.passed {
            let database = try Self.open()
            for past in Self.past(step) { try Self.run(past, on: database) }
            let fault = StorageError(.connectionLost, place: "test", text: "boundary \(boundary)")
            database.faultHook = Countdown(at: boundary) { () throws(StorageError) in throw fault }.pass
            #expect(throws: fault) { try Self.run(step, on: database) }
            database.faultHook = nil
            let left = try Self.rows(database)
            #expect(left == before || left == after, "boundary \(boundary)")
            if step != .expire || left == before { try Self.run(step, on: database) }
            #expect(try Self.rows(database) == after, "boundary \(boundary)")
            #expect(try Store(database: database).loyalty.mismatches(count: 9) == [], "boundary \(boundary)")
        }
    }

    @Test("every step again changes nothing", arguments: Step.allCases)
    func again(step: Step) throws {
        let database = try Self.open()
        for past in Self.past(step) + [step] { try Self.run(past, on: database) }
        // One step of expiry ends one kind of thing; all of them are done when it finds nothing.
        if step == .expire { for _ in 1...3 { try Self.run(step, on: database) } }
        let rows = try Self.rows(database)
        try Self.run(step, on: database)
        #expect(try Self.rows(database) == rows)
    }
}
