import TestSupport
import Testing

@testable import Promotions

/// Products that have a price in points: the card pays for whole pieces, and what they cost in money goes.
@Suite struct CatalogRedemptionTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        var benefits = [benefit]
        var ticket = basket
        var condition = Condition.anyItem
        var balance = "1000"
        /// As `Alternative.text` prints it; empty for nothing.
        let grants: String

        var testDescription: String { name }
    }

    static let benefit = Benefit(id: "b", kind: .catalogRedemption(cardType: "CLUB"))

    /// Two pieces of 5.00 for 100 points each, one of 6.00 for 40, one of 4.00 without a price in points.
    static let basket = ticket(line("10", pieces: 2, ["points": "100"]), line("6", ["points": "40"]), line("4"))
        .card("CLUB")

    static let cases = [
        Case(name: "all that has a price in points", grants: "P 16.00 points 240.00 = 1:10.00 2:6.00"),
        Case(
            name: "whole pieces, the cheap ones first", balance: "199.99",
            grants: "P 11.00 points 140.00 = 1:5.00 2:6.00"),
        Case(
            name: "what the balance does not pay for is passed over", balance: "99",
            grants: "P 6.00 points 40.00 = 2:6.00"),
        Case(name: "a balance to the last point", balance: "40", grants: "P 6.00 points 40.00 = 2:6.00"),
        Case(name: "too little for anything", balance: "39.99", grants: ""),
        Case(
            name: "the dear ones first",
            benefits: [benefit.with { $0.order = .moreExpensiveFirst }], balance: "150",
            grants: "P 11.00 points 140.00 = 1:5.00 2:6.00"),
        Case(name: "a number of pieces", benefits: [benefit.upTo(1)], grants: "P 5.00 points 100.00 = 1:5.00"),
        Case(
            name: "what earlier promotions left, for all of the points", benefits: [.percent("50"), benefit],
            grants: "P 10.00 = 1:5.00 2:3.00 3:2.00, 8.00 points 240.00 = 1:5.00 2:3.00"),
        Case(
            name: "nothing left to take off", benefits: [.percent("100"), benefit],
            grants: "P 20.00 = 1:10.00 2:6.00 3:4.00"),
        Case(
            name: "down to the lowest price",
            ticket: ticket(line("10", floor: "4", ["points": "100"])).card("CLUB"),
            grants: "P 6.00 points 100.00 = 1:6.00"),
        Case(
            name: "a limit of money cuts the points with it", benefits: [benefit.limited(.benefitAmount, "4")],
            grants: "P 4.00 points 60.00 cut = 1:2.50 2:1.50"),
        Case(
            name: "a limit of products", benefits: [benefit.limited(.benefitedProductCount, "2")],
            grants: "P 10.00 points 200.00 cut = 1:10.00"),
        Case(
            name: "the most of one application", benefits: [benefit.with { $0.maxDiscount = money("1.6") }],
            grants: "P 1.60 points 24.00 = 1:1.00 2:0.60"),
        Case(
            name: "sub-tickets in turn", condition: .combo(1, 1, order: .asEntered), balance: "150",
            grants: "P 11.00 points 140.00 = 1:5.00 2:6.00"),
        Case(
            name: "two benefits on one card", benefits: [benefit.upTo(1), benefit], balance: "210",
            grants: "P 5.00 points 100.00 = 1:5.00, 5.00 points 100.00 = 1:5.00"),
        Case(
            name: "a weighed product has one price",
            ticket: ticket(line("7", weight: "1.250", ["points": "12.5"])).card("CLUB"),
            grants: "P 7.00 points 12.50 = 1:7.00"),
        Case(
            name: "no price is no price",
            ticket: ticket(line("7", ["points": "free"]), line("3", ["points": "0"])).card("CLUB"), grants: ""),
    ]

    private static func input(_ ticket: Ticket, _ balance: String) -> EvaluationInput {
        let holdings = Holdings(cards: [
            .init(number: "6", type: "CLUB", balance1: money(balance), balance2: money("9"))
        ])
        return EvaluationInput(ticket: ticket, explains: true, holdings: holdings)
    }

    @Test(arguments: cases)
    func whatThePointsPayForIsFree(_ testCase: Case) {
        let map = level(
            .cumulative, Promotion(id: "P", name: "P", condition: testCase.condition, benefits: testCase.benefits))
        let alternative = CompiledMap(map).evaluate(Self.input(testCase.ticket, testCase.balance)).alternatives[0]
        #expect(alternative.text(map) == testCase.grants)
        let benefits = alternative.grants.flatMap(\.benefits)
        for benefit in benefits where benefit.points > .zero {
            #expect(benefit.cardSeq == 1 && FundedBenefitTests.text(benefit.debits[0]) == "6/1/ \(benefit.points.text)")
        }
        #expect(benefits.reduce(.zero) { $0 + $1.points } <= money(testCase.balance))
    }

    @Test func whatIsMissingIsTold() {
        func verdict(_ balance: String, _ ticket: Ticket = Self.basket) -> String {
            CompiledMap(level(.cumulative, promotion("P", Self.benefit))).evaluate(Self.input(ticket, balance))
                .verdictText
        }
        #expect(verdict("39") == "notApplied NO_GAIN/40/39")
        #expect(verdict("0") == "notApplied NO_GAIN//0.00")
        #expect(verdict("9", prices("5").card("CLUB")) == "notApplied NO_TARGET//")
        #expect(verdict("9", Self.basket.with { $0.loyaltyCards = [] }) == "notApplied NO_CARD//none")
    }

    @Test func aBudgetIsSpentPieceByPiece() throws {
        let map = CompiledMap(level(.cumulative, promotion("P", Self.benefit)))
        let context = EvaluationContext(map: map, input: Self.input(Self.basket, "0"))
        let price = try #require(PiecePrice(map.compiled[0].benefits[0], option: nil, context))
        let run = EvaluationState(Self.basket).pool[0]
        #expect(
            price.costs(of: run) == [decimal("200") * 1_000] && price.total(of: [Unit(run: run)]) == [decimal("200")])
        var budget = PointsBudget(price, left: [decimal("199")])
        #expect(budget.payable(run) == 1_000 && budget.paysOnce)
        var rest = run
        budget.pay(for: rest.split(1_000, of: rest.pieces))
        #expect(budget.payable(rest) == nil)
        #expect(price.refusal(of: [Unit(run: rest)], left: [decimal("99")]).needed == "100")
    }
}
