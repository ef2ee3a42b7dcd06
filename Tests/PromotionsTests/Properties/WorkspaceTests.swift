import TestSupport
import Testing

@testable import Promotions

/// What is kept between evaluations changes no answer.
@Suite struct WorkspaceTests {
    @Test func aUsedWorkspaceAnswersAsAFreshOne() {
        var random = RandomPromotions(seed: 81)
        let workspace = EvaluationWorkspace()
        var granted = 0
        for _ in 0..<400 {
            let map = CompiledMap(random.map(promotions: 5))
            let ticket = random.ticket(lines: random.int(0...12))
            let input = EvaluationInput(
                ticket: ticket, balances: random.balances(map), explains: random.happens(20),
                listsBalances: random.happens(20))
            let fresh = map.evaluate(input)
            #expect(map.evaluate(input, in: workspace) == fresh, "seed 81")
            let reading: TicketReading = map.read(ticket)
            #expect(map.evaluate(input, reading, in: workspace) == fresh, "seed 81")
            #expect(map.limitsConcerning(ticket, reading) == map.limitsConcerning(ticket), "seed 81")
            granted += fresh.alternatives[0].grants.count
        }
        #expect(granted > 200)
    }

    @Test func roomThatIsTakenComesBack() {
        let workspace = EvaluationWorkspace()
        var scratch: Scratch = workspace.take()
        scratch.chosen = [1, 2, 3]
        workspace.keep(scratch)
        #expect(workspace.take().chosen == [1, 2, 3] && workspace.take().chosen.isEmpty)
    }
}
