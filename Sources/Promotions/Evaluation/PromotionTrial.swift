/// What comes of trying one promotion on what earlier ones left.
struct TrialOutcome {
    var verdict: Verdict
    /// Whether its condition held, granted or not.
    var conditionHolds: Bool
    /// The state after it; nil where it grants nothing.
    var state: EvaluationState?
    var grant: Grant?

    static func nothing(_ verdict: Verdict, conditionHolds: Bool) -> TrialOutcome {
        TrialOutcome(verdict: verdict, conditionHolds: conditionHolds)
    }
}

/// Tries one promotion: condition, sub-tickets, benefits, withdrawal.
struct PromotionTrial {
    let context: EvaluationContext
    let position: Int
    let state: EvaluationState
    private let compiled: CompiledPromotion

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
        var next = state
        var grants: [BenefitGrant] = []
        var applications = gathered.applications
        var verdicts: [Verdict] = []
        let plans = PlanForecast(context: context, compiled: compiled, state: state)
        for (index, maker) in makers.enumerated() {
            let missing = taken(unavailable) { maker.isInTarget(Unit(run: $0)) } ?? Verdict(.notApplied, .noTarget)
            if let obstacle = obstacle(index) ?? plans.exhausted(maker, compiled.limits[index], applications) {
                verdicts.append(
                    applications.contains { $0.units.contains(where: maker.mayChoose) } ? obstacle : missing)
                continue
            }
            var granting = BenefitGranting(
                context: context, maker: maker, limits: maker.compiled.match == nil ? compiled.limits[index] : 0..<0,
                state: next, fund: maker.compiled.isFunded ? Fund.of(maker.compiled, in: compiled, next, context) : nil)
            granting.grant(on: applications)
            applications = granting.applications
            let granted = granting.result(benefit: index)
            if let (grant, used) = granted {
                grants.append(grant)
                next.used = used
                for debit in grant.debits { next.spent[debit.source, default: 0] += debit.amount.units }
            }
            verdicts.append(granting.verdict(isGranted: granted != nil, missing: missing))
        }
        let net = applications.reduce(Int128(0)) { $0 + $1.net } - plans.benefit(of: makers, on: applications)
        if let failure = context.unpaid(of: position, net: net, in: state.pool) { return failed(failure) }
        let verdict = Verdict.decisive(verdicts, isGranted: !grants.isEmpty)
        guard !grants.isEmpty else { return .nothing(verdict, conditionHolds: true) }
        let drawn = drawn(applications)
        let grant = Grant(
            promotion: position, benefits: grants,
            participants: PromotionTrial.participants(of: compiled, drawn: drawn, context),
            coupons: PromotionTrial.coupons(of: compiled, drawn: drawn, context))
        settle(
            applications, makers, rest: unavailable.isEmpty ? gathered.rest : gathered.rest + unavailable, into: &next)
        return TrialOutcome(verdict: verdict, conditionHolds: true, state: next, grant: grant)
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

    /// What keeps a benefit from being granted whatever the units: a card or a customer that is missing.
    func obstacle(_ index: Int) -> Verdict? {
        let benefit = compiled.benefits[index]
        if let type = benefit.cardType, context.cardSeq(ofType: type) == nil {
            return Verdict(.notApplied, .noCard, needed: type, observed: "none")
        }
        if benefit.asksForCustomer, !context.hasCustomer { return Verdict(.notApplied, .noCustomer) }
        guard benefit.isFunded else { return nil }
        guard let fund = Fund.of(benefit, in: compiled, state, context) else {
            return Verdict(.notApplied, benefit.kind.asksForFundedCard ? .noCard : .noGain, observed: "none")
        }
        guard fund.percentage == nil, fund.left == 0 else { return nil }
        return Verdict(.notApplied, .noGain, observed: context.moneyText(0))
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
