import Loyalty
import Messages
import Promotions
import Storage
import TestSupport
import Testing

@testable import Engine

/// Every reason why a coupon, a card or a customer cannot be used, as a till gets to know it.
struct LoyaltyAckTests {
    static let company = EngineWorld.company
    static let day = LocalDate(days: 19_576)

    /// A thing that is presented, and what becomes of it first.
    struct Case: CustomTestStringConvertible {
        var ack: Int
        var title: String
        /// What is presented; `@` stands for what `prepare` gives.
        var sent: String
        var customer = ""
        /// Makes what is presented.
        var prepare: @Sendable (EngineWorld) throws -> String
        var testDescription: String { "\(ack): \(title)" }
    }

    static func used(_ type: String, times: Int, customer: String? = nil) -> @Sendable (EngineWorld) throws -> String {
        { world in
            let barCode = try world.issue(type, customer: customer)[0]
            for time in 1...times { try use(barCode, by: "other\(time)", in: world, customer) }
            return barCode
        }
    }

    static func use(_ barCode: String, by sale: String, in world: EngineWorld, _ customer: String? = nil) throws {
        let presented = PresentedCoupon(barCode: barCode, customers: customer.map { [$0] } ?? [], day: day)
        let refused = try world.store.coupons.consume([presented], by: sale, of: company, now: world.now)
        #expect(refused == [])
    }

    static func saveType(_ code: String, _ world: EngineWorld, _ change: (inout CouponType) -> Void) throws {
        var type = try #require(try world.store.couponTypes.find(code, of: company))
        change(&type)
        try world.store.couponTypes.save(type, of: company)
    }

