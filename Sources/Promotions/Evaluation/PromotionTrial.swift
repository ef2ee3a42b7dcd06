/// What comes of trying one promotion on what earlier ones left.
struct TrialOutcome {
    var verdict: Verdict
    /// Whether its condition held, granted or not.
    var conditionHolds: Bool
    /// Whether a limit cut a benefit or left nothing of it, whatever decided in the end.
    var isLimited: Bool
    /// The state after it; nil where it grants nothing.
    var state: EvaluationState?
    var grant: Grant?

    static func nothing(_ verdict: Verdict, conditionHolds: Bool) -> TrialOutcome {
        TrialOutcome(
            verdict: verdict, conditionHolds: conditionHolds, isLimited: verdict.outcome == .limited)
    }
}

/// Tries one promotion: condition, sub-tickets, benefits, withdrawal.
struct PromotionTrial {
    let context: EvaluationContext
    let position: Int
    let state: EvaluationState
    let compiled: CompiledPromotion

    private var promotion: Promotion { compiled.promotion }
    private var isComposed: Bool { !compiled.sets.isEmpty }

    init(context: EvaluationContext, position: Int, state: EvaluationState) {
        self.context = context
        self.position = position
        self.state = state
        compiled = context.map.compiled[position]
    }

    /// Tries it, and lets the state be.
    func run() -> TrialOutcome {
        var outcome = attemptExplained()
        if let grant = outcome.grant { outcome.state?.grants.append(grant) }
        return outcome
    }

    /// Tries it; the grant is not yet among those of the state.
    func attemptExplained() -> TrialOutcome {
        var outcome = attempt()
        if context.explains, outcome.verdict.outcome == .notApplied, outcome.verdict.reason != .suspended,
            !context.touches(position)
        {
            outcome.verdict = Verdict(.notApplied, .noMatch)
        }
        return outcome
    }

    private func attempt() -> TrialOutcome {
        if let failure = context.conditionFailure(of: position, in: state) { return failed(failure) }
        if isComposed, !context.explains, !context.input.listsBalances, isShort() {
            return .nothing(Verdict(.notApplied, .comboMin), conditionHolds: false)
        }
        let (available, unavailable) = partition()
        let gathering = Gathering(context: context, compiled: compiled, makers: makers())
        switch gathering.gather(available) {
        case .success(let gathered): return grant(on: gathered, gathering.makers, unavailable)
        case .failure(let shortage): return short(shortage.verdict, gathering, unavailable)
        }
    }

    private func failed(_ failure: ConditionFailure) -> TrialOutcome {
        .nothing(failure.verdict(of: promotion, explains: context.explains), conditionHolds: false)
    }

    /// Whether a set of the combination cannot reach its minimum, whatever the others take: so it is with most
    /// combinations that a ticket touches, and it is seen without putting anything in order.
    private func isShort() -> Bool {
        let base = compiled.benefits.first?.applyOn ?? .benefitedPrice
        for set in compiled.sets.indices {
            var reached: Int128 = 0
            for place in state.pool.indices where reached < compiled.sets[set].least {
                let run = state.pool[place]
                guard run.kind == compiled.sets[set].kind, !run.isWithdrawn,
                    !(compiled.sparesBenefited && run.isBenefited),
                    context.matches(run.kind, run.element, compiled.sets[set].filters)
                else { continue }
                reached += max(0, run.holding(compiled.sets[set].measure, base))
            }
            if reached < compiled.sets[set].least { return true }
        }
        return false
    }

    /// What the promotion may take, and what is kept from it.
    func partition() -> (available: [Run], unavailable: [Run]) {
        let sparesBenefited = compiled.sparesBenefited
        func isKept(_ run: Run) -> Bool { run.isWithdrawn || (sparesBenefited && run.isBenefited) }
        guard state.pool.contains(where: isKept) else { return (state.pool, []) }
        var (available, unavailable): ([Run], [Run]) = ([], [])
        available.reserveCapacity(state.pool.count)
        for run in state.pool {
            if isKept(run) { unavailable.append(run) } else { available.append(run) }
        }
        return (available, unavailable)
    }

    /// Too little for one sub-ticket: by itself, or because of what other promotions took.
    private func short(_ verdict: Verdict, _ gathering: Gathering, _ unavailable: [Run]) -> TrialOutcome {
        guard context.explains || context.input.listsBalances, !unavailable.isEmpty,
            case .success = gathering.gather(state.pool)
        else { return .nothing(verdict, conditionHolds: false) }
        return .nothing(taken(unavailable, gathering.asks) ?? verdict, conditionHolds: true)
    }

    private func taken(_ unavailable: [Run], _ isAsked: (Run) -> Bool) -> Verdict? {
        guard context.explains else { return nil }
        return unavailable.lazy.filter(isAsked).compactMap(state.taker).first.map { other in
            Verdict(.excluded, .exclusiveUsed, observed: context.map.promotions[other].id)
        }
    }

