import Loyalty
import Promotions
import Testing

struct RefusalTests {
    struct CouponCase: CustomTestStringConvertible, Sendable {
        let expected: CouponRefusal?
        var state = CouponState.active
        var uses = 0
        var maxUses = 1
        var isNominative = false
        var isActive = true
        var day = 15
        var type: String?
        var amount = 0
        var customers: [String] = ["12"]
        var testDescription: String { "\(expected.map { "\($0)" } ?? "usable") \(state) \(uses)/\(maxUses) day \(day)" }
    }

    static let coupons = [
        CouponCase(expected: nil),
        CouponCase(expected: nil, day: 10), CouponCase(expected: nil, day: 20),
        CouponCase(expected: nil, uses: 1, maxUses: 2),
        CouponCase(expected: nil, isNominative: true, customers: ["7", "12"]),
        CouponCase(expected: nil, type: "3", amount: 8),
        CouponCase(expected: .consumed, state: .consumed, uses: 1),
        CouponCase(expected: .usedUp, state: .consumed, uses: 2, maxUses: 2),
        CouponCase(expected: .usedUp, uses: 3, maxUses: 2),
        CouponCase(expected: .inactive, state: .issued), CouponCase(expected: .inactive, state: .blocked),
        CouponCase(expected: .inactive, state: .cancelled), CouponCase(expected: .inactive, day: 9),
        CouponCase(expected: .typeDiffers, type: "4"),
        CouponCase(expected: .typeDiffers, state: .consumed, type: "4"),
        CouponCase(expected: .expired, state: .expired), CouponCase(expected: .expired, day: 21),
        CouponCase(expected: .needsCustomer, isNominative: true, customers: []),
        CouponCase(expected: .needsCustomer, isNominative: true, customers: ["7"]),
        CouponCase(expected: .typeInactive, isActive: false),
        CouponCase(expected: .amountDiffers, amount: 9),
    ]

    @Test(arguments: coupons)
    func `a coupon is refused for its first reason`(_ example: CouponCase) throws {
        let type = CouponType(
            code: "3", prefix: "987", format: try BarCodeFormat("PPPnnnn", base: .code128),
            maxUses: example.maxUses, isNominative: example.isNominative, isActive: example.isActive)
        let coupon = Coupon(
            barCode: "1", type: "3", state: example.state, uses: example.uses, validFrom: LocalDate(days: 10),
            validTo: LocalDate(days: 20), customer: "12", value: .amount(Money(whole: 8)))
        let presented = PresentedCoupon(
            barCode: "1", type: example.type, amount: Money(whole: example.amount), customers: example.customers,
            day: LocalDate(days: example.day))
        #expect(presented.refusal(coupon, of: type) == example.expected)
        #expect(presented.refusal(nil, of: type) == .notFound)
        // A coupon that is not refused can be used, and one that can be used is active.
        var used = coupon
        let isUsed = used.use(type)
        if example.expected == nil { #expect(isUsed) }
    }

    @Test func `every refusal of a coupon has an example`() {
        #expect(Set(Self.coupons.compactMap(\.expected)).union([.notFound]) == Set(CouponRefusal.allCases))
    }

    struct CardCase: CustomTestStringConvertible, Sendable {
        let expected: CardRefusal?
        var state = Card.State.active
        var blocks = 0
        var needsCustomer = false
        var isActive = true
        var isKnownType = true
        var customer: String? = "12"
        var customers: [String] = []
        var day = 15
        var testDescription: String { "\(expected.map { "\($0)" } ?? "usable") \(state) \(customers)" }
    }

    static let cards = [
        CardCase(expected: nil), CardCase(expected: nil, needsCustomer: true, customers: ["12"]),
        CardCase(expected: nil, needsCustomer: true, customer: nil, customers: ["7"]),
        CardCase(expected: nil, day: 20),
        CardCase(expected: .disabled, state: .disabled), CardCase(expected: .disabled, state: .expired),
        CardCase(expected: .disabled, day: 21),
        CardCase(expected: .cancelled, state: .cancelled),
        CardCase(expected: .typeNotFound, isKnownType: false), CardCase(expected: .typeInactive, isActive: false),
        CardCase(expected: .needsCustomer, needsCustomer: true),
        CardCase(expected: .notAuthorised, needsCustomer: true, customers: ["7"]),
        CardCase(expected: .notAuthorised, blocks: 1),
    ]

    @Test(arguments: cards)
    func `a card is refused for its first reason`(_ example: CardCase) {
        let card = Card(
            number: "6001", type: "CLUB", state: example.state, blocks: example.blocks, customer: example.customer,
            validTo: LocalDate(days: 20))
        let type = CardType(code: "CLUB", needsCustomer: example.needsCustomer, isActive: example.isActive)
        let day = LocalDate(days: example.day)
        #expect(
            Card.refusal(card, of: example.isKnownType ? type : nil, customers: example.customers, day: day)
                == example.expected)
        #expect(Card.refusal(nil, of: type, customers: example.customers, day: day) == .notFound)
    }

    @Test func `every refusal of a card by its state has an example`() {
        #expect(
            Set(Self.cards.compactMap(\.expected)).union([.notFound, .balanceExceeded]) == Set(CardRefusal.allCases))
    }
}
