import Loyalty
import Promotions
public import Storage

/// A company with its kinds of coupons and cards, and sales in few words.
struct LoyaltyWorld {
    static let company = "c"
    /// One use, 30 days.
    static let single = "7"
    /// Three uses, without end.
    static let triple = "5"
    /// Points that live 30 days.
    static let club = "CLUB"
    /// Money without end.
    static let wallet = "WALLET"

    var store: Store

    init(_ database: any Database) throws(StorageError) {
        store = Store(database: database)
        try saveType(Self.single, prefix: "207", "PPPnnnnnnnnnc", .ean13)
        try saveType(Self.triple, prefix: "205", "PPPnnnnnn", .code128, validity: .daysFromIssue(nil), maxUses: 3)
        try store.cardTypes.save(CardType(code: Self.club, pointsLifetime: 30), of: Self.company)
        try store.cardTypes.save(CardType(code: Self.wallet, unit: .money, kind: .wallet), of: Self.company)
    }

    func saveType(
        _ code: String, prefix: String, _ format: String, _ base: BarCodeBase,
        validity: CouponValidity = .daysFromIssue(30), maxUses: Int = 1, isActive: Bool = true
    ) throws(StorageError) {
        guard let format = try? BarCodeFormat(format, base: base) else {
            throw StorageError(.other, place: "tests", text: "\(format) is no format")
        }
        try store.couponTypes.save(
            CouponType(
                code: code, prefix: prefix, format: format, validity: validity, maxUses: maxUses, isActive: isActive),
            of: Self.company)
    }

    func card(_ number: String, type: String = club, customer: String? = nil, validTo: Int? = nil) throws(StorageError)
    {
        try store.cards.save(
            Card(number: number, type: type, customer: customer, validTo: validTo.map { LocalDate(days: $0) }),
            of: Self.company)
    }

    static func moment(_ day: Int) -> LocalDateTime { LocalDateTime(date: LocalDate(days: day), secondOfDay: 36_000) }

    static func order(
        _ issues: [(type: String, quantity: Int)], by transaction: String?, day: Int = 100
    ) -> CouponOrder {
        CouponOrder(
            company: company, transaction: transaction, store: "5", terminal: "2", moment: moment(day),
            customer: "12", issues: issues.map { .init(benefit: "b\($0.type)", type: $0.type, quantity: $0.quantity) })
    }

    /// Coupons that can be used.
    func coupons(_ count: Int, of type: String = single, day: Int = 100) throws(StorageError) -> [String] {
        try store.coupons.issueAtOnce(Self.order([(type, count)], by: nil, day: day), now: 1)
            .coupons.map(\.coupon.barCode)
    }

    /// A sale is finished.
    func finish(
        _ id: String, using coupons: [String] = [], issuing issues: [(type: String, quantity: Int)] = [],
        moving movements: [String: Int] = [:], day: Int = 100
    ) throws(StorageError) -> LoyaltyEffects.Finished {
        let order = Self.order(issues, by: id, day: day)
        return try store.loyalty.book(
            LoyaltyEffects.Finish(
                company: Self.company, transaction: id, store: "5", terminal: "2", moment: Self.moment(day),
                customers: ["12"], owner: "12",
                coupons: coupons.map { PresentedCoupon(barCode: $0, customers: ["12"], day: LocalDate(days: day)) },
                outcome: LoyaltyOutcome(
                    issues: order.issues, spentCoupons: Set(coupons),
                    movements: Dictionary(
                        uniqueKeysWithValues: movements.map { (.init(card: $0.key), Money(whole: $0.value)) }))),
            now: 1)
    }

    func rollback(_ id: String, day: Int = 100) throws(StorageError) -> [ReversalRefusal] {
        try store.loyalty.rollback(id, of: Self.company, day: LocalDate(days: day), now: 2)
    }

    func coupon(_ barCode: String) throws(StorageError) -> Coupon? {
        try store.coupons.find(barCode, of: Self.company)?.coupon
    }

    func state(_ barCode: String) throws(StorageError) -> CouponState? { try coupon(barCode)?.state }

    func balance(_ number: String) throws(StorageError) -> Int? {
        try store.cards.find(number, of: Self.company).map { Int($0.card.balance1.units / Money.unitsPerWhole) }
    }

    /// What is left of an account's lots: points and last day, oldest first.
    func lots(_ number: String) throws(StorageError) -> [[Int?]] {
        try store.cards.lots(of: number, .balance1, company: Self.company).lots.map { lot in
            [Int(lot.points.units / Money.unitsPerWhole), lot.expires?.days]
        }
    }

    func events(_ barCode: String) throws(StorageError) -> [String] {
        try store.coupons.history(of: barCode, company: Self.company, limit: 100).map(\.kind.text)
    }

    func expire(before day: Int) throws(StorageError) -> Int {
        var steps = 0
        while try store.loyalty.expire(before: LocalDate(days: day), of: Self.company, now: 3, limit: 2) > 0 {
            steps += 1
        }
        return steps
    }
}

extension StorageCheck {
    /// A row in every table of customers, coupons, cards and returns.
    public static func fillLoyalty(_ store: Store) throws(StorageError) {
        let world = try LoyaltyWorld(store.database)
        try store.customers.save(Customer(code: "12", identifier: "é"), of: LoyaltyWorld.company)
        try world.card("6001", customer: "12", validTo: 900)
        let coupons = try world.coupons(1)
        _ = try world.finish("earns", moving: ["6001": 20])
        _ = try world.finish(
            "buys", using: coupons, issuing: [(LoyaltyWorld.triple, 2)], moving: ["6001": -5])
        _ = try store.loyalty.commit("buys", now: 2)
        try store.loyalty.block(sale: "buys", for: "back", of: LoyaltyWorld.company, now: 3)
        try store.returnJobs.add(
            ReturnJob(id: "back", original: "buys", company: LoyaltyWorld.company, now: 3))
        _ = try store.returnJobs.take(by: "w", lease: 5, now: 4)
        try store.returnJobs.end(
            "back", by: "w", .fail, errors: [ReturnError(element: "6001", code: 9516, text: "lacks")], now: 5)
        _ = try store.schedules.take("expiry", due: 6, by: "w", lease: 7, now: 6)
    }
}
