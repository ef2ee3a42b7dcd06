import TestSupport
import Testing

@testable import Promotions

/// What is left over when money is split goes to the lower seq, whatever took the units before and in which set.
@Suite struct LineOrderTests {
    /// Half a cent for everybody: who gets the whole ones tells in which order the lines stand.
    static let tie = Benefit.fixed("0.01").with { $0.applyOn = .originalPrice }

    @Test func anEarlierBenefitDoesNotChangeTheOrder() {
        let first = Benefit.percent("10").upTo(1)
        let evaluation = prices("5", "5", "5").under(promotion("P", first, Self.tie))
        #expect(evaluation.text() == "0 0.50 = 1:0.50, 0.01 = 1:0.01 2:0.00 3:0.00")
    }

    @Test func norDoPartsOfALine() {
        // Two of line 1's three pieces benefit first; it is one line all the same, of three quarters.
        let basket = ticket(line("9", pieces: 3), line("3"))
        let evaluation = basket.under(
            promotion(
                "P", .percent("10").upTo(2),
                Self.tie.with {
                    $0.kind = .fixedDiscount(amount: money("0.02"), unit: .na)
                }))
        #expect(evaluation.text() == "0 0.60 = 1:0.60, 0.02 = 1:0.02 2:0.00")
    }

    @Test func norDoesTheOrderOfTheSets() {
        let combo = Condition(
            composition: ["B", "A"].map { name in
                CompositionSet(name: name, filters: [Filter("brand", .equal, [name])], min: 1_000, max: 1_000)
            })
        let basket = ticket(line("5", ["brand": "A"]), line("5", ["brand": "B"]))
        #expect(basket.under(promotion("P", when: combo, Self.tie)).shares == "1:0.01 2:0.00")
        #expect(basket.under(promotion("P", when: combo, .fixed("0.03"))).shares == "1:0.02 2:0.01")
    }

    /// Lines that cost the same get shares that do not grow with the seq.
    @Test func likeLinesGetLikeShares() {
        var random = RandomPromotions(seed: 91)
        for _ in 0..<1_000 {
            let basket = ticket((0..<random.int(2...6)).map { _ in line("5") })
            let cents = random.int(1...99)
            let first = Benefit.percent("\(random.int(1...40))").upTo(random.int(1...4))
            let second = Benefit.fixed(cents < 10 ? "0.0\(cents)" : "0.\(cents)").with { $0.applyOn = .originalPrice }
            let condition: Condition = random.happens(50) ? .anyItem : .combo(2, random.int(2...6))
            let benefits = basket.under(promotion("P", when: condition, first, second)).alternatives[0].grants
                .flatMap(\.benefits).filter { $0.benefit == 1 }
            for shares in benefits.map(\.shares) where condition == .anyItem {
                #expect(zip(shares, shares.dropFirst()).allSatisfy { $0.value >= $1.value }, "seed 91: \(shares)")
                #expect((shares.first?.value ?? .zero) - (shares.last?.value ?? .zero) <= money("0.01"), "seed 91")
            }
        }
    }
}