    /// Sells goods that earn a coupon and points of card 6001, and begins their return, which blocks both.
    ///
    /// - Returns: the coupon.
    static func beginReturn(in world: EngineWorld) throws -> String {
        let sold = try world.send(
            LoyaltyShop.message(
                1, terminal: 7, lines: ["CLEANING", "CLUBBED"], LoyaltyShop.card("6001"), status: "finish",
                extra: #"autoCommit="true""#))
        let returned = try world.send(
            LoyaltyShop.message(
                1, terminal: 7, at: "10:00:01", status: "finish",
                extra: #"init-tck="true" void-trx="true" original-trx="2_9_7_20230807100000""#))
        #expect(LoyaltyShop.values("state", returned) == ["pending"])
        return try #require(LoyaltyShop.values("barcode", sold).first)
    }

    static let coupons = [
        Case(ack: 0, title: "one that can be used", sent: LoyaltyShop.coupon("@")) { try $0.issue("3")[0] },
        Case(ack: 0, title: "its type sent", sent: LoyaltyShop.coupon("@", type: "3")) { try $0.issue("3")[0] },
        Case(ack: 9101, title: "never issued", sent: LoyaltyShop.coupon("@")) { _ in "1234" },
        Case(ack: 9102, title: "used", sent: LoyaltyShop.coupon("@"), prepare: used("3", times: 1)),
        Case(ack: 9103, title: "cancelled", sent: LoyaltyShop.coupon("@")) { world in
            let barCode = try world.issue("3")[0]
            _ = try world.store.coupons.cancel(barCode, of: company, now: world.now)
            return barCode
        },
        Case(ack: 9103, title: "valid from tomorrow on", sent: LoyaltyShop.coupon("@")) { world in
            try saveType("3", world) { $0.validity = .dates(from: LocalDate(days: day.days + 1), to: nil) }
            return try world.issue("3")[0]
        },
        Case(ack: 9103, title: "of a sale that is not committed", sent: LoyaltyShop.coupon("@")) { world in
            _ = try world.send(LoyaltyShop.message(1, terminal: 7, lines: ["CLEANING"]))
            let answer = try world.send(LoyaltyShop.message(2, terminal: 7, at: "10:00:01", status: "finish"))
            return try #require(LoyaltyShop.values("barcode", answer).first)
        },
        Case(ack: 9103, title: "of a sale that comes back", sent: LoyaltyShop.coupon("@"), prepare: beginReturn),
        Case(ack: 9104, title: "another type sent", sent: LoyaltyShop.coupon("@", type: "7")) { try $0.issue("3")[0] },
        Case(ack: 9105, title: "past its last day", sent: LoyaltyShop.coupon("@")) { world in
            try saveType("3", world) { $0.validity = .daysFromIssue(5) }
            return try world.issue("3")[0]
        },
        Case(
            ack: 9106, title: "used twice of twice", sent: LoyaltyShop.coupon("@"), customer: LoyaltyShop.customer,
            prepare: used("9", times: 2, customer: "12")),
        Case(ack: 9107, title: "without its customer", sent: LoyaltyShop.coupon("@")) { world in
            try world.issue("9", customer: "12")[0]
        },
        Case(ack: 9108, title: "its type switched off", sent: LoyaltyShop.coupon("@")) { world in
            let barCode = try world.issue("3")[0]
            try saveType("3", world) { $0.isActive = false }
            return barCode
        },
        Case(ack: 9109, title: "another amount sent", sent: LoyaltyShop.coupon("@", more: #"amount="3""#)) { world in
            try world.issue("8", value: .amount(Money(whole: 4)))[0]
        },
        Case(ack: 0, title: "its amount sent", sent: LoyaltyShop.coupon("@", more: #"amount="4""#)) { world in
            try world.issue("8", value: .amount(Money(whole: 4)))[0]
        },
    ]

    static let cards = [
        Case(ack: 0, title: "one that can be used", sent: LoyaltyShop.card("@")) { _ in "6001" },
        Case(ack: 9500, title: "nobody's", sent: LoyaltyShop.card("@")) { _ in "1" },
        Case(ack: 9501, title: "switched off", sent: LoyaltyShop.card("@"), prepare: taken(.disable)),
        Case(ack: 9501, title: "expired", sent: LoyaltyShop.card("@"), prepare: taken(.expire)),
        Case(ack: 9502, title: "cancelled", sent: LoyaltyShop.card("@"), prepare: taken(.cancel)),
        Case(ack: 9503, title: "of a type nobody knows", sent: LoyaltyShop.card("@")) { world in
            try world.card("5", type: "NONE")
            return "5"
        },
        Case(ack: 9504, title: "its type switched off", sent: LoyaltyShop.card("@")) { world in
            try world.store.cardTypes.save(CardType(code: "CLUB", isActive: false), of: company)
            return "6001"
        },
        Case(ack: 9509, title: "without any customer", sent: LoyaltyShop.card("@")) { world in
            try world.card("5", type: "HOME", customer: "12")
            return "5"
        },
        Case(ack: 9510, title: "of another customer", sent: LoyaltyShop.card("@"), customer: LoyaltyShop.customer) {
            world in
            try world.card("5", type: "HOME", customer: "13")
            return "5"
        },
        Case(ack: 9510, title: "of a sale that comes back", sent: LoyaltyShop.card("@")) { world in
            _ = try beginReturn(in: world)
            return "6001"
        },
    ]

    @Test func `every ack of coupons and cards that is ever sent has its case`() {
        let known = Set(Ack.allCases.map(\.rawValue).filter { 9101...9110 ~= $0 || 9500...9516 ~= $0 })
        let neverSent = Set([9110] + Array(9505...9508) + Array(9511...9515))
        let cases = (Self.coupons + Self.cards).map(\.ack) + LoyaltyFinishTests.cases.map(\.ack)
        #expect(Set(cases).subtracting([0]) == known.subtracting(neverSent))
    }

    static func taken(_ event: CardEvent) -> @Sendable (EngineWorld) throws -> String {
        { world in
            _ = try world.store.cards.take(event, "6001", of: company)
            return "6001"
        }
    }

    @Test(arguments: coupons + cards, EngineWorld.Kind.all)
    func `a validation says why something cannot be used, and changes nothing`(
        _ example: Case, _ kind: EngineWorld.Kind
    ) throws {
        let world = try LoyaltyShop.world(kind)
        let sent = example.sent.replacing("@", with: try example.prepare(world))
        let message = LoyaltyShop.message(1, example.customer + sent, status: "loyaltyValidation")
        let answer = try world.send(message)
        #expect(LoyaltyShop.values("ack", answer) == ["0", "\(example.ack)"])
        #expect(answer.contains("<errors/>"))
        #expect(try world.send(message) == answer)
        #expect(try world.loyaltyMismatches() == [])
    }

    @Test(arguments: coupons + cards)
    func `what cannot be used counts for nothing, and the explanation says why`(_ example: Case) throws {
        let world = try LoyaltyShop.world()
        let thing = try example.prepare(world)
        let isCard = example.sent.contains("loyaltycard")
        // The type sent is the one that the promotion wants, so that only the register speaks against it.
        let type = try world.store.coupons.find(thing, of: Self.company)?.coupon.type
        let level = isCard ? "CLUBBED" : ["3": "VOUCHER", "9": "NAMED", "8": "REDEEM"][type ?? "3"] ?? ""
        guard example.ack != 9104, example.ack != 9109, example.ack != 9101, example.ack != 9500 else { return }
        let sent =
            isCard ? LoyaltyShop.card(thing, type: "CLUB") : LoyaltyShop.coupon(thing, type: type)
        let answer = try world.send(
            LoyaltyShop.message(1, lines: [level], example.customer + sent, extra: #"explain="true""#))
        #expect(answer.contains("<optional>") == (example.ack == 0))
        if example.ack != 0 { #expect(answer.contains("(\(example.ack))")) }
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `customers nobody knows and customers who may not be named`(_ kind: EngineWorld.Kind) throws {
        let world = try LoyaltyShop.world(kind)
        try world.store.customers.save(Customer(code: "13", isActive: false), of: Self.company)
        let third = LoyaltyShop.customer.replacing("seq=\"1\"", with: "seq=\"3\"")
        let sent = #"<customer-add seq="1" id="13"/><customer-add seq="2" identifier="77"/>"# + third
        let lenient = try world.send(LoyaltyShop.message(1, sent, status: "loyaltyValidation"))
        #expect(LoyaltyShop.values("ack", lenient) == ["0", "9629"])
        #expect(LoyaltyShop.values("code", lenient) == ["13", "-", "12"])
        try world.store.companies.save(CompanySettings(refuseUnknownCustomers: true), of: Self.company)
        let strict = try world.send(LoyaltyShop.message(2, at: "10:00:01", status: "loyaltyValidation"))
        #expect(LoyaltyShop.values("ack", strict) == ["0", "9629", "9603"])
        #expect(LoyaltyShop.values("info", strict) == ["13", "77"])
    }
}
