import TestSupport
import Testing

@testable import Promotions

@Suite struct ProrationTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let proration: Benefit.Proration
        let shares: String
        var testDescription: String { proration.rawValue }
    }

    static let worked = [
        Case(proration: .proportional, shares: "1:1.33 2:1.00 3:0.67"),
        Case(proration: .mostExpensiveFirst, shares: "1:3.00 2:0.00 3:0.00"),
        Case(proration: .cheapestFirst, shares: "1:0.00 2:0.00 3:3.00"),
    ]

    @Test(arguments: worked) func spreadsANewPriceOf15(_ example: Case) {
        let benefit = Benefit.newPrice("15", .na).with { $0.proration = example.proration }
        #expect(prices("8", "6", "4").under(benefit).shares == example.shares)
        // A combination spreads alike.
        #expect(prices("8", "6", "4").under(promotion(when: .combo(3, 3), benefit)).shares == example.shares)
    }

    @Test func fillsALineBeforeTheNext() {
        let most = Benefit.fixed("15").with { $0.proration = .mostExpensiveFirst }
        #expect(prices("8", "6", "4").under(most).shares == "1:8.00 2:6.00 3:1.00")
        let least = Benefit.fixed("11").with { $0.proration = .cheapestFirst }
        #expect(prices("8", "6", "4").under(least).shares == "1:1.00 2:6.00 3:4.00")
        let floored = ticket(line("8", floor: "7"), line("6"), line("4"))
        #expect(floored.under(most).shares == "1:1.00 2:6.00 3:4.00")
        // The price a piece tells which is dearer: 5 for each of two pieces is less than 6.
        #expect(
            ticket(line("10", pieces: 2), line("6")).under(.fixed("7").with { $0.proration = .mostExpensiveFirst })
                .shares == "1:1.00 2:6.00")
    }

    @Test func withEachPieceTheWeightIsTheLinesOwnPart() {
        #expect(prices("3", "30", "300").under(.fixed("2", .qty)).shares == "1:2.00 2:2.00 3:2.00")
        #expect(ticket(line("9", pieces: 3), line("30")).under(.fixed("2", .qty)).shares == "1:6.00 2:2.00")
        #expect(prices("3", "30", "300").under(.fixed("6", .na)).shares == "1:0.05 2:0.54 3:5.41")
    }

    @Test func remaindersGoToTheLargestThenToTheLowerSeq() {
        #expect(prices("1", "1", "1").under(.fixed("1")).shares == "1:0.34 2:0.33 3:0.33")
        #expect(prices("1", "1", "1").under(.fixed("2")).shares == "1:0.67 2:0.67 3:0.66")
        #expect(prices("1", "2", "1").under(.fixed("1.02")).shares == "1:0.26 2:0.51 3:0.25")
    }

    @Test func sharesSumToTheAmountAndFitUnderTheCaps() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<3_000 {
            let count = Int.random(in: 1...8, using: &random)
            let caps = (0..<count).map { _ in Int128(Int.random(in: 0...9, using: &random) * 100) }
            let weights = (0..<count).map { _ in Int128(Int.random(in: 0...5, using: &random)) }
            let room = caps.reduce(0, +) / 100
            let amount = Int128.random(in: 0...room, using: &random) * 100
            let shares = Spread.byWeight(amount, weights: weights, caps: caps, unit: 100)
            #expect(shares.reduce(0, +) == amount, "seed 3")
            for (share, cap) in zip(shares, caps) { #expect(share >= 0 && share <= cap && share % 100 == 0, "seed 3") }
            // Where no cap binds, no share is a cent away from its exact part.
            let total = weights.reduce(0, +)
            guard total > 0, zip(weights, caps).allSatisfy({ amount * $0 <= $1 * total }) else { continue }
            for (share, weight) in zip(shares, weights) {
                #expect((share * total - amount * weight).magnitude < 100 * total.magnitude, "seed 3")
            }
        }
    }
}
