@testable import Messages
import Promotions
import Testing

/// A benefit and the attributes that an answer shows of it, those of every benefit left out.
struct BenefitExample: Sendable, CustomTestStringConvertible {
    var kind: BenefitKind
    var attributes: Attributes
    var testDescription: String { "\(kind)" }

    init(_ kind: BenefitKind, _ attributes: Attributes) {
        self.kind = kind
        self.attributes = attributes
    }

    private static let proration = "PROPORTIONAL"

    /// All are shown for nominal 12.3456, quantity 2, points 30, card 1.
    static let all = [
        BenefitExample(
            .percentageDiscount(percent: 0, unit: .qty),
            ["discountPercentage": "12.35", "prorationMethod": proration, "unit": "qty"]),
        BenefitExample(
            .fixedDiscount(amount: .zero, unit: .magnitude),
            ["discountAmount": "12.346", "prorationMethod": proration, "unit": "magnitude"]),
        BenefitExample(
            .newPrice(price: .zero, unit: .na), ["newPrice": "12.346", "prorationMethod": proration, "unit": "na"]),
        BenefitExample(.coupon(couponType: "7", quantity: 1, posData: 0), ["couponId": "7", "qty": "2"]),
        BenefitExample(
            .calculatedCoupon(couponType: "7", appliesTo: .percentage, value: 0, quantity: 1),
            ["couponId": "7", "qty": "2", "appliesTo": "percentage", "amount": "12.35"]),
        BenefitExample(
            .calculatedCoupon(couponType: "7", appliesTo: .fixedAmount, value: 0, quantity: 1),
            ["couponId": "7", "qty": "2", "appliesTo": "fixedAmount", "amount": "12.346"]),
        BenefitExample(
            .calculatedCoupon(couponType: "7", appliesTo: .externalAmount, value: 0, quantity: 1),
            ["couponId": "7", "qty": "2", "appliesTo": "externalAmount", "amount": "0.000"]),
        BenefitExample(
            .gift(giftId: "MUG", giftType: "KITCHEN", quantity: 1),
            ["giftId": "MUG", "giftType": "KITCHEN", "qty": "2"]),
        BenefitExample(
            .loyalty(cardType: "CLUB", points: 0, unit: .qty),
            ["cardType": "CLUB", "points": "30.00", "unit": "qty"]),
        BenefitExample(
            .percentLoyalty(cardType: "CLUB", percent: 0),
            ["cardType": "CLUB", "percent": "12.35", "points": "30.00"]),
        BenefitExample(
            .factorLoyalty(cardType: "CLUB", factor: 0), ["cardType": "CLUB", "factor": "12.35", "points": "30.00"]),
        BenefitExample(
            .agreementDiscount(percent: 0, unit: .qty, balance: 2),
            [
                "agreement": "ACME", "balance": "balance2", "discountPercentage": "12.35", "prorationMethod": proration,
                "unit": "qty",
            ]),
        BenefitExample(
            .pointsRedemption(cardType: "CLUB", factor: 123_456),
            [
                "cardSeq": "1", "cardType": "CLUB", "factor": "12.35", "points": "30.00", "prorationMethod": proration,
            ]),
        BenefitExample(
            .catalogRedemption(cardType: "CLUB"),
            ["cardSeq": "1", "cardType": "CLUB", "points": "30.00", "prorationMethod": proration]),
        BenefitExample(
            .calculatedCouponRedemption(couponType: "3"),
            ["couponId": "3", "couponSeq": "4", "discountPercentage": "12.35", "prorationMethod": proration]),
        BenefitExample(
            .calculatedCouponRedemption(couponType: "5"),
            ["couponId": "5", "couponSeq": "4", "discountAmount": "12.346", "prorationMethod": proration]),
        BenefitExample(.externalBenefit(externalType: "x"), ["externalType": "x", "prorationMethod": proration]),
    ]
}

@Suite struct BenefitElementTests {
    /// The lines of a benefit under a currency of three decimals, rounded half to even.
    private func lines(
        _ benefit: Benefit, isCut: Bool = false, shares: [Share] = [], redeemOption: Int? = nil, paid: Money = .zero
    ) -> [String] {
        let promotion = Promotion(id: "a1", name: "Name", condition: Condition(), benefits: [benefit])
        let currency = Currency(decimals: 3, rounding: .halfEven)
        let map = CompiledMap(
            PromotionMap(company: "2", currency: currency, levels: [Level(promotions: [promotion])]))
        let grant = BenefitGrant(
            benefit: 0, order: 4, base: Money(units: 12_345), value: .zero, isCut: isCut, nominal: 123_456, quantity: 2,
            points: Money(whole: 30), cardSeq: 1, debits: [Debit(source: source(benefit.kind), amount: paid)],
            redeemOption: redeemOption,
            shares: shares)
        let alternative = Alternative(grants: [Grant(promotion: 0, benefits: [grant])])
        let lines = written { OptionalElement(map, Figures(currency)).write([alternative], to: &$0) }
        return Array(lines.dropFirst(2).dropLast(2))
    }

    /// What a benefit may draw on.
    private func source(_ kind: BenefitKind) -> Debit.Source {
        if case .calculatedCouponRedemption(let type) = kind { return .coupon(seq: 4, isPercentage: type == "3") }
        return .card(number: "6", balance: 2, agreement: "ACME")
    }

