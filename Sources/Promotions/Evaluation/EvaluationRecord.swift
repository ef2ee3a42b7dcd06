/// What is known of each promotion after an evaluation.
struct EvaluationRecord {
    /// Whether anybody asked for verdicts or balances; otherwise nothing is kept but what limits did.
    let isDetailed: Bool
    /// By position in the map.
    private var verdicts: [Int: Verdict] = [:]
    /// The promotions whose condition held.
    private(set) var met: Set<Int> = []
    /// Whether a limit cut a benefit that was tried, or left nothing of it.
    private(set) var isLimited = false

    init(_ input: EvaluationInput) { isDetailed = input.explains || input.listsBalances }

    func verdict(of position: Int) -> Verdict { verdicts[position] ?? Verdict(.notApplied, .noMatch) }

    mutating func note(_ position: Int, _ outcome: TrialOutcome) {
        if outcome.isLimited { isLimited = true }
        note(position, outcome.verdict, conditionHolds: outcome.conditionHolds)
    }

    mutating func note(_ position: Int, _ verdict: Verdict, conditionHolds: Bool) {
        if verdict.outcome == .limited { isLimited = true }
        guard isDetailed else { return }
        verdicts[position] = verdict
        if conditionHolds { met.insert(position) }
    }

    /// Notes that what a limit has left may have decided.
    mutating func noteLimited() { isLimited = true }

    /// Notes a promotion that was not tried because another took precedence; what became of it changes no answer but
    /// the explanation and the balances.
    mutating func noteLoser(
        _ position: Int, to winner: Int, reason: Verdict.Reason, in state: EvaluationState, _ context: EvaluationContext
    ) {
        guard isDetailed else { return }
        let outcome = PromotionTrial(context: context, position: position, state: state).run()
        verdicts[position] = outcome.verdict
        if outcome.conditionHolds { met.insert(position) }
        if outcome.state != nil { replace(position, by: winner, reason: reason, context) }
    }

    /// Notes that another promotion took precedence over one that would have applied.
    mutating func replace(_ position: Int, by winner: Int, reason: Verdict.Reason, _ context: EvaluationContext) {
        guard isDetailed else { return }
        verdicts[position] = Verdict(.excluded, reason, observed: context.map.promotions[winner].id)
    }

    /// Corrects a verdict by what was worked out last.
    mutating func correct(_ position: Int, _ verdict: Verdict) {
        verdicts[position] = verdict
        if verdict.outcome == .limited { isLimited = true }
    }

    /// Takes over what an earlier run knows of promotions that this one did not try.
    mutating func keep(_ positions: Set<Int>, of other: EvaluationRecord) {
        isLimited = isLimited || other.isLimited
        for position in positions {
            verdicts[position] = other.verdicts[position]
            if other.met.contains(position) { met.insert(position) }
        }
    }

    /// Joins the record of another alternative: what applies in one of them counts as applied.
    mutating func merge(_ other: EvaluationRecord) {
        met.formUnion(other.met)
        isLimited = isLimited || other.isLimited
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
