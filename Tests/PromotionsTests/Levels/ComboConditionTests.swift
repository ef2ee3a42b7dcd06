import Promotions
import Testing

@Suite struct ComboConditionTests {
    @Test func simpleConditionsMayBeTestedInEachSubTicket() {
        let group = SimpleCondition.Group(measure: .sum(.price), value: decimal("15"))
        var condition = Condition.combo(2, 2)
        condition.simple = [SimpleCondition(element: .item, group: group)]
        var promotion = promotion(when: condition, .percent("10"))
        let basket = prices("10", "8", "6", "4")
        #expect(basket.under(promotion).shares == "1:1.00 2:0.80 3:0.60 4:0.40")
        promotion.evaluatesConditionInCombo = true
        #expect(basket.under(promotion).shares == "1:1.00 2:0.80")
        #expect(prices("6", "4").under(promotion).verdictText == "notApplied CONDITION_ITEM/xprice >= 15/10")
    }

    @Test func conditionsOnOtherElementsStillLookAtTheTicket() {
        var condition = Condition.combo(2, 2)
        condition.simple = [.having(.coupon, "type", "3")]
        var promotion = promotion(when: condition, .percent("10"))
        promotion.evaluatesConditionInCombo = true
        #expect(prices("10", "8").under(promotion).verdicts[0].reason == .conditionCoupon)
        #expect(prices("10", "8").coupon("3").under(promotion).shares == "1:1.00 2:0.80")
    }

    @Test func aSetOfCouponsCountsThem() {
        let condition = Condition(composition: [
            CompositionSet(
                name: "c", element: .coupon, filters: [Filter("type", .equal, ["3"])], min: 1_000, max: 1_000),
            CompositionSet(name: "i", min: 2_000, max: 2_000),
        ])
        let promotion = promotion(when: condition, .percent("10"), report: .always)
        let three = ticket(line("60", pieces: 6)).coupon("3", count: 2)
        #expect(three.under(promotion).shares == "1:4.00")
        #expect(ticket(line("60", pieces: 6)).under(promotion).verdictText == "notApplied COMBO_MIN/1/0")
        let kept = level(
            .cumulative, promotion, Promotion(id: "Q", name: "Q", condition: condition, benefits: [.gift()]))
        #expect(three.under(kept).text(kept) == "P 4.00 = 1:4.00; Q 0.00 qty 2 = 1:0.00")
        var first = promotion
        first.exclusivity = .units
        let used = level(.cumulative, first, Promotion(id: "Q", name: "Q", condition: condition, benefits: [.gift()]))
        #expect(three.under(used).verdictTexts[1] == "excluded EXCLUSIVE_USED//P")
    }

    @Test func setsOrderUnitsByThePriceOfTheFirstBenefit() {
        let first = promotion("A", when: .level("X"), .fixed("9"))
        func text(_ base: PriceBase) -> String {
            let benefit = Benefit.percent("10").with { $0.applyOn = base }
            let map = level(.cumulative, first, promotion("B", when: .combo(1, 1, limit: 1), benefit))
            return ticket(line("10", ["level1": "X"]), line("5")).under(map).text(map)
        }
        #expect(text(.benefitedPrice) == "A 9.00 = 1:9.00; B 0.50 = 2:0.50")
        #expect(text(.originalPrice) == "A 9.00 = 1:9.00; B 1.00 = 1:1.00")
    }

    @Test func moneyOfSplitLinesAddsUp() {
        // Ten for three pieces: a free one each time costs 3.33, 3.33 and 3.33, never more than the line.
        let each = promotion(when: .combo(1, 1), .percent("100"))
        #expect(ticket(line("10", pieces: 3)).under(each).shares == "1:9.99")
        let map = level(.cumulative, each, promotion("Rest", .percent("100")))
        #expect(ticket(line("10", pieces: 3)).under(map).text(map) == "P 9.99 = 1:9.99; Rest 0.01 = 1:0.01")
    }
}
