import TestSupport
import Testing

@testable import Promotions

/// What is left out where nobody asks for verdicts changes nothing that is granted.
@Suite struct UnexplainedTests {
    @Test func explainingChangesNothingThatIsGranted() {
        var random = RandomPromotions(seed: 70)
        var granted = 0
        for _ in 0..<500 {
            let map = CompiledMap(random.map(promotions: 6))
            var input = EvaluationInput(ticket: random.ticket(), balances: random.balances(map))
            let plain = map.evaluate(input)
            input.listsBalances = true
            let balanced = map.evaluate(input)
            input.explains = true
            let explained = map.evaluate(input)
            #expect(plain.alternatives == explained.alternatives, "seed 70")
            #expect(balanced.alternatives == explained.alternatives, "seed 70")
            #expect(plain.isLimited == explained.isLimited, "seed 70")
            #expect(balanced.limitBalances == explained.limitBalances, "seed 70")
            #expect(plain.verdicts.isEmpty && explained.verdicts.count == map.promotions.count, "seed 70")
            granted += plain.alternatives[0].grants.count
        }
        #expect(granted > 200)
    }
}
