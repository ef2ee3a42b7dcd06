import Promotions
import Testing

@Suite struct SimpleConditionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let kind: ElementKind
        let measure: SimpleCondition.Group.Total
        /// What the ticket holds, in the measure's unit.
        let sum: Int128
        var testDescription: String { "\(kind.rawValue) \(measure)" }
    }

    static let rich = ticket(
        line("10", pieces: 3, weight: "0", ["code": "a"]), line("4.50", weight: "1.250", ["code": "b"]),
        line("2", ["code": "a"])
    )
    .customer(["id": "9"], points: "120", amount: "33.10").customer(["id": "10"], points: "5", amount: "1")
    .coupon("3", count: 2, amount: "7").coupon("4", amount: "1.50")
    .payment("VISA", "50").payment("CASH", "2.25").card("CLUB", amount: "8").card("GIFT", amount: "20")

    static let cases = [
        Case(kind: .item, measure: .sum(.qty), sum: 5_000), Case(kind: .item, measure: .sum(.magnitude), sum: 1_250),
        Case(kind: .item, measure: .sum(.price), sum: 165_000), Case(kind: .item, measure: .distinct, sum: 2),
        Case(kind: .coupon, measure: .sum(.qty), sum: 3_000), Case(kind: .coupon, measure: .sum(.amount), sum: 85_000),
        Case(kind: .customer, measure: .sum(.points), sum: 1_250_000),
        Case(kind: .customer, measure: .sum(.amount), sum: 341_000),
        Case(kind: .payment, measure: .sum(.amount), sum: 522_500), Case(kind: .payment, measure: .distinct, sum: 2),
        Case(kind: .loyaltyCard, measure: .sum(.amount), sum: 280_000),
        // Nothing has a code here, so there is no code to count.
        Case(kind: .coupon, measure: .distinct, sum: 0),
    ]

    @Test(arguments: cases) func comparesSums(_ example: Case) {
        for difference in Int128(-1)...1 {
            let value = example.sum + difference
            for comparison in [Filter.Operator.equal, .greater, .greaterOrEqual, .less, .lessOrEqual] {
                let expected =
                    switch comparison {
                    case .equal: difference == 0
                    case .greater: difference < 0
                    case .greaterOrEqual: difference <= 0
                    case .less: difference > 0
                    default: difference >= 0
                    }
                let group = SimpleCondition.Group(measure: example.measure, operator: comparison, value: value)
                let promotion = promotion(
                    when: Condition(simple: [SimpleCondition(element: example.kind, group: group)]), .percent("10"))
                let holds = !Self.rich.under(promotion).alternatives[0].grants.isEmpty
                #expect(holds == expected, "\(comparison.rawValue) \(value)")
            }
        }
    }

    @Test func aConditionHoldsOnceHoweverMuchThereIs() {
        let three = SimpleCondition.Group(measure: .sum(.qty), value: quantity("3").units)
        let condition = Condition(simple: [
            SimpleCondition(element: .item, filters: [Filter("level1", .equal, ["C"])], group: three)
        ])
        for (pieces, coupons) in [(2, 0), (3, 1), (4, 1), (9, 1)] {
            let evaluation = ticket(line("4", pieces: pieces, ["level1": "C"]))
                .under(promotion(when: condition, .coupons()))
            #expect((evaluation.alternatives[0].grants.first?.benefits[0].quantity ?? 0) == coupons)
        }
    }

    @Test func whatMustNotBeThereMayBeAbsent() {
        let none = SimpleCondition.Group(measure: .sum(.qty), operator: .less, value: quantity("1").units)
        let condition = Condition(simple: [
            SimpleCondition(element: .item, filters: [Filter("level1", .equal, ["WINE"])], group: none)
        ])
        let benefit = Benefit.percent("10").with { $0.target = .filters([]) }
        for explains in [true, false] {
            let map = CompiledMap(level(.cumulative, promotion(when: condition, benefit)))
            func total(_ ticket: Ticket) -> String {
                map.evaluate(EvaluationInput(ticket: ticket, explains: explains)).alternatives[0].total.text
            }
            #expect(total(prices("10")) == "1.00", "explains \(explains)")
            #expect(total(ticket(line("10"), line("5", ["level1": "WINE"]))) == "0.00", "explains \(explains)")
        }
    }

    @Test func sumsTakeListPricesUnlessTheyAskForWhatIsLeft() {
        func map(_ base: PriceBase) -> PromotionMap {
            let group = SimpleCondition.Group(measure: .sum(.price), value: decimal("100"), applyOn: base)
            return level(
                .cumulative, promotion("A", .percent("10")),
                promotion("B", when: Condition(simple: [SimpleCondition(element: .item, group: group)]), .gift()))
        }
        #expect(prices("60", "40").under(map(.originalPrice)).verdicts.map(\.reason) == [.ok, .ok])
        let left = prices("60", "40").under(map(.benefitedPrice))
        #expect(left.verdictTexts == ["applied OK//", "notApplied CONDITION_ITEM/xprice >= 100/90"])
        #expect(prices("60", "60").under(map(.benefitedPrice)).verdicts.map(\.reason) == [.ok, .ok])
    }

    @Test func withdrawnUnitsStillCount() {
        let group = SimpleCondition.Group(measure: .sum(.qty), value: quantity("2").units)
        let condition = Condition(simple: [SimpleCondition(element: .item, group: group)])
        let map = level(
            .cumulative, promotion("A", when: .level("X"), .percent("10"), exclusive: .units),
            promotion("B", when: condition, .percent("50")))
        let evaluation = ticket(line("10", ["level1": "X"]), line("4")).under(map)
        #expect(evaluation.text(map) == "A 1.00 = 1:1.00; B 2.00 = 2:2.00")
    }

    @Test func theFirstKindThatFailsIsTheReason() {
        let kinds: [ElementKind] = [.loyaltyCard, .payment, .customer, .coupon, .transaction]
        var condition = Condition(simple: [SimpleCondition(element: .item)])
        var reasons: [Verdict.Reason] = []
        for kind in kinds {
            condition.simple.append(.having(kind, "type", "none such"))
            reasons.append(prices("10").under(promotion(when: condition, .gift())).verdicts[0].reason)
        }
        #expect(
            reasons == [
                .conditionCard, .conditionPayment, .conditionCustomer, .conditionCoupon, .conditionTransaction,
            ])
    }

    @Test func aFullPaymentCoversWhatTheBenefitLeaves() {
        let group = SimpleCondition.Group(measure: .fullPayment, value: 0)
        let condition = Condition(simple: [
            SimpleCondition(element: .item, filters: [Filter("level1", .equal, ["X"])]),
            SimpleCondition(element: .payment, filters: [Filter("code", .equal, ["ZETA"])], group: group),
        ])
        let promotion = promotion(when: condition, .percent("20"))
        let base = ticket(line("100", ["level1": "X"]), line("50"))
        #expect(base.payment("ZETA", "80").under(promotion).shares == "1:20.00")
        #expect(base.payment("ZETA", "30").payment("ZETA", "50").under(promotion).shares == "1:20.00")
        #expect(
            base.payment("ZETA", "79.99").payment("CASH", "70").under(promotion).verdictText
                == "notApplied CONDITION_PAYMENT/fullPayment >= 80/79.99")
        // Without the limit 80 would have been enough: who looks for lapsed holds must know.
        var limited = promotion
        limited.benefits = [.percent("20").limited(.benefitAmount, "5")]
        let cut = base.payment("ZETA", "80").under(limited)
        #expect(cut.verdictText == "notApplied CONDITION_PAYMENT/fullPayment >= 95/80" && cut.isLimited)
        #expect(base.payment("CASH", "150").under(promotion).verdicts[0].reason == .conditionPayment)
        #expect(base.under(promotion).verdicts[0].reason == .conditionPayment)
    }
}