    /// The attributes of a benefit's own line.
    private func attributes(_ lines: [String]) throws -> Set<Attributes.Entry> {
        let line = try #require(lines.first)
        let name = try #require(line.split(separator: " ").first)
        #expect(name == "<benefit")
        let root = Array(line.replacing("<benefit", with: "<message").replacing(">", with: "/>").utf8)
        return Set(try read(root).attributes)
    }

    @Test(arguments: BenefitExample.all) func `each type has its own attributes`(_ example: BenefitExample) throws {
        let common: Attributes = [
            "TLOGMessage": "Name", "account": "", "applicationMethod": "resume", "baseAmount": "1.234",
            "benefitType": example.kind.typeName, "displayMessage": "Name", "name": "a1", "nro": "b1", "order": "4",
            "printerMessage": "Name",
        ]
        let lines = lines(Benefit(id: "b1", kind: example.kind))
        #expect(try attributes(lines) == Set(common.entries + example.attributes.entries))
        #expect(lines.dropFirst() == ["<apply/>", "</benefit>"])
    }

    @Test func `a redemption lists its options, and says which was chosen`() throws {
        let kind = BenefitKind.redemptionWithOptions([
            RedemptionOption(
                benefit: "percentageDiscount", value: 305_555, unit: .qty, customerPoints: Money(whole: 500)),
            RedemptionOption(
                benefit: "newPrice", value: 255_550, unit: .na, customerPoints: .zero, cardType: "CLUB",
                cardPoints: Money(whole: 200)),
        ])
        let none: Attributes = ["cardPoints": "0.00", "cardType": "", "points": "30.00", "redeemOption": "0"]
        let offered = lines(Benefit(id: "b1", kind: kind), redeemOption: 0)
        let own = Set(try attributes(offered)).filter {
            ["cardPoints", "cardType", "points", "redeemOption"].contains($0.name)
        }
        #expect(
            own == Set(none.entries))
        #expect(
            offered.dropFirst() == [
                #"<redeem benefitType="PercentageDiscount" cardPoints="0.00" cardType="" number="1" points="500.00" "#
                    + #"unit="qty" value="30.56"/>"#,
                #"<redeem benefitType="NewPrice" cardPoints="200.00" cardType="CLUB" number="2" points="0.00" "#
                    + #"unit="na" value="25.555"/>"#,
                "<apply/>", "</benefit>",
            ])
        let chosen = try attributes(lines(Benefit(id: "b1", kind: kind), redeemOption: 2, paid: Money(whole: 200)))
        for (name, value) in [("cardPoints", "200.00"), ("cardType", "CLUB"), ("redeemOption", "2")] {
            #expect(chosen.contains(Attributes.Entry(name: name, value: value)), "\(name)")
        }
    }

    @Test func `a payment without a card names no card`() {
        let grant = BenefitGrant(benefit: 0, order: 1, base: .zero, value: .zero, shares: [])
        let own = BenefitFields.own(grant, .catalogRedemption(cardType: "CLUB"), Figures(nil))
        #expect(own.map { "\($0.name)" } == ["cardType", "points"])
    }

    @Test func `what the author wrote is shown`() throws {
        let benefit = Benefit(
            id: "b1", kind: .fixedDiscount(amount: .zero, unit: .na), proration: .mostExpensiveFirst,
            limits: [Limit(id: "c1", scope: .store, kind: .benefitAmount, value: 1)],
            applicationMethod: "lineByLine", account: "4711", displayMessage: "D", printerMessage: "P", logMessage: "L",
            recovery: Benefit.Recovery(value: 105_550, isPercentage: true))
        let shown = try attributes(lines(benefit, isCut: true))
        for (name, value) in [
            ("prorationMethod", "MORE_EXPENSIVE_FIRST"), ("applicationMethod", "lineByLine"), ("account", "4711"),
            ("displayMessage", "D"), ("printerMessage", "P"), ("TLOGMessage", "L"), ("recoveryType", "p"),
            ("recoveryValue", "10.56"), ("hasLimit", "true"), ("limitApplied", "true"),
        ] {
            #expect(shown.contains(Attributes.Entry(name: name, value: value)), "\(name)")
        }
    }

    @Test func `the cheapest first, and a recovery in money`() throws {
        let benefit = Benefit(
            id: "b1", kind: .fixedDiscount(amount: .zero, unit: .na), proration: .cheapestFirst,
            recovery: Benefit.Recovery(value: 15_000, isPercentage: false))
        let shown = try attributes(lines(benefit))
        #expect(shown.contains(Attributes.Entry(name: "prorationMethod", value: "LESS_EXPENSIVE_FIRST")))
        #expect(shown.contains(Attributes.Entry(name: "recoveryType", value: "a")))
        #expect(shown.contains(Attributes.Entry(name: "recoveryValue", value: "1.500")))
    }

    @Test func `parts of lines have three decimals, money those of the currency`() throws {
        let share = Share(
            seq: 7, pieces: Quantity(units: 500), magnitude: Quantity(units: 350), price: Money(units: -12_355),
            value: Money(units: 25))
        let lines = lines(Benefit(id: "b1", kind: .percentageDiscount(percent: 0, unit: .qty)), shares: [share])
        #expect(
            lines.dropFirst() == [
                "<apply>",
                #"<item magnitude="0.350" qty="0.500" seq="7" value="0.002" valueWithTaxes="0.002" xprice="-1.236"/>"#,
                "</apply>", "</benefit>",
            ])
    }
}
