@testable import Messages
import Promotions
import Testing

@Suite struct VerdictTextTests {
    @Test(arguments: Verdict.Reason.allCases) func `every reason is one sentence`(_ reason: Verdict.Reason) {
        for scope in Limit.Scope.allCases {
            for observed in ["", "none", "2"] {
                let text = VerdictText.sentence(for: Verdict(.notApplied, reason, observed: observed, scope: scope))
                #expect(text.first?.isUppercase == true && text.last == "." && text.count > 5)
            }
        }
    }

    @Test func `no two reasons say the same`() {
        let texts = Verdict.Reason.allCases.map { VerdictText.sentence(for: Verdict(.notApplied, $0)) }
        #expect(Set(texts).count == texts.count)
    }

    @Test func `a limit says whose it is`() {
        let texts = (Limit.Scope.allCases as [Limit.Scope?] + [nil]).map {
            VerdictText.sentence(for: Verdict(.limited, .limitCut, scope: $0))
        }
        #expect(Set(texts).count == 4)
    }
}
