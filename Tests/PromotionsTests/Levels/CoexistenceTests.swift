import Promotions
import Testing

@Suite struct CoexistenceTests {
    static let ten = promotion("Ten", .percent("10"))
    static let five = promotion("Five", .fixed("5"))
    static let gift = promotion("Gift", .gift())
    static let toys = promotion("Toys", when: .level("TOYS"), .percent("90"))

    @Test func cumulativeAppliesAllInOrder() {
        let map = level(.cumulative, Self.five, Self.ten, Self.toys)
        let evaluation = prices("100").under(map)
        #expect(evaluation.text(map) == "Five 5.00 = 1:5.00; Ten 9.50 = 1:9.50")
        #expect(evaluation.alternatives[0].grants.map { $0.benefits[0].order } == [1, 2])
        #expect(evaluation.alternatives[0].total == money("14.50"))
    }

    @Test func firstAppliesTheFirstThatGrants() {
        let map = level(.first, Self.toys, Self.five, Self.ten)
        let evaluation = prices("100").under(map)
        #expect(evaluation.text(map) == "Five 5.00 = 1:5.00")
        #expect(
            evaluation.verdictTexts == [
                "notApplied NO_MATCH//", "applied OK//", "excluded LOST_TO_BETTER//Five",
            ])
    }

    struct Best: CustomTestStringConvertible, Sendable {
        let price: String
        let promotions: [Promotion]
        let winner: String
        var testDescription: String { "\(price) \(promotions.map(\.name))" }
    }

    static let best = [
        Best(price: "100", promotions: [five, ten], winner: "Ten"),
        Best(price: "50", promotions: [five, ten], winner: "Five"),
        Best(price: "50", promotions: [ten, five], winner: "Ten"),
        Best(price: "40", promotions: [ten, five], winner: "Five"),
        Best(price: "40", promotions: [gift, five], winner: "Five"),
        Best(price: "40", promotions: [toys, gift], winner: "Gift"),
        Best(price: "40", promotions: [gift, promotion("Other", .gift(9))], winner: "Gift"),
        Best(
            price: "100", promotions: [promotion("Cut", .percent("50").limited(.benefitAmount, "4")), five],
            winner: "Five"),
    ]

    @Test(arguments: best) func bestBenefitAppliesTheOneWorthMost(_ example: Best) {
        let map = PromotionMap(
            company: "2", levels: [Level(coexistence: .bestBenefit, promotions: example.promotions)])
        let evaluation = prices(example.price).under(map)
        #expect(evaluation.alternatives[0].grants.map { example.promotions[$0.promotion].name } == [example.winner])
        for (promotion, verdict) in zip(example.promotions, evaluation.verdicts) {
            let expected: Set<Verdict.Reason> = promotion.name == example.winner ? [.ok] : [.lostToBetter, .noMatch]
            #expect(expected.contains(verdict.reason))
            if verdict.outcome == .excluded { #expect(verdict.observed == example.winner) }
        }
    }

    @Test func aLimitThatLostStillCounts() {
        let cut = promotion("Cut", .percent("50").limited(.benefitAmount, "4"))
        let lost = prices("100").under(level(.bestBenefit, cut, Self.five))
        // With more left it would have won: whoever keeps balances must know.
        #expect(lost.isLimited && lost.balanceTexts == ["4.00"] && lost.alternatives[0].uses.isEmpty)
    }

    @Test func levelsSeeWhatEarlierOnesLeft() {
        let map = PromotionMap(
            company: "2",
            levels: [
                Level(promotions: []), Level(coexistence: .bestBenefit, promotions: [Self.five, Self.ten]),
                Level(coexistence: .first, promotions: [Self.toys, Self.ten]),
            ])
        #expect(prices("100").under(map).text(map) == "Ten 10.00 = 1:10.00; Ten 9.00 = 1:9.00")
    }

    @Test func withoutPromotionsThereIsOneAlternativeWithoutGrants() {
        for map in [PromotionMap(company: "2", levels: []), level(.option), level(.first, Self.toys)] {
            #expect(prices("1").under(map).alternatives == [Alternative()])
            #expect(ticket().under(map).alternatives == [Alternative()])
        }
    }

    @Test func aSuspendedPromotionNeverApplies() {
        var promotion = Self.ten
        promotion.state = .suspended
        #expect(prices("10").under(promotion).verdictText == "notApplied SUSPENDED//")
        #expect(ticket().under(promotion).verdictText == "notApplied SUSPENDED//")
    }
}
