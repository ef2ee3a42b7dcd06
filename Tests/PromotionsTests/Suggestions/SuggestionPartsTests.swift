import TestSupport
import Testing

@testable import Promotions

/// What suggestions are made of.
struct SuggestionPartsTests {
    private func context(_ promotion: Promotion, _ ticket: Ticket) -> EvaluationContext {
        EvaluationContext(
            map: CompiledMap(PromotionMap(company: "2", suggest: .always, levels: [Level(promotions: [promotion])])),
            input: EvaluationInput(ticket: ticket))
    }

    @Test(arguments: Filter.Operator.allCases, [["X"], ["7"], ["X", "7"], ["-"]])
    func `a line that passes a filter is made without one to copy`(_ comparison: Filter.Operator, _ values: [String])
        throws
    {
        for name in ["level1", "colour", "xprice"] {
            let filter = Filter(name, comparison, values)
            let context = context(promotion("P", when: .combo(1, where: [filter]), .fixed("1")), ticket())
            let filters = context.map.compiled[0].sets[0].filters
            let maker = LookAlike(context: context, model: .known, priceFactor: 1)
            let made = try #require(maker.items(2_000, of: .qty, [filter], filters))
            #expect(made.reduce(0) { $0 + $1.pieces } == 2)
            guard name != "xprice" else { continue }
            let facts = ElementFacts(made.map(\.attributes), slots: try #require(context.map.slots[.item]))
            #expect(made.indices.allSatisfy { filters[0].passes($0, in: facts) }, "\(filter)")
        }
    }

    @Test func `no line passes filters that contradict each other`() {
        let wanted = [Filter("brand", .equal, ["A"]), Filter("brand", .notIn, ["A"])]
        let context = context(promotion("P", when: .combo(1, where: wanted), .fixed("1")), ticket())
        let maker = LookAlike(context: context, model: .known, priceFactor: 1)
        #expect(maker.items(1_000, of: .qty, wanted, context.map.compiled[0].sets[0].filters) == nil)
    }

    @Test func `a ticket of 999 lines has no room for more`() {
        let full = ticket((1...999).map { _ in line("1", ["level1": "Z"]) })
        let condition = Condition(composition: [
            CompositionSet(name: "z", filters: [Filter("level1", .equal, ["Z"])], min: 1_000, max: 1_000),
            CompositionSet(name: "x", filters: [Filter("level1", .equal, ["X"])], min: 1_000, max: 1_000),
        ])
        for (sale, isPossible) in [(full, false), (full.with { $0.items.removeLast() }, true)] {
            let context = context(promotion("P", when: condition, .fixed("1")), sale)
            let completion = TicketCompletion(context, context.map.compiled[0], TicketCompletion.Plan())
            #expect((completion != nil) == isPossible)
        }
    }

    @Test func `texts without an amount are left alone`() {
        var sample = promotion("P", when: .combo(2), .fixed("1"))
        for text in ["Take two", "@totalPayment", ""] {
            sample.posMessage = text
            let context = context(sample, prices("1"))
            #expect(SuggestionText.text(of: context.map.compiled[0], fullPayment: 1, context) == text)
        }
    }

    @Test func `a promotion that is suggested is among the candidates of its ticket`() {
        var random = RandomPromotions(seed: 93)
        var found = 0
        for _ in 0..<400 {
            var authored = random.map()
            authored.suggest = .always
            let map = CompiledMap(authored)
            let context = EvaluationContext(map: map, input: EvaluationInput(ticket: random.ticket()))
            let candidates = map.suggestionCandidates(context)
            var everything = SuggestionSearch(
                map, context.input, SuggestionRequest(), given: map.evaluate(context.input), context.facts,
                in: EvaluationWorkspace())
            for position in map.promotions.indices where !map.compiled[position].sets.isEmpty {
                let isBegun = map.compiled[position].sets.contains { set in
                    (0..<context.facts[set.kind].count).contains { context.matches(set.kind, $0, set.filters) }
                }
                guard isBegun, everything.proof(of: position) != nil else { continue }
                found += 1
                #expect(candidates.positions.contains(position), "seed 93")
            }
        }
        #expect(found > 20)
    }
}
