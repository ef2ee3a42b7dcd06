import Foundation
import Loyalty
import Promotions
import Storage
import TestSupport
import Testing

@testable import Engine

/// What a finish books is what the till was shown last, and what still holds.
struct DecidedAtFinishTests {
    /// 5.00 off for a coupon, and then 10 % or 20 % of what a line `A` costs.
    private static let map = """
        {"company": "2", "levels": [{"promotions": [
        \(promotion(1, #""type": "FixedDiscount", "amount": "5.00", "unit": "na""#, wants: "3"))]},
        {"coexistence": "option", "promotions": [
        \(promotion(2, #""type": "PercentageDiscount", "percent": 10, "unit": "qty""#)),
        \(promotion(3, #""type": "PercentageDiscount", "percent": 20, "unit": "qty""#))]}]}
        """

    /// What a coupon or the ticket itself brings.
    private static let external = """
        {"company": "2", "levels": [{"promotions": [
        \(promotion(4, #""type": "ExternalBenefit", "externalType": "LUCK""#))]}]}
        """

    private static func promotion(_ number: Int, _ benefit: String, wants type: String? = nil) -> String {
        let asked = type.map {
            #"{"element": "coupon", "where": [{"attribute": "type", "operator": "equal", "values": ["\#($0)"]}]}, "#
        }
        return """
            {"id": "64d0a900000000000000000\(number)", "name": "P\(number)", "condition": {"simple": [\(asked ?? "")\
            {"element": "item", "where": [{"attribute": "level1", "operator": "equal", "values": ["A"]}]}]},
            "benefits": [{"id": "64d0a90000000000000000b\(number)", \(benefit)}]}
            """
    }

    private static func world(_ map: String, _ kind: EngineWorld.Kind) throws -> EngineWorld {
        let world = try LoyaltyShop.world(kind)
        try world.distribute(Array(map.utf8), version: 81, stores: [LoyaltyShop.store])
        return world
    }

    private static func total(_ world: EngineWorld) throws -> Int128? {
        try world.store.transactions.find("2_9_1_20230807100000")?.total.units
    }

