import TestSupport
import Testing

@testable import Promotions

/// The index leaves nothing out: trying all promotions gives what trying its candidates gives.
@Suite struct IndexTests {
    @Test func candidatesIncludeAllThatApply() {
        var random = RandomPromotions(seed: 30)
        var spared = 0
        for _ in 0..<500 {
            let map = CompiledMap(random.map(promotions: 6, coexistences: [.cumulative]))
            let ticket = random.ticket()
            let context = EvaluationContext(map: map, input: EvaluationInput(ticket: ticket))
            let candidates = map.index.candidates(context.facts)
            #expect(candidates == Set(candidates).sorted(), "seed 30")
            spared += map.promotions.count - candidates.count
            let state = EvaluationState(ticket)
            for position in map.promotions.indices where !candidates.contains(position) {
                let outcome = PromotionTrial(context: context, position: position, state: state).run()
                #expect(outcome.state == nil && !outcome.conditionHolds, "seed 30: \(map.promotions[position])")
            }
        }
        #expect(spared > 500)
    }

    @Test func aPromotionStandsUnderItsRarestValue() {
        let promotions = (0..<1_000).map { number in
            promotion(
                "P\(number)",
                when: Condition(simple: [
                    SimpleCondition(
                        element: .item,
                        filters: [Filter("level1", .equal, ["X"]), Filter("code", .equal, ["\(number)"])])
                ]), .percent("10"))
        }
        let map = CompiledMap(PromotionMap(company: "2", levels: [Level(promotions: promotions)]))
        func candidates(_ ticket: Ticket) -> [Int] { map.index.candidates(TicketFacts(ticket, slots: map.slots)) }
        #expect(candidates(ticket(line("1", ["level1": "X", "code": "7"]), line("1", ["code": "7"]))) == [7])
        #expect(candidates(ticket(line("1", ["level1": "X"]))) == [])
        #expect(candidates(ticket(line("1", ["code": "999"]), line("1", ["code": "0"]))) == [0, 999])
    }

    @Test func whatMayHoldWithoutAnElementIsAlwaysTried() {
        let group = SimpleCondition.Group(measure: .sum(.qty), operator: .lessOrEqual, value: 1_000)
        let map = CompiledMap(
            level(
                .cumulative,
                promotion(
                    "none",
                    when: Condition(simple: [
                        SimpleCondition(element: .item, filters: [Filter("level1", .equal, ["X"])], group: group)
                    ]), .gift()),
                promotion(
                    "not",
                    when: Condition(simple: [
                        SimpleCondition(element: .item, filters: [Filter("level1", .different, ["X"])])
                    ]), .gift()),
                promotion("time", when: Condition(stores: ["5"]), .gift()),
                promotion("X", when: .level("X"), .gift())))
        #expect(map.index.candidates(TicketFacts(ticket(), slots: map.slots)) == [0, 1, 2])
    }
}
