import TestSupport
import Testing

@testable import Promotions

/// Levels whose units are given to promotions one by one, since their sub-tickets are too many to be listed.
@Suite struct SharedUnitsTests {
    private static func kilos(_ amount: Int128, limit: Int? = nil) -> Condition {
        Condition(composition: [
            CompositionSet(name: "kilos", min: amount, max: amount, measure: .magnitude, limit: limit)
        ])
    }

    private static func proof(_ alternative: Alternative) throws -> CombinationProof {
        try #require(alternative.proofs.first)
    }

    /// A kilo costs 5.00 less, and nine kilos go on to the next level as they are.
    @Test func `what a promotion was given and did not use is left for others`() {
        let map = PromotionMap(
            company: "2",
            levels: [
                Level(
                    coexistence: .bestCombination,
                    promotions: [promotion("P", when: Self.kilos(1_000, limit: 1), .percent("50"))]),
                Level(promotions: [promotion("Q", .percent("10"))]),
            ])
        let cheese = ticket(line("100", weight: "10"))
        #expect(cheese.under(map).text(map) == "P 5.00 = 1:5.00; Q 9.50 = 1:9.50")
    }

    @Test func `nothing of a ticket is lost on a level`() throws {
        for seed in UInt64(700)..<730 {
            var random = SeededRandom(seed: seed)
            let items = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                line(
                    "\(Int.random(in: 1...40, using: &random)).\(Int.random(in: 10...99, using: &random))",
                    pieces: Int.random(in: 1...3, using: &random),
                    weight: "\(Int.random(in: 1...9, using: &random)).5")
            }
            let kilos = Int128(Int.random(in: 1...4, using: &random) * 500)
            let map = level(
                .bestCombination,
                promotion("A", when: Self.kilos(kilos, limit: Int.random(in: 1...4, using: &random)), .percent("30")),
                promotion("B", when: .combo(2, 2), .percent("20")))
            let sale = ticket(items)
            let input = EvaluationInput(ticket: sale)
            let compiled = CompiledMap(map)
            let context = EvaluationContext(map: compiled, input: input)
            var (state, record) = (EvaluationState(sale), EvaluationRecord(input))
            BestCombination(context: context, level: 0, positions: [0, 1], stepBudget: 1_000)
                .apply(to: &state, &record)
            for (element, item) in sale.items.enumerated() {
                let runs = state.pool.filter { $0.kind == .item && $0.element == element }
                #expect(runs.reduce(0) { $0 + $1.pieces } == Quantity(whole: item.pieces).units, "seed \(seed)")
                #expect(runs.reduce(0) { $0 + $1.magnitude } == item.magnitude.units, "seed \(seed)")
                #expect(runs.reduce(0) { $0 + $1.listPrice } == item.price.units, "seed \(seed)")
            }
        }
    }

    /// Ten kilos are ten sub-tickets of one line.
    @Test func `a line that is cut counts as often as it can be`() throws {
        let map = level(
            .bestCombination, promotion("A", when: Self.kilos(1_000), .fixed("2")), promotion("B", .percent("15")))
        let alternative = ticket(line("100", weight: "10")).under(map).alternatives[0]
        #expect(alternative.total == money("20"))
        #expect(try Self.proof(alternative).upperBound >= money("20"))
    }

    /// More sub-tickets than are listed, and each takes the coupon besides a line: the line carries all of the amount.
    @Test func `what an application grants once is borne by its items`() throws {
        let withCoupon = Condition(composition: [
            CompositionSet(name: "items", min: 1_000),
            CompositionSet(name: "coupon", element: .coupon, min: 1_000, max: 1_000),
        ])
        let map = level(
            .bestCombination, promotion("A", when: withCoupon, .fixed("10")), promotion("B", .percent("60")))
        let lines = (0..<16).map { line(Money(units: 100_000 + Int128($0) * 2_000).text) }
        let alternative = ticket(lines).coupon("T").under(map).alternatives[0]
        let proof = try Self.proof(alternative)
        #expect(proof.upperBound >= money("114.40") && proof.worth == alternative.total)
        #expect(alternative.total == money("114.40") || !proof.isOptimal)
    }

    @Test func `units that are exact by themselves share in what rounding adds`() throws {
        let sale = prices("10", "6.67")
        let map = CompiledMap(level(.bestCombination, promotion("P", when: .combo(2, 2), .percent("50"))))
        let context = EvaluationContext(map: map, input: EvaluationInput(ticket: sale))
        let gains = UnitGain(try #require(CombinationRule(0, EvaluationState(sale), context)), context)
        let shares = EvaluationState(sale).pool.map { gains.share(of: $0, isCut: false) }
        #expect(shares.reduce(0, +) >= decimal("8.34"))
        #expect(sale.under(map.map).alternatives[0].total == money("8.34"))
    }

    @Test func `an amount far above all prices is no trouble`() {
        let lines = (0..<16).map { line("\(10 + $0)") } + [line("500", pieces: 1_000, ["level1": "X"])]
        let free = promotion("Free", when: .combo(1), .fixed("99999999999"))
        let thousand = promotion(
            "Thousand", when: .combo(1_000, 1_000, where: [Filter("level1", .equal, ["X"])]), .percent("50"))
        let sale = ticket(lines)
        #expect(sale.under(level(.bestCombination, free, thousand)).alternatives[0].total > .zero)
    }

    /// Pieces of one line that cost 9.00 and 7.00 by now.
    @Test(arguments: [
        (DrawOrder.lessExpensiveFirst, Benefit.percent("50"), "3.50"), (.moreExpensiveFirst, .percent("50"), "4.50"),
        (.moreExpensiveFirst, .newPrice("8"), "1.00"),
    ]) func `pieces of one line keep their prices`(_ order: DrawOrder, _ benefit: Benefit, _ worth: String) {
        let first = Level(promotions: [
            promotion("One", when: .combo(1, 1, limit: 1), .percent("10")),
            promotion("Two", when: .combo(1, 1, limit: 1, where: []), .fixed("3", .qty)),
        ])
        let last = promotion("Pair", when: .combo(2, 2), benefit.upTo(1, order))
        let sale = ticket(line("20", pieces: 2))
        func total(_ coexistence: Level.Coexistence) -> [Money] {
            let map = PromotionMap(company: "2", levels: [first, Level(coexistence: coexistence, promotions: [last])])
            return sale.under(map).alternatives[0].grants.map(\.total)
        }
        #expect(total(.bestCombination) == total(.cumulative))
        #expect(total(.cumulative).last?.text == worth || total(.cumulative).count < 3)
    }
}
