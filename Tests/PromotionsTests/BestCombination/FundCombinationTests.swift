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
}
