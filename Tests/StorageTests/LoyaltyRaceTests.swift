import Glibc
import Loyalty
import Promotions
import Storage
import TestSupport
import Testing

/// Many tills on the coupons and numbers of one company.
enum CouponTills {
    static let type = "7"

    /// A kind of coupons for one use, and as many coupons as there are to be.
    static func stock(_ address: String, count: Int) throws -> [String] {
        let store = Store(database: try Tills.open(address))
        let format = try BarCodeFormat("PPPnnnnnnnnnc", base: .ean13)
        try store.couponTypes.save(CouponType(code: type, prefix: "987", format: format), of: "c")
        let order = CouponOrder(
            company: "c", transaction: nil, store: "1", terminal: "1",
            moment: LocalDateTime(date: LocalDate(days: 1), secondOfDay: 0), customer: nil,
            issues: [.init(benefit: "", type: type, quantity: count)])
        return try store.database.transaction { () throws(StorageError) in
            try store.coupons.issueAtOnce(order, now: 1).coupons.map(\.coupon.barCode)
        }
    }

    /// Presents every coupon in a sale of its own; returns those that were taken.
    static func use(_ barCodes: [String], at address: String, till: Int) throws -> [String] {
        let database = try Tills.open(address)
        let coupons = Store(database: database).coupons
        return try barCodes.filter { barCode in
            let presented = PresentedCoupon(barCode: barCode, day: LocalDate(days: 1))
            let refused = try database.transaction { () throws(StorageError) in
                try coupons.consume([presented], by: "\(till)-\(barCode)", of: "c", now: 1)
            }
            if let reason = refused.first?.reason, reason != .consumed {
                throw StorageError(.other, place: "coupon \(barCode)", text: "found \(reason), expected consumed")
            }
            return refused.isEmpty
        }
    }

    /// Takes numbers in handfuls and writes each handful down; every seventh is undone.
    static func reserve(_ count: Int, at address: String, till: Int) throws {
        let database = try Tills.open(address)
        let store = Store(database: database)
        var random = SeededRandom(seed: UInt64(till))
        var (taken, turn) = (0, 0)
        while taken < count {
            turn += 1
            let handful = min(1 + random.below(40), count - taken)
            try database.begin()
            let first = try store.couponCounters.reserve(handful, of: "P987", company: "c")
            try store.outbox.add(StorageCheck.message(id: "\(first)", at: Int64(handful)))
            guard turn % 7 > 0 else {
                try database.rollback()
                continue
            }
            try database.commit()
            taken += handful
        }
    }

    /// The handfuls that were written down, lowest first.
    static func handfuls(_ address: String) throws -> [(first: Int, count: Int)] {
        try Tills.open(address).query("SELECT id, created_at FROM outbox", []).map { row in
            (Int(try row.text("id")) ?? 0, try row.int("created_at"))
        }.sorted { $0.first < $1.first }
    }
}

@Suite("Many tills on one company's coupons")
struct LoyaltyRaceTests {
    @Test("two present the same coupon, and one of them gets it, a thousand times", arguments: Market.Kind.all)
    func oneWins(kind: Market.Kind) throws {
        let market = try Market(kind)
        let address = market.address
        let barCodes = try CouponTills.stock(address, count: 1_000)
        let outcome = Race.run(2) { till in try CouponTills.use(barCodes, at: address, till: till) }
        #expect(outcome.errors == [])
        #expect(outcome.results.flatMap(\.self).sorted() == barCodes.sorted())
        let store = Store(database: try Tills.open(address))
        #expect(try store.loyalty.mismatches(count: 9) == [])
        for barCode in barCodes { #expect(try store.coupons.find(barCode, of: "c")?.coupon.state == .consumed) }
    }

    @Test("four processes take numbers of one prefix, none twice", arguments: Market.Kind.all)
    func numbers(kind: Market.Kind) async throws {
        let market = try Market(kind)
        let address = market.address
        let each = getenv("PROMO_TEST_LONG") == nil ? 25_000 : 250_000
        await withTaskGroup(of: Void.self) { group in
            for till in 1...4 {
                group.addTask {
                    await #expect(processExitsWith: .success) {
                        [address = address as String, each = each as Int, till = till as Int] in
                        try CouponTills.reserve(each, at: address, till: till)
                    }
                }
            }
        }
        var next = 1
        for (first, count) in try CouponTills.handfuls(address) {
            #expect(first == next)
            next = first + count
        }
        #expect(next == 4 * each + 1)
    }

    @Test("two sales on the same coupons, cards and counters neither wait in a circle nor lose anything")
    func circle() throws {
        for kind in Market.Kind.all {
            let market = try Market(kind)
            let address = market.address
            _ = try CouponTills.stock(address, count: 1)
            let store = Store(database: try Tills.open(address))
            try store.cardTypes.save(CardType(code: "T"), of: "c")
            for number in ["1", "2", "3"] { try store.cards.save(Card(number: number, type: "T"), of: "c") }
            let outcome = Race.run(2) { till in try Self.earn(at: address, till: till) }
            #expect(outcome.errors == [], "\(kind)")
            #expect(try store.loyalty.mismatches(count: 9) == [], "\(kind)")
            #expect(try store.cards.find("2", of: "c")?.card.balance1 == Money(whole: 400), "\(kind)")
            #expect(try store.couponCounters.last(of: "P987", company: "c") == 401, "\(kind)")
        }
    }

    private static func earn(at address: String, till: Int) throws {
        let database = try Tills.open(address)
        let store = Store(database: database)
        for sale in 0..<100 {
            try database.transaction { () throws(StorageError) in
                // A batch of two sales, which need the cards in opposite orders.
                try store.loyalty.lockTogether(
                    Set(["1", "2", "3"].map { LoyaltyLock(.card, company: "c", element: $0) })
                        .union([LoyaltyLock(.counter, company: "c", element: "P987")]))
                for part in [0, 1] {
                    let numbers = part == till ? ["1", "2"] : ["2", "3"]
                    let finish = LoyaltyEffects.Finish(
                        company: "c", transaction: "\(till)-\(sale)-\(part)", store: "1", terminal: "\(till)",
                        moment: LocalDateTime(date: LocalDate(days: 1), secondOfDay: 0), customers: [], owner: nil,
                        coupons: [],
                        outcome: LoyaltyOutcome(
                            issues: [.init(benefit: "b", type: CouponTills.type, quantity: 1)],
                            movements: Dictionary(
                                uniqueKeysWithValues: numbers.map { (.init(card: $0), Money(whole: 1)) })))
                    _ = try store.loyalty.book(finish, now: 1)
                }
            }
        }
    }
}
