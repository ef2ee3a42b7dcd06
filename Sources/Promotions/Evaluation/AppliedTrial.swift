/// What came of a promotion that was carried out where it grants something.
struct AppliedTrial {
    let verdict: Verdict
    /// Whether its condition held, granted or not.
    let conditionHolds: Bool
    /// Whether a limit cut a benefit or left nothing of it, whatever decided in the end.
    var isLimited = false
    let isGranted: Bool
}

extension PromotionTrial {
    /// Tries a promotion and carries it out where it grants something.
    ///
    /// - Parameters:
    ///   - position: the promotion's.
    ///   - state: what earlier promotions left; afterwards what this one leaves.
    ///   - scratch: room to work in.
    ///   - context: the ticket and the map.
    /// - Returns: what came of it; without the state.
    static func apply(
        _ position: Int, to state: inout EvaluationState, _ scratch: inout Scratch, _ context: EvaluationContext
    ) -> AppliedTrial {
        let compiled = context.map.compiled[position]
        if compiled.isDirect {
            switch DirectTrial(context: context, position: position, compiled: compiled).apply(to: &state, &scratch) {
            case .granted: return AppliedTrial(verdict: Verdict(.applied, .ok), conditionHolds: true, isGranted: true)
            case .nothing(let holds):
                return AppliedTrial(verdict: Verdict(.notApplied, .noMatch), conditionHolds: holds, isGranted: false)
            case .beyond: break
            }
        }
        var outcome = PromotionTrial(context: context, position: position, state: state).attemptExplained()
        // Taken out, so that nobody else holds the list that the grant is added to.
        if let grant = outcome.grant, let next = outcome.state.take() {
            state = next
            state.grants.append(grant)
        }
        return AppliedTrial(
            verdict: outcome.verdict, conditionHolds: outcome.conditionHolds, isLimited: outcome.isLimited,
            isGranted: outcome.grant != nil)
    }
}
