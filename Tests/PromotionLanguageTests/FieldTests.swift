import Promotions
import Testing

@testable import PromotionLanguage

/// A benefit's own fields as maps write them, and what they mean.
private struct KindCase: Sendable, CustomTestStringConvertible {
    let written: String
    let kind: BenefitKind

    var testDescription: String { kind.typeName }
}

private let fullPlan: PaymentPlan = {
    var plan = PaymentPlan()
    plan.plan = "1,2"
    plan.paymentType = "CARD"
    plan.paymentCode = "VISA"
    plan.installments = "1-3"
    plan.bank = "33"
    plan.prefix = "4000-4999"
    plan.excludedPrefix = "4111"
    plan.pocket = "A"
    plan.limitAmount = Money(whole: 50)
    plan.percent = 200_000
    return plan
}()

private let planFields = """
    "plan":"1,2","paymentType":"CARD","paymentCode":"VISA","installments":"1-3","bank":"33","prefix":"4000-4999",\
    "excludedPrefix":"4111","pocket":"A","limitAmount":"50.00"
    """

private let kinds: [KindCase] = [
    KindCase(
        written: #""type":"PercentageDiscount","percent":12.5,"unit":"qty""#,
        kind: .percentageDiscount(percent: 125_000, unit: .qty)),
    KindCase(
        written: #""type":"FixedDiscount","amount":"0.5001","unit":"magnitude""#,
        kind: .fixedDiscount(amount: Money(units: 5_001), unit: .magnitude)),
    KindCase(
        written: #""type":"NewPrice","price":"15.00","unit":"na""#,
        kind: .newPrice(price: Money(whole: 15), unit: .na)),
    KindCase(
        written: #""type":"AgreementDiscount","percent":5,"unit":"na","balance":"balance2""#,
        kind: .agreementDiscount(percent: 50_000, unit: .na, balance: 2)),
    KindCase(
        written: #""type":"PointsRedemption","cardType":"CLUB","factor":0.01"#,
        kind: .pointsRedemption(cardType: "CLUB", factor: 100)),
    KindCase(written: #""type":"CatalogRedemption","cardType":"CLUB""#, kind: .catalogRedemption(cardType: "CLUB")),
    KindCase(
        written: """
            "type":"RedemptionWithOptions","options":[{"benefit":"newPrice","value":550,"unit":"qty",\
            "customerPoints":300},{"benefit":"percentageDiscount","value":10,"unit":"na","customerPoints":50,\
            "cardType":"type_001","cardPoints":300.5}]
            """,
        kind: .redemptionWithOptions([
            RedemptionOption(benefit: "newPrice", value: 5_500_000, unit: .qty, customerPoints: Money(whole: 300)),
            RedemptionOption(
                benefit: "percentageDiscount", value: 100_000, unit: .na, customerPoints: Money(whole: 50),
                cardType: "type_001", cardPoints: Money(units: 3_005_000)),
        ])),
    KindCase(
        written: #""type":"CalculatedCouponRedemption","couponType":"7""#,
        kind: .calculatedCouponRedemption(couponType: "7")),
    KindCase(written: #""type":"ExternalBenefit","externalType":"X""#, kind: .externalBenefit(externalType: "X")),
    KindCase(
        written: #""type":"CouponBenefit","couponType":"7","quantity":2,"posData":1"#,
        kind: .coupon(couponType: "7", quantity: 2, posData: 1)),
    KindCase(
        written: #""type":"CalculatedCouponBenefit","couponType":"7","appliesTo":"percentage","value":10,"quantity":1"#,
        kind: .calculatedCoupon(couponType: "7", appliesTo: .percentage, value: 100_000, quantity: 1)),
    KindCase(
        written: #""type":"LoyaltyBenefit","cardType":"CLUB","points":5,"unit":"qty""#,
        kind: .loyalty(cardType: "CLUB", points: 50_000, unit: .qty)),
    KindCase(
        written: #""type":"FactorLoyaltyBenefit","cardType":"CLUB","factor":2"#,
        kind: .factorLoyalty(cardType: "CLUB", factor: 20_000)),
    KindCase(
        written: #""type":"PercentLoyaltyBenefit","cardType":"CLUB","percent":150"#,
        kind: .percentLoyalty(cardType: "CLUB", percent: 1_500_000)),
    KindCase(
        written: #""type":"GiftBenefit","giftId":"MUG","giftType":"KITCHEN","quantity":1"#,
        kind: .gift(giftId: "MUG", giftType: "KITCHEN", quantity: 1)),
    KindCase(
        written: #""type":"PaymentPlanBenefit",\#(planFields),"adjustment":"surcharge","percent":20"#,
        kind: .paymentPlan(
            {
                var plan = fullPlan
                plan.adjustment = .surcharge
                return plan
            }())),
    KindCase(written: #""type":"BankRefundBenefit",\#(planFields),"percent":20"#, kind: .bankRefund(fullPlan)),
]

private let ids = (promotion: "64cd5282a62e431960edd5d5", benefit: "64cd52b6a62e431960edd5dd")

/// A map that fills every field of the language that a benefit's type does not own, in canonical form.
private let fullMap = """
    {"company":"2","name":"August","version":7,"currency":{"code":"CLP","decimals":0,"rounding":"halfEven",\
    "roundAt":"unit"},"suggest":"always","paymentCalculation":"onPaymentMade","combinationSteps":500,\
    "levels":[{"name":"items",\
    "coexistence":"bestCombination","promotions":[{"id":"\(ids.promotion)","name":"P","code":"PD30",\
    "posMessage":"Pay @totalPaymentAmount","suggest":true,"reportParticipants":"stock",\
    "evaluateConditionInCombo":true,"exclusive":"benefited","state":"suspended","description":"d","campaign":"c",\
    "workflow":"w","promotionType":"t","promotionSubType":"s","promotionApplicationForm":"f",\
    "deploymentChannels":["twitter","pos"],"attributes":{"b":"1","a":"true"},"condition":{\
    "dateTimeRanges":["30/05/2020 10:30 - 02/07/2020 02:30"],"hourIntervals":["08:00-18:00"],\
    "frequency":"31/03/2020 3s(1,2)","stores":["1","3"],"channels":["pos"],"simple":[{"element":"item","where":[\
    {"attribute":"level1","operator":"notIn","values":["Cleaning","3"]}],"group":{"measure":"xprice",\
    "operator":"less","value":3.1234,"applyOn":"benefitedPrice"}},{"element":"payment","group":\
    {"measure":"fullPayment"}},{"element":"coupon","group":{"measure":"distinct","operator":"equal","value":2}},\
    {"element":"transaction"}],"composition":[{"set":"dairy","element":"item","where":[{"attribute":"level1",\
    "operator":"startsWith","values":["Da"]}],"min":0.35,"max":2.125,"measure":"magnitude","limit":3,\
    "order":"OneLessExpensive","equivalence":["brand"],"inequivalence":["code","level2"]},{"set":"money",\
    "element":"payment","min":10,"measure":"amount"}]},"benefits":[{"id":"\(ids.benefit)",\
    "type":"PercentageDiscount","percent":50,"unit":"qty","target":{"set":"dairy"},"maxApplication":{"value":1.5,\
    "measure":"magnitude"},"order":"AsEntered","proration":"cheapestFirst","applyOn":"originalPrice",\
    "minDiscount":"0.50","maxDiscount":"10.00","steps":{"measure":"xprice","steps":[{"from":1.5,"value":10},\
    {"from":2,"value":30}]},"limits":[{"id":"\(ids.benefit)","scope":"customer","period":"day","days":2,\
    "type":"benefitedProductCount","value":50,"alarms":[{"percent":80,"email":"promotions@example.com"},\
    {"value":10}]}],"applicationMethod":"lineByLine","account":"4711","creditProvider":["0045,amount,50"],\
    "financialProvider":["9,percentage,2.5"],"displayMessage":"D","printerMessage":"R","tlogMessage":"T",\
    "recovery":{"value":2.5,"type":"p"}},{"id":"\(ids.promotion)","type":"CatalogRedemption","cardType":"C",\
    "target":{"where":[]}}]}]}],"examples":[{"name":"e","ticket":"a.xml","expect":{"total":"-1.00","promotions":\
    {"P":"2.00"},"lines":{"2":"0.0001","10":"1.00"}}}]}
    """

@Suite("Fields, both ways")
struct FieldTests {
    @Test("Each type of benefit has its own fields", arguments: kinds)
    private func kind(_ testCase: KindCase) throws {
        let read = try document(mapText(benefit: testCase.written))
        #expect(read.map.levels[0].promotions[0].benefits[0].kind == testCase.kind)
        #expect(MapWriter.text(read).contains(testCase.written))
    }

    @Test("Every type of benefit is in the table")
    func allKinds() {
        #expect(kinds.map(\.kind.typeName) == BenefitType.allCases.map(\.rawValue))
    }

    @Test("A map that fills every field is written as it was read")
    func everyField() throws {
        let read = try document(fullMap)
        #expect(MapWriter.text(read) == fullMap)
        let promotion = read.map.levels[0].promotions[0]
        #expect(promotion.header["deploymentChannels"] == "twitter,pos")
        #expect(promotion.header["attributes.a"] == "true")
        #expect(promotion.exclusivity == .benefited)
        #expect(promotion.condition.simple[0].group?.value == 31_234)
        #expect(promotion.condition.simple[2].group?.value == 2)
        #expect(promotion.condition.composition[0].max == 2_125)
        #expect(promotion.benefits[0].limits[0].period == .days(2))
        #expect(promotion.benefits[0].limits[0].value == 500_000)
        #expect(read.examples[0].expect.lines == [2: Money(units: 1), 10: Money(whole: 1)])
    }

    @Test("What is left out has its default")
    func defaults() throws {
        let set =
            #""composition": [{"set": "a", "element": "customer", "min": 1}, "#
            + #"{"set": "b", "element": "item", "min": 1}]"#
        let map = try document(mapText(condition: set, benefit: #""type": "FixedDiscount", "amount": 1"#)).map
        let promotion = map.levels[0].promotions[0]
        let benefit = promotion.benefits[0]
        #expect(map == PromotionMap(company: "2", levels: [Level(promotions: [promotion])]))
        let condition = Condition(composition: [
            CompositionSet(name: "a", element: .customer, min: 10_000, measure: .points),
            CompositionSet(name: "b", min: 1_000),
        ])
        #expect(promotion == Promotion(id: promotion.id, name: "P", condition: condition, benefits: [benefit]))
        #expect(benefit == Benefit(id: benefit.id, kind: .fixedDiscount(amount: Money(whole: 1), unit: .qty)))
    }

    @Test("Numbers may be texts, and values of filters numbers, true or false")
    func spellings() throws {
        let numbers = try document(mapText(benefit: #""type": "FixedDiscount", "amount": 1.10"#))
        let texts = try document(mapText(benefit: #""type": "FixedDiscount", "amount": "1.1000""#))
        #expect(numbers == texts)
        let values = #"[{"attribute": "a", "operator": "equal", "values": ["x", 7.50, true, "é"]}]"#
        let map = try document(mapText(condition: #""simple": [{"element": "item", "where": \#(values)}]"#)).map
        let filter = map.levels[0].promotions[0].condition.simple[0].filters[0]
        #expect(filter == Filter("a", .equal, ["x", "7.50", "true", "é"]))
    }

    @Test("The old spelling of the limit of products is read, the new one is written")
    func oldSpelling() throws {
        let limit = #"{"scope": "retailer", "period": "undefined", "type": "benefiedProductCount", "value": 50}"#
        let read = try document(mapText(benefit: #""type": "PercentageDiscount", "percent": 1, "limits": [\#(limit)]"#))
        #expect(read.map.levels[0].promotions[0].benefits[0].limits[0].kind == .benefitedProductCount)
        #expect(MapWriter.text(read).contains(#""type":"benefitedProductCount""#))
    }

    @Test("Where steps give the value, the benefit's own may be left out, but not a price")
    func steppedValue() throws {
        let steps = #""steps": {"steps": [{"from": 1, "value": 10}]}"#
        let read = try document(mapText(benefit: #""type": "PercentageDiscount", \#(steps)"#))
        let benefit = read.map.levels[0].promotions[0].benefits[0]
        #expect(benefit.kind == .percentageDiscount(percent: 0, unit: .qty))
        #expect(benefit.steps?.steps == [Benefit.Steps.Step(from: 1_000, value: 100_000)])
        let coupon = try document(mapText(benefit: #""type": "CouponBenefit", "couponType": "7", \#(steps)"#))
        #expect(coupon.map.levels[0].promotions[0].benefits[0].steps?.steps[0].value == 100_000)
        let price = mapText(benefit: #""type": "NewPrice", \#(steps)"#)
        #expect(problems(price) == ["\(benefitPath).price: missing, expected a number of 0 or more"])
    }
}
