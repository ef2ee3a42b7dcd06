/// What is known of each promotion after an evaluation.
struct EvaluationRecord {
    /// By position in the map.
    private var verdicts: [Int: Verdict] = [:]
    /// The promotions whose condition held.
    private(set) var met: Set<Int> = []

    var isLimited: Bool { verdicts.values.contains { $0.outcome == .limited } }

    func verdict(of position: Int) -> Verdict { verdicts[position] ?? Verdict(.notApplied, .noMatch) }

    mutating func note(_ position: Int, _ outcome: TrialOutcome) {
        verdicts[position] = outcome.verdict
        if outcome.conditionHolds { met.insert(position) }
    }

    /// Notes a promotion that was not tried because another took precedence.
    mutating func noteLoser(
        _ position: Int, to winner: Int, reason: Verdict.Reason, in state: EvaluationState, _ context: EvaluationContext
    ) {
        let needsVerdict = context.input.explains || context.input.listsBalances
        guard needsVerdict else { return }
        let outcome = PromotionTrial(context: context, position: position, state: state).run()
        note(position, outcome)
        if outcome.state != nil { replace(position, by: winner, reason: reason, context) }
    }

    /// Notes that another promotion took precedence over one that would have applied.
    mutating func replace(_ position: Int, by winner: Int, reason: Verdict.Reason, _ context: EvaluationContext) {
        verdicts[position] = Verdict(.excluded, reason, observed: context.map.promotions[winner].id)
    }

    /// Joins the record of another alternative: what applies in one of them counts as applied.
    mutating func merge(_ other: EvaluationRecord) {
        met.formUnion(other.met)
        verdicts.merge(other.verdicts) { left, right in
            right.outcome.weight > left.outcome.weight ? right : left
        }
    }
}

extension Verdict.Outcome {
    fileprivate var weight: Int {
        switch self {
        case .applied: 3
        case .limited: 2
        case .excluded: 1
        case .notApplied: 0
        }
    }
}
