import TestSupport
import Testing

@testable import Promotions

/// What levels of best combination grant.
@Suite struct BestCombinationTests {
    static let threeForTwo = promotion("Three", when: .combo(3, 3), Benefit.percent("100").upTo(1))
    static let tenOnX = promotion("Ten", when: .level("X"), .percent("10"))

    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let promotions: [Promotion]
        let lines: [Item]
        let expected: String
        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "the dear one and the cheap one go where they are worth most",
            promotions: [
                promotion("Half", when: .combo(1, 1, limit: 1), .percent("50")),
                promotion("Five", when: .combo(1, 1, limit: 1), .fixed("5")),
            ],
            lines: [line("20"), line("8")], expected: "Half 10.00 = 1:10.00; Five 5.00 = 2:5.00"),
        Case(
            name: "three for two with the dear ones together, and the fourth at ten percent",
            promotions: [tenOnX, threeForTwo],
            lines: [line("30"), line("10", ["level1": "X"]), line("20"), line("20")],
            expected: "Ten 1.00 = 2:1.00; Three 20.00 = 3:20.00"),
        Case(
            name: "a sub-ticket is smaller than it could be where that is worth more",
            promotions: [promotion("Pairs", when: .combo(2, 4), Benefit.percent("100").upTo(1))],
            lines: [line("9"), line("9"), line("4"), line("4")], expected: "Pairs 13.00 = 1:9.00 3:4.00"),
        Case(
            name: "a limit that cuts one promotion leaves units to another",
            promotions: [
                promotion("Cut", when: .combo(1, 1), Benefit.percent("50").limited(.benefitAmount, "6")),
                promotion("Rest", when: .combo(1, 1), .percent("30")),
            ],
            lines: [line("10"), line("10"), line("10")], expected: "Cut 5.00 = 1:5.00; Rest 6.00 = 2:3.00 3:3.00"),
        Case(
            name: "of equal ones the earlier applies",
            promotions: [
                promotion("One", when: .combo(1, 1), .fixed("2")), promotion("Two", when: .combo(1, 1), .fixed("2")),
            ],
            lines: [line("10")], expected: "One 2.00 = 1:2.00"),
        Case(
            name: "what only gives coupons gets what is left over",
            promotions: [
                promotion("Coupon", when: .combo(1, 1), .coupons()),
                promotion("Off", when: .combo(2, 2), .percent("50")),
            ],
            lines: [line("10"), line("8"), line("6")],
            expected: "Coupon 0.00 qty 1 = 3:0.00; Off 9.00 = 1:5.00 2:4.00"),
        Case(
            name: "of two benefits one has nothing left of its limit",
            promotions: [
                promotion(
                    "Two", when: .combo(1), .fixed("4", .qty),
                    Benefit.fixed("5").limited(.benefitApplicationCount, "0")),
                promotion("Half", when: .combo(2, 2, limit: 1), .percent("50")),
            ],
            lines: ["24", "20", "8", "8", "2", "6"].map { line($0) },
            expected: "Two 14.00 = 3:4.00 4:4.00 5:2.00 6:4.00; Half 22.00 = 1:12.00 2:10.00"),
        Case(
            name: "what a limit keeps one benefit from giving, the next one gives",
            promotions: [
                promotion(
                    "Two", when: .combo(1, 1), Benefit.fixed("4", .qty).limited(.benefitApplicationCount, "1"),
                    .percent("50"))
            ],
            lines: [line("10"), line("20"), line("10")],
            expected: "Two 4.00 cut = 2:4.00, 18.00 = 1:5.00 2:8.00 3:5.00"),
        Case(
            name: "two benefits, and limits that nothing on the ticket reaches",
            promotions: [
                promotion(
                    "Two", when: .combo(1, 2), Benefit.percent("50").limited(.benefitAmount, "500"),
                    Benefit.fixed("1").limited(.benefitedProductCount, "50"))
            ],
            lines: ["10", "10", "10", "10", "10"].map { line($0) },
            expected: "Two 25.00 = 1:5.00 2:5.00 3:5.00 4:5.00 5:5.00, 5.00 = 1:1.00 2:1.00 3:1.00 4:1.00 5:1.00"),
        Case(
            name: "pieces of many like lines",
            promotions: [threeForTwo], lines: [line("40000", pieces: 4_000), line("50000", pieces: 5_000)],
            expected: "Three 30000.00 = 1:13340.00 2:16660.00"),
    ]

    @Test(arguments: cases) func `the best is granted`(_ example: Case) {
        let map = PromotionMap(
            company: "2", levels: [Level(coexistence: .bestCombination, promotions: example.promotions)])
        let evaluation = ticket(example.lines).under(map)
        #expect(evaluation.text(map) == example.expected)
        let proof = evaluation.alternatives[0].proofs.first
        #expect(proof?.isOptimal == true && proof?.gap == .zero && proof?.worth == evaluation.alternatives[0].total)
    }

    @Test(arguments: [Measure.magnitude, .price]) func `a line that a set would cut is not proven away`(
        _ measure: Measure
    ) throws {
        // One and a half of what a set takes: the whole line is too much, a part of it is a sub-ticket.
        var condition = Condition.combo(1, 1)
        condition.composition[0].measure = measure
        if measure == .price { (condition.composition[0].min, condition.composition[0].max) = (100_000, 100_000) }
        let ticket = ticket(line("15", weight: "1.5"), line("4", weight: "0.4"))
        let cut = promotion("Cut", when: condition, .percent("50"))
        let evaluation = ticket.under(level(.bestCombination, cut, Self.tenOnX))
        let proof = try #require(evaluation.alternatives[0].proofs.first)
        #expect(evaluation.alternatives[0].total >= ticket.under(level(.first, cut)).alternatives[0].total)
        #expect(evaluation.alternatives[0].total == money("5"))
        #expect(proof.worth == money("5") && proof.upperBound >= money("5") && !proof.isOptimal)
        condition.composition[0].max = nil
        let whole = ticket.under(level(.bestCombination, promotion("Whole", when: condition, .percent("50"))))
        #expect(whole.alternatives[0].total == money("9.50") && whole.alternatives[0].proofs.first?.isOptimal == true)
    }

    /// Sums too great for the search: what is granted is not said to be the best, and the bound is one.
    @Test func `nothing is proven of what was not searched`() throws {
        let map = level(
            .bestCombination, promotion("X", when: .level("X"), .percent("100")),
            promotion("Ten", when: .level("Y"), .percent("10")), promotion("Sixty", when: .level("Y"), .percent("60")))
        let ticket = ticket(line("200000000000", ["level1": "X"]), line("100000000000", ["level1": "Y"]))
        let proof = try #require(ticket.under(map).alternatives[0].proofs.first)
        #expect(proof.upperBound >= money("260000000000"))
        #expect(proof.isOptimal == (proof.worth >= money("260000000000")))
    }

    @Test func `what lost is explained, and a limit within reach is told`() {
        let map = level(.bestCombination, Self.tenOnX, Self.threeForTwo)
        let evaluation = ticket(line("10", ["level1": "X"]), line("10"), line("10")).under(map)
        #expect(evaluation.verdictTexts == ["excluded LOST_TO_BETTER//Three", "applied OK//"])
        let limited = promotion("Limited", when: .combo(1), Benefit.percent("10").limited(.benefitAmount, "1"))
        let other = promotion("Other", when: .combo(1), .percent("90"))
        #expect(prices("100").under(level(.bestCombination, limited, other)).isLimited)
        #expect(!prices("100").under(level(.bestCombination, other)).isLimited)
    }

    @Test(arguments: ["0", "2"]) func `a limit that keeps what is left over from a promotion is told`(_ used: String) {
        let coupon = promotion("Coupon", when: .combo(1), Benefit.coupons().limited(.couponCount, "2"))
        let map = CompiledMap(level(.bestCombination, coupon, promotion("Off", when: .combo(2, 2), .percent("50"))))
        // Alone, and beside one that takes two of three units.
        for ticket in [prices("10"), prices("10", "8", "6")] {
            var input = EvaluationInput(ticket: ticket, balances: Balances(used: [0: decimal(used)]))
            let plain = map.evaluate(input)
            input.explains = true
            let explained = map.evaluate(input)
            #expect(plain.isLimited == (used == "2") && explained.isLimited == plain.isLimited)
            #expect(plain.alternatives == explained.alternatives)
        }
    }

    @Test func `an exclusive promotion withdraws what it used, and spares what has a benefit`() {
        let taking = promotion("Taking", when: .combo(2, 2), .fixed("1"), exclusive: .units)
        let after = promotion("After", .percent("10"))
        let map = PromotionMap(
            company: "2",
            levels: [
                Level(coexistence: .bestCombination, promotions: [taking]), Level(promotions: [after]),
                Level(coexistence: .bestCombination, promotions: [taking]),
            ])
        #expect(prices("10", "10", "10").under(map).text(map) == "Taking 1.00 = 1:0.50 2:0.50; After 1.00 = 3:1.00")
    }

    /// Levels with several promotions, as they meet on random tickets.
    private func forRandomLevels(
        seed: UInt64, _ count: Int, _ body: (inout CombinationWorlds, Ticket, PromotionMap, Balances) -> Void
    ) {
        var worlds = CombinationWorlds(seed: seed)
        for _ in 0..<count {
            let (ticket, map, balances) = worlds.world(pieces: 3...7, promotions: 2...5)
            body(&worlds, ticket, map, balances)
        }
    }

    private func total(_ ticket: Ticket, _ map: PromotionMap, _ balances: Balances, _ kind: Level.Coexistence) -> Money
    {
        var changed = map
        changed.levels[0].coexistence = kind
        return CompiledMap(changed).evaluate(EvaluationInput(ticket: ticket, balances: balances)).alternatives[0].total
    }

    @Test func `it is worth no less than the other ways to go together`() {
        forRandomLevels(seed: 91, 700) { _, ticket, map, balances in
            let best = total(ticket, map, balances, .bestCombination)
            #expect(best >= total(ticket, map, balances, .first), "seed 91")
            #expect(best >= total(ticket, map, balances, .bestBenefit), "seed 91")
            var exclusive = map
            for index in map.levels[0].promotions.indices {
                exclusive.levels[0].promotions[index].exclusivity = .units
            }
            #expect(best >= total(ticket, exclusive, balances, .cumulative), "seed 91")
        }
    }

    @Test func `the order in which lines are entered changes nothing of its worth`() {
        var compared = 0
        forRandomLevels(seed: 92, 600) { worlds, ticket, map, balances in
            // Where the seq decides, other units are chosen in another order.
            let prices = Set(ticket.items.map { $0.price.units / Int128($0.pieces) })
            let isBySeq = map.levels[0].promotions.flatMap(\.benefits).contains { $0.order == .asEntered }
            if isBySeq || prices.count < ticket.items.count { return }
            compared += 1
            var shuffled = ticket
            shuffled.items.shuffle(using: &worlds.random)
            for index in shuffled.items.indices { shuffled.items[index].seq = index + 1 }
            #expect(
                total(ticket, map, balances, .bestCombination) == total(shuffled, map, balances, .bestCombination),
                "seed 92")
        }
        #expect(compared > 20)
    }

    @Test func `a spent budget leaves a bound that holds, and no less than one promotion gives`() {
        var unproven = 0
        forRandomLevels(seed: 93, 300) { worlds, ticket, map, balances in
            let whole = total(ticket, map, balances, .bestCombination)
            let compiled = CompiledMap(map)
            let context = EvaluationContext(map: compiled, input: EvaluationInput(ticket: ticket, balances: balances))
            var state = EvaluationState(ticket)
            var record = EvaluationRecord(context.input)
            BestCombination(
                context: context, level: 0, positions: Array(map.levels[0].promotions.indices),
                stepBudget: worlds.random.below(6)
            ).apply(to: &state, &record)
            let worth = state.grants.reduce(Money.zero) { $0 + $1.total }
            #expect(worth <= whole && worth >= total(ticket, map, balances, .bestBenefit), "seed 93")
            guard let proof = state.proofs.first else { return }
            #expect(proof.worth == worth && proof.upperBound >= whole, "seed 93")
            if !proof.isOptimal { unproven += 1 }
        }
        #expect(unproven > 20)
    }
}
