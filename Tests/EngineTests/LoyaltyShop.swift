import Foundation
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

/// A store whose map grants everything that coupons and cards are for, by the line's `level1`.
enum LoyaltyShop {
    static let store = "9"
    static let version = 80

    /// `VOUCHER`, `FOREIGN` and `NAMED` want a coupon, `CLEANING` and `VALUE` issue one, `REDEEM` draws on what one
    /// carries, `CLUBBED` earns points, `POINTS` is paid with points,
    /// `GOLD` is for customers of a type, `OPTIONS` wants a coupon and offers 30 % for ten points.
    static let map: [UInt8] = {
        let promotions = [
            promotion(1, "VOUCHER", wants: "3", #""type": "FixedDiscount", "amount": "5.00", "unit": "na""#),
            promotion(2, "FOREIGN", wants: "F", #""type": "FixedDiscount", "amount": "5.00", "unit": "na""#),
            promotion(3, "NAMED", wants: "9", #""type": "FixedDiscount", "amount": "5.00", "unit": "na""#),
            promotion(4, "CLEANING", #""type": "CouponBenefit", "couponType": "7", "quantity": 1"#),
            promotion(
                5, "VALUE",
                #""type": "CalculatedCouponBenefit", "couponType": "8", "appliesTo": "fixedAmount", "value": "4.00""#),
            promotion(6, "REDEEM", #""type": "CalculatedCouponRedemption", "couponType": "8""#),
            promotion(7, "CLUBBED", #""type": "LoyaltyBenefit", "cardType": "CLUB", "points": 5, "unit": "qty""#),
            promotion(8, "POINTS", #""type": "PointsRedemption", "cardType": "CLUB", "factor": 10"#),
            promotion(9, "HOME", #""type": "LoyaltyBenefit", "cardType": "HOME", "points": 5, "unit": "qty""#),
            promotion(
                10, "GOLD", wants: "gold", of: "customer", #""type": "FixedDiscount", "amount": "5.00", "unit": "na""#),
            promotion(11, "OPTIONS", wants: "3", options),
        ]
        return Array(
            """
            {"company": "2", "name": "loyalty", "levels": [{"coexistence": "cumulative", \
            "promotions": [\(promotions.joined(separator: ","))]}]}
            """.utf8)
    }()

    private static let options = #"""
        "type": "RedemptionWithOptions", "options": [{"benefit": "percentageDiscount", "value": 30, "unit": "qty", \#
        "customerPoints": "0", "cardType": "CLUB", "cardPoints": "10"}]
        """#

    private static func promotion(
        _ number: Int, _ level: String, wants type: String? = nil, of kind: String = "coupon", _ benefit: String
    )
        -> String
    {
        let asked = type.map {
            #"{"element": "\#(kind)", "where": [{"attribute": "type", "operator": "equal", "values": ["\#($0)"]}]}, "#
        }
        let id = "64d0a8000000000000000"
        return """
            {"id": "\(id)0a\(String(number, radix: 16))", "name": "\(level)", "condition": {"simple": [\(asked ?? "")\
            {"element": "item", "where": [{"attribute": "level1", "operator": "equal", "values": ["\(level)"]}]}]}, \
            "benefits": [{"id": "\(id)0b\(String(number, radix: 16))", \(benefit)}]}
            """
    }

    /// An engine that knows what the golden exchanges know, with that map in store 9 and kinds of coupons and cards
    /// besides: `8` carries a value, `9` is for its customer only and for two uses, `HOME` cards need their customer.
    static func world(_ kind: EngineWorld.Kind = .sqlite) throws -> EngineWorld {
        let world = try EngineWorld.golden(kind)
        try world.distribute(map, version: version, stores: [store])
        try equip(world)
        return world
    }

    static func equip(_ world: EngineWorld) throws {
        let format = try BarCodeFormat("PPPnnnnnnnnnc", base: .ean13)
        try world.store.database.transaction { () throws(StorageError) in
            try world.store.couponTypes.save(
                CouponType(code: "8", kind: .calculated, prefix: "208", format: format), of: EngineWorld.company)
            try world.store.couponTypes.save(
                CouponType(code: "9", prefix: "209", format: format, maxUses: 2, isNominative: true),
                of: EngineWorld.company)
            try world.store.cardTypes.save(CardType(code: "HOME", needsCustomer: true), of: EngineWorld.company)
        }
    }

    /// A message of a till of store 9: lines of 10.00 each, by level, and whatever else.
    static func message(
        _ id: Int, terminal: Int = 1, at clock: String = "10:00:00", lines: [String] = [], _ elements: String = "",
        status: String = "sale", extra: String = ""
    ) -> String {
        let items = lines.enumerated().map { index, level in
            #"<item-add seq="\#(index + 1)" unitprice="10" xprice="10" level1="\#(level)"/>"#
        }
        return """
            <message companyId="2" store="9" terminal="\(terminal)" messageId="\(id)" status="\(status)" \
            date-time="2023-08-07 \(clock)" evaluate="\(status == "sale")" \(extra)>\
            \(items.joined())\(elements)</message>
            """
    }

    static func coupon(_ barCode: String, type: String? = nil, more: String = "", seq: Int = 1) -> String {
        #"<coupon-add seq="\#(seq)" id="\#(barCode)" type="\#(type ?? "")" \#(more)/>"#
    }

    static func card(_ number: String, type: String = "CLUB", seq: Int = 1) -> String {
        #"<loyaltycard-add seq="\#(seq)" number="\#(number)" type="\#(type)"/>"#
    }

    static let customer = #"<customer-add seq="1" id="12"/>"#

    /// Every value of an attribute in an answer, in order.
    static func values(_ name: String, _ answer: String) -> [String] {
        answer.components(separatedBy: " \(name)=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }
}