    @Test(arguments: EngineWorld.Kind.all, ["finish", "commit"])
    func `the alternative that is named last is booked, though another one was evaluated`(
        _ kind: EngineWorld.Kind, _ status: String
    ) throws {
        for (last, total) in [("1", 10_000), ("2", 20_000), ("0", 10_000)] {
            let world = try Self.world(Self.map, kind)
            let shown = try world.send(LoyaltyShop.message(1, lines: ["A"]))
            #expect(LoyaltyShop.values("value", shown) == ["1.00", "2.00"])
            let chosen = try world.send(LoyaltyShop.message(2, at: "10:00:01", extra: #"option="2""#))
            #expect(LoyaltyShop.values("value", chosen) == ["2.00"])
            let extra = #"option="\#(last)""#
            _ = try world.send(LoyaltyShop.message(3, at: "10:00:02", status: status, extra: extra))
            #expect(try Self.total(world) == Int128(total), "option \(last)")
            if status == "finish" {
                // What is finished is decided.
                _ = try world.send(LoyaltyShop.message(4, at: "10:00:03", status: "commit", extra: #"option="2""#))
            }
            let record = try world.store.transactions.find("2_9_1_20230807100000")
            #expect(record?.state == .committed && record?.total.units == Int128(total))
            #expect(try BookedSale(#require(record)).booked?.total.units == Int128(total))
        }
    }

    /// A gift first, then 10 % as long as a limit of 100.00 lasts.
    private static let gift = """
        {"company": "2", "currency": {"code": "BRL", "decimals": 3},
        "levels": [{"coexistence": "option", "promotions": [
        \(promotion(5, #""type": "GiftBenefit", "giftId": "MUG", "giftType": "KITCHEN", "quantity": 1"#)),
        \(promotion(6, #""type": "PercentageDiscount", "percent": 10, "unit": "qty", "limits": [\#(limit)]"#))]}]}
        """
    private static let limit =
        #"{"id": "64d0a90000000000000000c6", "scope": "store", "type": "benefitAmount", "value": 100}"#

    @Test(arguments: EngineWorld.Kind.all)
    func `a finish without a choice tells of what it books`(_ kind: EngineWorld.Kind) throws {
        let world = try Self.world(Self.gift, kind)
        let asked = #"limitBalances="true" explain="true""#
        let shown = try world.send(LoyaltyShop.message(1, lines: ["A"], extra: asked))
        #expect(SessionTests.balance(shown) == "99.000" && !shown.contains("OPTION_NOT_CHOSEN"))
        let finished = try world.send(
            LoyaltyShop.message(2, at: "10:00:01", status: "finish", extra: asked)
                .replacing(#"evaluate="false""#, with: #"evaluate="true""#))
        #expect(SessionTests.balance(finished) == "100.000" && finished.contains("OPTION_NOT_CHOSEN"))
        #expect(finished.contains("MUG") && LoyaltyShop.values("state", finished) == ["pending"])
        #expect(try world.used().isEmpty)
    }

    /// A coupon of 1.005 in a currency of three decimals.
    @Test(arguments: ["true", "false"])
    func `what coupons are worth is printed alike, whether the finish evaluates or not`(_ evaluates: String) throws {
        let benefit =
            #""type": "CalculatedCouponBenefit", "couponType": "8", "appliesTo": "fixedAmount", "value": "1.005""#
        let world = try Self.world(
            """
            {"company": "2", "currency": {"code": "TND", "decimals": 3}, "levels": [{"promotions": [
            \(Self.promotion(7, benefit))]}]}
            """, .sqlite)
        _ = try world.send(LoyaltyShop.message(1, lines: ["A"]))
        let finished = try world.send(
            LoyaltyShop.message(2, at: "10:00:01", status: "finish")
                .replacing(#"evaluate="false""#, with: #"evaluate="\#(evaluates)""#))
        let issued = finished.components(separatedBy: "<loyalty").last ?? ""
        #expect(LoyaltyShop.values("amount", issued) == ["1.005"])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `what a finish refuses is told in the order of the ticket`(_ kind: EngineWorld.Kind) throws {
        let world = try LoyaltyShop.world(kind)
        let vouchers = try (1...3).map { _ in try world.issue("3")[0] }.sorted()
        let sent = zip([2, 3, 1], vouchers).map { LoyaltyShop.coupon($1, type: "3", seq: $0) }.joined()
        _ = try world.send(LoyaltyShop.message(1, lines: ["VOUCHER"], sent))
        for voucher in vouchers { try world.use(voucher, by: "elsewhere \(voucher)", .committed) }
        let refused = try world.send(LoyaltyShop.message(2, at: "10:00:01", status: "finish"))
        let errors = refused.components(separatedBy: "<error ").dropFirst()
        #expect(errors.compactMap { LoyaltyShop.values("seq", " " + $0).first } == ["1", "2", "3"])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a finish that is refused chooses nothing`(_ kind: EngineWorld.Kind) throws {
        let world = try Self.world(Self.map, kind)
        let voucher = try world.issue("3")[0]
        let sent = LoyaltyShop.coupon(voucher, type: "3")
        #expect(
            LoyaltyShop.values("value", try world.send(LoyaltyShop.message(1, lines: ["A"], sent))) == [
                "5.00", "0.50", "5.00", "1.00",
            ])
        try world.use(voucher, by: "elsewhere", .committed)
        let refused = try world.send(LoyaltyShop.message(2, at: "10:00:01", status: "finish"))
        #expect(LoyaltyShop.values("ack", refused) == ["0", "9102"])
        let again = try world.send(LoyaltyShop.message(3, at: "10:00:02", #"<coupon-void seq="1"/>"#))
        #expect(LoyaltyShop.values("value", again) == ["1.00", "2.00"])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a coupon that is worth less than was counted on is refused`(_ kind: EngineWorld.Kind) throws {
        let world = try LoyaltyShop.world(kind)
        let coupon = try world.issue("8", value: .amount(Money(whole: 4)))[0]
        let shown = try world.send(
            LoyaltyShop.message(1, lines: ["REDEEM"], LoyaltyShop.coupon(coupon, type: "8")))
        #expect(LoyaltyShop.values("value", shown) == ["4.00"])
        _ = try world.store.database.execute(
            "UPDATE coupons SET value = 30000 WHERE bar_code = $1", [.text(coupon)])
        let refused = try world.send(LoyaltyShop.message(2, at: "10:00:01", status: "finish"))
        #expect(LoyaltyShop.values("ack", refused) == ["0", "9109"])
        #expect(try world.state(coupon) == .active)
        let less = try world.send(LoyaltyShop.message(3, at: "10:00:02"))
        #expect(LoyaltyShop.values("value", less) == ["3.00"])
        let finished = try world.send(LoyaltyShop.message(4, at: "10:00:03", status: "finish"))
        #expect(LoyaltyShop.values("state", finished) == ["pending"])
        #expect(try world.state(coupon) == .consumed)
    }

    /// The night that ends points comes hours after their last day.
    @Test(arguments: EngineWorld.Kind.all)
    func `points are spent up to their last day, whether they have been ended or not`(_ kind: EngineWorld.Kind) throws {
        let bought = LocalDate(year: 2023, month: 7, day: 8)
        for (lifetime, spent) in [(30, ["100.00"]), (29, ["40.00"])] {
            let world = try LoyaltyShop.world(kind)
            try world.store.cardTypes.save(CardType(code: "CLUB", pointsLifetime: lifetime), of: "2")
            try world.store.cards.save(Card(number: "5", type: "CLUB"), of: "2")
            for (points, day) in [(60, bought), (40, bought.map { LocalDate(days: $0.days + 9) })] {
                _ = try world.store.cards.adjust(
                    by: Money(whole: points), .init(card: "5"), of: "2", day: #require(day), now: world.now)
            }
            let shown = try world.send(LoyaltyShop.message(1, lines: ["POINTS"], LoyaltyShop.card("5")))
            #expect(LoyaltyShop.values("points", shown) == spent, "\(lifetime)")
            let finished = try world.send(LoyaltyShop.message(2, at: "10:00:01", status: "finish"))
            #expect(LoyaltyShop.values("state", finished) == ["pending"])
            #expect(try world.balance("5") == (lifetime == 30 ? 0 : 60))
            let lots = try world.store.cards.lots(of: "5", .balance1, company: "2").lots
            #expect(lots.map(\.points) == (lifetime == 30 ? [] : [Money(whole: 60)]))
            #expect(try world.loyaltyMismatches() == [])
        }
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `coupons are the first customer's, or nobody's`(_ kind: EngineWorld.Kind) throws {
        let known = LoyaltyShop.customer
        let unknown = #"<customer-add seq="1" identifier="nobody"/>"#
        let examples = [(known, "12"), (unknown + known.replacing(#"seq="1""#, with: #"seq="2""#), nil)]
        for (terminal, (customers, owner)) in examples.enumerated() {
            let world = try LoyaltyShop.world(kind)
            let finished = try world.send(
                LoyaltyShop.message(1, terminal: terminal + 1, lines: ["CLEANING"], customers, status: "finish"))
            let barCode = try #require(LoyaltyShop.values("barcode", finished).first)
            #expect(try world.store.coupons.find(barCode, of: "2")?.coupon.customer == owner)
        }
    }

    /// Nothing else of the map asks who the customer is.
    @Test(arguments: EngineWorld.Kind.all)
    func `coupons are the customer's whom only a document names, and are mailed`(_ kind: EngineWorld.Kind) throws {
        let world = try LoyaltyShop.world(kind)
        let map = """
            {"company": "2", "levels": [{"promotions": [{"id": "64d0a70000000000000000e1", "name": "Cleaning",
            "condition": {"simple": [{"element": "item"}]}, "benefits": [{"id": "64d0a70000000000000000e2",
            "type": "CouponBenefit", "couponType": "7", "quantity": 1}]}]}]}
            """
        try world.distribute(Array(map.utf8), version: 81, stores: [LoyaltyShop.store])
        try LoyaltyAckTests.saveType("7", world) { ($0.isElectronic, $0.isNominative) = (true, true) }
        let finished = try world.send(
            LoyaltyShop.message(
                1, lines: ["A"], #"<customer-add seq="1" identifier="5690012"/>"#, status: "finish",
                extra: #"autoCommit="true""#))
        let barCode = try #require(LoyaltyShop.values("barcode", finished).first)
        #expect(try world.store.coupons.find(barCode, of: "2")?.coupon.customer == "12")
        #expect(try world.store.mails.list(limit: 9).map(\.element) == [barCode])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `an external amount on an issued coupon counts once, and only while the coupon can be used`(
        _ kind: EngineWorld.Kind
    ) throws {
        let world = try Self.world(Self.external, kind)
        let voucher = try world.issue("3")[0]
        func sent(_ seq: Int) -> String { LoyaltyShop.coupon(voucher, type: "3", more: #"LUCK="2""#, seq: seq) }
        let shown = try world.send(LoyaltyShop.message(1, lines: ["A"], sent(1) + sent(2)))
        #expect(LoyaltyShop.values("value", shown) == ["2.00"])
        try world.use(voucher, by: "elsewhere", .committed)
        let later = try world.send(LoyaltyShop.message(1, terminal: 2, lines: ["A"], sent(1)))
        #expect(LoyaltyShop.values("value", later) == [])
    }
}
