/// What a level of best combination grants, while it is put together.
struct LevelOutcome {
    /// In the order of application, with what each promotion left of its own units.
    private(set) var granted: [(position: Int, trial: TrialOutcome)] = []
    /// Units that no application uses.
    var rest: [Run]
    /// No choice is worth more.
    var bound = Money.zero
    /// How many steps the search took.
    var steps = 0
    /// What was granted so far, with the pool as it was before the level.
    private var state: EvaluationState
    private var settled: [Run] = []
    /// Whether a limit cut a promotion that was tried, or left nothing of it.
    private(set) var isLimited = false

    /// Nothing granted.
    init(_ before: EvaluationState) {
        state = before
        rest = before.pool
    }

    /// What is granted.
    var worth: Money { granted.reduce(.zero) { $0 + ($1.trial.grant?.total ?? .zero) } }

    /// Grants on applications whose units are not in `rest`.
    mutating func grant(
        _ applications: [Application], of position: Int, _ makers: [OfferMaker], _ before: EvaluationState,
        _ context: EvaluationContext
    ) {
        let trial = PromotionTrial(context: context, position: position, state: state)
        let outcome = trial.grant(on: (applications, []), makers, [])
        if outcome.isLimited { isLimited = true }
        guard var next = outcome.state else {
            rest += applications.flatMap { application in
                application.units.map { $0.run.repeated(application.repetitions) }
            }
            return
        }
        settled += next.pool
        granted.append((position, outcome))
        if let grant = outcome.grant { next.grants.append(grant) }
        next.setPool(before.pool)
        state = next
    }

    /// Takes what a promotion may use out of what is left.
    mutating func takeRest(where mayUse: (Run) -> Bool) -> [Run] {
        let taken = rest.filter(mayUse)
        rest.removeAll(where: mayUse)
        return taken
    }

    /// Applies a promotion to what is left, as it applies elsewhere.
    mutating func applyToRest(_ position: Int, _ before: EvaluationState, _ context: EvaluationContext) {
        let trial = PromotionTrial(context: context, position: position, state: state)
        let compiled = context.map.compiled[position]
        let gathering = Gathering(context: context, compiled: compiled, makers: trial.makers())
        var pool = state
        pool.setPool(rest)
        let (available, kept) = PromotionTrial(context: context, position: position, state: pool).partition()
        guard case .success(let gathered) = gathering.gather(available) else { return }
        rest = gathered.rest + kept
        grant(gathered.applications, of: position, gathering.makers, before, context)
    }

    /// Takes what another choice grants instead; bound and steps stay.
    mutating func take(_ other: LevelOutcome) {
        let (bound, steps, isLimited) = (bound, steps, isLimited || other.isLimited)
        self = other
        (self.bound, self.steps, self.isLimited) = (bound, steps, isLimited)
    }

    /// Puts the units together again.
    func finish(into result: inout EvaluationState) {
        if granted.isEmpty { return }
        result = state
        result.setPool(rest + settled)
    }
}

extension TrialOutcome {
    /// Whether any of the units that benefit are asked for.
    func uses(_ isAsked: (Run) -> Bool) -> Bool {
        state?.pool.contains { $0.kind == .item && isAsked($0) } ?? false
    }
}
