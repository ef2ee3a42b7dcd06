import Loyalty
import Promotions
import Storage

@testable import Engine

/// What company `2` knows of customers, coupons and cards in the golden exchanges.
extension EngineWorld {
    static let company = "2"

    /// Registers the customer, the card, and both kinds of coupons of the golden exchanges.
    func register() throws {
        let format = try BarCodeFormat("PPPSSSTTTnnnc", base: .ean13)
        try store.database.transaction { () throws(StorageError) in
            try store.customers.save(
                Customer(
                    code: "12", identifier: "5690012", name: "CUSTOMER", lastName: "Sample",
                    email: "customer@example.com"), of: Self.company)
            try store.cardTypes.save(CardType(code: "CLUB"), of: Self.company)
            try store.couponTypes.save(CouponType(code: "3", prefix: "987", format: format), of: Self.company)
            try store.couponTypes.save(
                CouponType(code: "7", prefix: "207", format: format, validity: .daysFromIssue(30)), of: Self.company)
            try card("6001", balance: 100)
            _ = try store.couponCounters.reserve(889, of: "P987", company: Self.company)
            try issue("3", store: "001", terminal: "125")
        }
    }

    /// A card with a balance.
    func card(
        _ number: String, type: String = "CLUB", customer: String? = nil, balance: Int = 0
    ) throws(StorageError) {
        try store.cards.save(Card(number: number, type: type, customer: customer), of: Self.company)
        guard balance > 0 else { return }
        _ = try store.cards.adjust(
            by: Money(whole: balance), .init(card: number), of: Self.company, day: LocalDate(days: 19_500), now: now)
    }

    /// Coupons that can be used from 2023-08-01 on.
    @discardableResult
    func issue(
        _ type: String, _ count: Int = 1, store place: String = "5", terminal: String = "1", customer: String? = nil,
        value: Coupon.Value? = nil
    ) throws(StorageError) -> [String] {
        let order = CouponOrder(
            company: Self.company, transaction: nil, store: place, terminal: terminal,
            moment: LocalDateTime(date: LocalDate(days: 19_570), secondOfDay: 36_000), customer: customer,
            issues: [.init(benefit: "", type: type, quantity: count, value: value)])
        return try store.coupons.issueAtOnce(order, now: now).coupons.map(\.coupon.barCode)
    }

    /// What a card holds, in whole points.
    func balance(_ number: String) throws -> Int? {
        try store.cards.find(number, of: Self.company).map { Int($0.card.balance1.units / Money.unitsPerWhole) }
    }

    /// Where a coupon is in its life.
    func state(_ barCode: String) throws -> CouponState? {
        try store.coupons.find(barCode, of: Self.company)?.coupon.state
    }

    /// Whether balances, lots, uses and counters are the sums of what is written of them.
    func loyaltyMismatches() throws -> [String] {
        try store.loyalty.mismatches(count: 9) + store.limits.mismatches(count: 9)
    }
}
