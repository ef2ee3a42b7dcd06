import Testing

@testable import Promotions

/// Benefits that draw on balances, on levels of best combination.
@Suite struct FundCombinationTests {
    /// 20 % of 20.00 is 4.00; points pay up to their balance: the better of the two is chosen, and the bound holds.
    @Test(arguments: [("3", "4.00"), ("4.5", "4.50"), ("30", "20.00")])
    func theBetterOfTwoIsChosen(_ balance: String, _ worth: String) {
        let map = level(
            .bestCombination, promotion("A", .percent("20")), promotion("B", FundedBenefitTests.points("1")))
        let holdings = Holdings(cards: [.init(number: "6", type: "CLUB", balance1: money(balance))])
        let alternative = CompiledMap(map).evaluate(
            EvaluationInput(ticket: FundedBenefitTests.basket, holdings: holdings)
        ).alternatives[0]
        #expect(alternative.total >= money(worth), "\(alternative.text(map))")
        #expect(alternative.proofs.allSatisfy { $0.worth == alternative.total && $0.worth <= $0.upperBound })
        let drawn = alternative.grants.flatMap(\.benefits).flatMap(\.debits).reduce(Money.zero) { $0 + $1.amount }
        #expect(drawn <= money(balance))
    }

    /// Ten percent of 30.00 and of 20.00, never less than 2.00: a card of 4.00 pays both only if the 20.00 is first.
    @Test func theOrderInWhichABalanceGoesFurthestIsFound() throws {
        let agreement = FundedBenefitTests.agreement("10").with { $0.minDiscount = money("2") }
        let map = level(.bestCombination, promotion("P", when: .combo(1, 1), agreement))
        let sale = prices("30", "20").card("CLUB").with { $0.loyaltyCards[0].attributes["agreement"] = "ACME" }
        let holdings = Holdings(cards: [.init(number: "6", type: "CLUB", balance1: money("4"))])
        let alternative = CompiledMap(map).evaluate(EvaluationInput(ticket: sale, holdings: holdings)).alternatives[0]
        #expect(alternative.total == money("4"), "\(alternative.text(map))")
    }

    /// What one promotion takes instead of the others, others get what it does not touch.
    @Test func besideTheBestOneTheOthersGetTheRest() {
        let map = level(
            .bestCombination, promotion("A", when: .level("X"), FundedBenefitTests.points("1")),
            promotion("B", when: .level("Y"), FundedBenefitTests.points("1").with { $0.minDiscount = money("25") }),
            promotion("D", when: .level("Z"), .percent("10")), promotion("C", when: .level("W"), .coupons()))
        let sale = ticket(
            line("10", ["level1": "X"]), line("30", ["level1": "Y"]), line("10", ["level1": "Z"]),
            line("5", ["level1": "W"])
        ).card("CLUB")
        let holdings = Holdings(cards: [.init(number: "6", type: "CLUB", balance1: money("30"))])
        let alternative = CompiledMap(map).evaluate(EvaluationInput(ticket: sale, holdings: holdings)).alternatives[0]
        #expect(alternative.total == money("31"), "\(alternative.text(map))")
        #expect(alternative.grants.map(\.promotion) == [1, 2, 3])
    }

    /// The plan lowers what must be paid in full, here as on other levels.
    @Test func aPlanOfTheSamePromotionCountsAsPaid() {
        let visa = SimpleCondition(
            element: .payment, filters: [Filter("code", .equal, ["VISA"])],
            group: SimpleCondition.Group(measure: .fullPayment, value: 0))
        let condition = Condition(simple: [SimpleCondition(element: .item), visa])
        let map = level(
            .bestCombination, promotion("A", when: condition, .percent("50"), .plan("VISA", "10")),
            promotion("B", .percent("10"))
        ).paid(.onPaymentMade)
        let alternative = prices("100").payment("VISA", "45").under(map).alternatives[0]
        #expect(alternative.total == money("55"), "\(alternative.text(map))")
    }
}
