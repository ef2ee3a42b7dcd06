import TestSupport
import Testing

@testable import Promotions

/// Options that cost points of the customer and of a card, chosen by the line.
@Suite struct RedemptionOptionTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        /// By line: the option that it chose.
        let chosen: [Int]
        var benefit = RedemptionOptionTests.benefit
        var points = "1000"
        var balance = "1000"
        var condition = Condition.anyItem
        /// As `text(of:)` prints them.
        let grants: [String]

        var testDescription: String { name }
    }

    static func option(
        _ benefit: String, _ value: String, _ unit: Benefit.Unit = .qty, points: String, card: String = "0"
    ) -> RedemptionOption {
        RedemptionOption(
            benefit: benefit, value: decimal(value), unit: unit, customerPoints: money(points),
            cardType: card == "0" ? "" : "CLUB", cardPoints: money(card))
    }

    /// 1: half price for 100 points; 2: 4.00 a piece for 50 points and 30 of the card; 3: 3.00 off once for 20 of the
    /// card; 4: 2.00 off each unit of weight for 10 points.
    static let benefit = Benefit(
        id: "b",
        kind: .redemptionWithOptions([
            option("percentageDiscount", "50", points: "100"), option("newPrice", "4", points: "50", card: "30"),
            option("fixedDiscount", "3", .na, points: "0", card: "20"),
            option("fixedDiscount", "2", .magnitude, points: "10"),
        ]))

    /// Three pieces of 6.00, one of 10.00 that weighs 2.5, one of 3.00.
    private static func basket(_ chosen: [Int]) -> Ticket {
        let lines = [line("18", pieces: 3), line("10", weight: "2.5"), line("3")]
        return ticket(
            zip(lines, chosen).map { line, option in
                var line = line
                line.attributes["redeemOption"] = String(option)
                return line
            })
    }

    static let cases = [
        Case(
            name: "nothing chosen: all is offered", chosen: [0, 0, 0],
            grants: ["0: 0.00 of 31.00 = 1:0.00 2:0.00 3:0.00 for "]),
        Case(
            name: "one line chose", chosen: [1, 0, 0],
            grants: [
                "1: 9.00 of 18.00 = 1:9.00 for customer 1 300.00", "0: 0.00 of 13.00 = 2:0.00 3:0.00 for ",
            ]),
        Case(
            name: "each option is a benefit of its own", chosen: [1, 2, 1],
            grants: [
                "1: 10.50 of 21.00 = 1:9.00 3:1.50 for customer 1 400.00",
                "2: 6.00 of 10.00 = 2:6.00 for customer 1 50.00 6/1/ 30.00",
            ]),
        Case(
            name: "what is cheaper already is not redeemed", chosen: [2, 2, 2],
            grants: ["2: 12.00 of 28.00 = 1:6.00 2:6.00 for customer 1 200.00 6/1/ 120.00"]),
        Case(
            name: "pieces as far as the customer's points go", chosen: [2, 2, 2], points: "149",
            grants: ["2: 4.00 of 12.00 = 1:4.00 for customer 1 100.00 6/1/ 60.00"]),
        Case(
            name: "and as far as those of the card do", chosen: [2, 2, 2], balance: "59",
            grants: ["2: 2.00 of 6.00 = 1:2.00 for customer 1 50.00 6/1/ 30.00"]),
        Case(
            name: "once for all", chosen: [3, 3, 9],
            grants: [
                "3: 3.00 of 28.00 = 1:1.93 2:1.07 for 6/1/ 20.00", "0: 0.00 of 3.00 = 3:0.00 for ",
            ]),
        Case(name: "once for all, too dear", chosen: [3, 3, 3], balance: "19.99", grants: []),
        Case(
            name: "by weight", chosen: [4, 4, 4], grants: ["4: 5.00 of 10.00 = 2:5.00 for customer 1 25.00"]),
        Case(
            name: "by weight, a percentage or a price of what has none", chosen: [1, 1, 2],
            benefit: benefit.with {
                $0.kind = .redemptionWithOptions([
                    option("percentageDiscount", "50", .magnitude, points: "10"),
                    option("newPrice", "0", .magnitude, points: "10"),
                ])
            }, grants: ["1: 5.00 of 10.00 = 2:5.00 for customer 1 25.00"]),
        Case(name: "a weighed line is paid whole or not", chosen: [4, 4, 4], points: "24", grants: []),
        Case(
            name: "the options share the customer's points", chosen: [1, 2, 2], points: "320",
            grants: ["1: 9.00 of 18.00 = 1:9.00 for customer 1 300.00"]),
        Case(
            name: "a limit of money cuts the points with it", chosen: [1, 2, 3],
            benefit: benefit.limited(.benefitAmount, "12"),
            grants: [
                "1: 9.00 of 18.00 = 1:9.00 for customer 1 300.00",
                "2: 3.00 cut of 10.00 = 2:3.00 for customer 1 25.00 6/1/ 15.00",
            ]),
        Case(
            name: "a limit that leaves nothing offers nothing", chosen: [1, 0, 0],
            benefit: benefit.limited(.benefitAmount, "9"),
            grants: ["1: 9.00 of 18.00 = 1:9.00 for customer 1 300.00"]),
        Case(
            name: "sub-tickets in turn", chosen: [1, 1, 1], points: "250", condition: .combo(1, 1),
            grants: ["1: 8.00 of 16.00 = 1:3.00 2:5.00 for customer 1 200.00"]),
    ]

    private static func evaluation(
        _ benefit: Benefit, _ condition: Condition, _ chosen: [Int], _ points: String, _ balance: String,
        level coexistence: Level.Coexistence = .cumulative
    ) -> Evaluation {
        let map = level(coexistence, Promotion(id: "P", name: "P", condition: condition, benefits: [benefit]))
        let ticket = basket(chosen).customer(points: points).card("CLUB")
        let holdings = Holdings(cards: [.init(number: "6", type: "CLUB", balance1: money(balance))])
        return CompiledMap(map).evaluate(EvaluationInput(ticket: ticket, explains: true, holdings: holdings))
    }

    private static func text(of grant: BenefitGrant) -> String {
        let debits = grant.debits.map(FundedBenefitTests.text).joined(separator: " ")
        return "\(grant.redeemOption ?? -1): \(grant.value.text)\(grant.isCut ? " cut" : "") of \(grant.base.text)"
            + " = \(grant.sharesText) for \(debits)"
    }

    @Test(arguments: cases)
    func linesGetWhatTheyChose(_ testCase: Case) {
        let evaluation = Self.evaluation(
            testCase.benefit, testCase.condition, testCase.chosen, testCase.points, testCase.balance)
        let grants = evaluation.alternatives[0].grants.flatMap(\.benefits)
        #expect(grants.map(Self.text) == testCase.grants)
        #expect(grants.map(\.order) == Array(1..<grants.count + 1))
        for grant in grants {
            #expect(grant.shares.reduce(.zero) { $0 + $1.value } == grant.value)
            let own = grant.debits.filter { $0.source == .customer(seq: 1) }.reduce(Money.zero) { $0 + $1.amount }
            #expect(grant.points == own && own <= money(testCase.points))
        }
        // Alone on its level, best combination gives as much.
        let best = Self.evaluation(
            testCase.benefit, testCase.condition, testCase.chosen, testCase.points, testCase.balance,
            level: .bestCombination)
        #expect(best.alternatives[0].total >= evaluation.alternatives[0].total)
        #expect(best.alternatives[0].proofs.allSatisfy { $0.worth == best.alternatives[0].total })
    }

    @Test func whatIsMissingIsTold() {
        func verdict(_ chosen: [Int], _ points: String = "9", _ balance: String = "9") -> String {
            Self.evaluation(Self.benefit, .anyItem, chosen, points, balance).verdictText
        }
        #expect(verdict([0, 0, 0]) == "applied OK/redeemOption/none")
        #expect(verdict([1, 1, 1]) == "notApplied NO_GAIN/100/9")
        #expect(verdict([1, 1, 1], "0") == "notApplied NO_GAIN//0.00")
        #expect(verdict([3, 3, 3]) == "notApplied NO_GAIN/20/9")
        let map = CompiledMap(level(.cumulative, promotion("P", Self.benefit)))
        func alone(_ chosen: [Int]) -> String {
            map.evaluate(EvaluationInput(ticket: Self.basket(chosen), explains: true)).verdictText
        }
        #expect(alone([1, 1, 1]) == "notApplied NO_CUSTOMER//none")
        #expect(alone([3, 3, 3]) == "notApplied NO_CARD/CLUB/none")
        #expect(alone([0, 0, 0]) == "notApplied NO_CUSTOMER//none")
    }

    @Test func anOfferKeepsNothingFromOthers() {
        let map = level(
            .cumulative, promotion("R", Self.benefit, exclusive: .units),
            promotion("P", .percent("10"), exclusive: .units))
        let ticket = Self.basket([0, 0, 0]).customer(points: "900")
        #expect(ticket.under(map).text(map) == "R 0.00 = 1:0.00 2:0.00 3:0.00; P 3.10 = 1:1.80 2:1.00 3:0.30")
    }

    /// The protocol lets a whole number carry decimals that are zero.
    @Test(arguments: ["1", "1.0", "1.000", "01"]) func anOptionIsANumberHoweverItIsWritten(_ text: String) {
        let ticket = Self.basket([0, 0, 0]).customer(points: "1000").with {
            $0.items[0].attributes["redeemOption"] = text
        }
        let map = level(.cumulative, promotion("P", Self.benefit))
        #expect(ticket.under(map).alternatives[0].grants.flatMap(\.benefits).map(\.redeemOption) == [1, 0])
    }

    @Test func withoutTheCustomerOfALimitNothingIsOffered() {
        let map = level(.cumulative, promotion("P", Self.benefit.limited(.benefitAmount, "9", .customer)))
        let holdings = Holdings(cards: [.init(number: "6", type: "CLUB", balance1: money("100"))])
        let input = EvaluationInput(ticket: Self.basket([0, 0, 0]).card("CLUB"), explains: true, holdings: holdings)
        let evaluation = CompiledMap(map).evaluate(input)
        #expect(evaluation.alternatives[0].grants.isEmpty && evaluation.verdicts[0].reason == .noCustomer)
    }
}
