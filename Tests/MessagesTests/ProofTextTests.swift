@testable import Messages
import Promotions
import Testing

/// How good a choice is stands behind the verdicts of its level.
@Suite struct ProofTextTests {
    private static let map: CompiledMap = {
        let promotions = ["A", "B", "C"].map { Promotion(id: $0, name: $0, condition: Condition(), benefits: []) }
        return CompiledMap(
            PromotionMap(
                company: "2",
                levels: [
                    Level(promotions: [promotions[0]]),
                    Level(coexistence: .bestCombination, promotions: Array(promotions[1...])),
                ]))
    }()

    private func sentences(_ proofs: [CombinationProof], _ verdict: Verdict = Verdict(.applied, .ok)) -> [String] {
        let text = ProofText(proofs.map { Alternative(proofs: [$0]) }, Self.map, Figures(nil))
        return (0...2).map { text.sentence(for: $0, verdict) }
    }

    @Test func `a proven choice is said to be the best`() {
        let proof = CombinationProof(level: 1, worth: Money(whole: 12), upperBound: Money(whole: 12), steps: 7)
        let proven = " The choice on its level, worth 12.00, is proven best."
        #expect(sentences([proof]) == ["", proven, proven])
        #expect(sentences([proof], Verdict(.excluded, .lostToBetter)) == ["", proven, proven])
        #expect(sentences([proof], Verdict(.notApplied, .date)) == ["", "", ""])
        #expect(sentences([]) == ["", "", ""])
    }

    @Test func `an open one tells value, bound and gap, of several alternatives the widest`() {
        let proven = CombinationProof(level: 1, worth: Money(whole: 9), upperBound: Money(whole: 9), steps: 3)
        let open = CombinationProof(level: 1, worth: Money(whole: 12), upperBound: Money(units: 125_000), steps: 500)
        let text =
            " The choice on its level is worth 12.00; none is worth more than 12.50, and "
            + "500 steps of search left the difference of 0.50 open."
        #expect(sentences([proven, open])[1] == text)
        #expect(sentences([open, proven])[1] == text)
    }
}