    /// Grants on applications.
    ///
    /// - Parameters:
    ///   - gathered: what was gathered, and what that left.
    ///   - makers: by benefit.
    ///   - unavailable: what other promotions keep.
    /// - Returns: the outcome, whose pool is all of these units.
    func grant(
        on gathered: Gathering.Gathered, _ makers: [OfferMaker], _ unavailable: [Run]
    ) -> TrialOutcome {
        var gains = Gains(state: state, applications: gathered.applications)
        var verdicts: [Verdict] = []
        for (index, maker) in makers.enumerated() {
            for part in maker.parts {
                let missing = taken(unavailable) { part.isInTarget(Unit(run: $0)) } ?? Verdict(.notApplied, .noTarget)
                verdicts.append(grant(index, part, missing: missing, &gains))
            }
        }
        let plans = PlanForecast(context: context, compiled: compiled, state: state)
        let net =
            gains.applications.reduce(Int128(0)) { $0 + $1.net } - plans.benefit(of: makers, on: gains.applications)
        let isLimited = verdicts.contains { $0.outcome == .limited }
        if let failure = context.unpaid(of: position, net: net, in: state.pool) {
            var outcome = failed(failure)
            outcome.isLimited = isLimited
            return outcome
        }
        var verdict = Verdict.decisive(verdicts, isGranted: !gains.grants.isEmpty)
        guard !gains.grants.isEmpty else { return .nothing(verdict, conditionHolds: true) }
        let drawn = drawn(gains.applications)
        let grant = Grant(
            promotion: position, benefits: gains.grants,
            participants: PromotionTrial.participants(of: compiled, drawn: drawn, context),
            coupons: PromotionTrial.coupons(of: compiled, drawn: drawn, context))
        if verdict.reason == .ok, grant.isOfferOfOptions {
            verdict = Verdict(.applied, .ok, needed: "redeemOption", observed: "none")
        }
        settle(
            gains.applications, makers,
            rest: unavailable.isEmpty ? gathered.rest : gathered.rest + unavailable, into: &gains.state)
        return TrialOutcome(
            verdict: verdict, conditionHolds: true, isLimited: isLimited, state: gains.state, grant: grant)
    }

    func makers() -> [OfferMaker] {
        let itemConditions = compiled.itemConditions
        let conditioned: [Bool]? =
            isComposed || itemConditions.isEmpty
            ? nil
            : context.ticket.items.indices.map { element in
                itemConditions.indices.contains {
                    context.matches(.item, element, itemConditions[$0].filters)
                }
            }
        return compiled.benefits.map {
            OfferMaker(context: context, compiled: $0, composed: isComposed, conditioned: conditioned)
        }
    }

    /// Puts the units back, withdrawn where the promotion is exclusive.
    private func settle(
        _ applications: [Application], _ makers: [OfferMaker], rest: [Run], into next: inout EvaluationState
    ) {
        var pool = rest
        pool.reserveCapacity(rest.count + applications.reduce(0) { $0 + $1.units.count })
        for application in applications {
            for unit in application.units {
                var run = unit.run.repeated(application.repetitions)
                if application.isGranted {
                    switch compiled.exclusivity {
                    case .none, .transaction: break
                    case .units:
                        run.isWithdrawn = unit.isBenefited || isComposed || makers.contains { $0.isInTarget(unit) }
                    case .benefited: run.isWithdrawn = unit.isBenefited
                    }
                    if context.explains { next.note(run, isBenefited: unit.isBenefited, by: position) }
                }
                pool.append(run)
            }
        }
        next.setPool(pool)
    }

    /// What sub-tickets drew, where somebody asks for it.
    private func drawn(_ applications: [Application]) -> [Run] {
        guard isComposed, compiled.reportsParticipants || !context.ticket.coupons.isEmpty else { return [] }
        return applications.filter(\.isGranted).flatMap { application in
            application.units.map { $0.run.repeated(application.repetitions) }
        }
    }

    /// What made a condition true: what sub-tickets drew, and whatever meets the simple conditions.
    static func participants(
        of compiled: CompiledPromotion, drawn: [Run], _ context: EvaluationContext
    ) -> [Participant] {
        guard compiled.reportsParticipants else { return [] }
        var runs = drawn
        let whole = EvaluationState(context.ticket).pool
        let testsInSubTickets = !compiled.sets.isEmpty && compiled.promotion.evaluatesConditionInCombo
        for condition in compiled.simple where !(testsInSubTickets && condition.kind == .item) {
            runs += whole.filter {
                $0.kind == condition.kind && context.matches($0.kind, $0.element, condition.filters)
            }
        }
        return ParticipantSum.of(runs, itemsOnly: compiled.promotion.reportParticipants == .stock, context)
    }
}
