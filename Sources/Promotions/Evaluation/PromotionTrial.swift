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

    private var promotion: Promotion { context.map.promotions[position] }
    private var compiled: CompiledPromotion { context.map.compiled[position] }
    private var isComposed: Bool { !compiled.sets.isEmpty }

    func run() -> TrialOutcome {
        if let failure = context.conditionFailure(of: position, in: state) {
            return .nothing(failure.verdict(of: promotion), conditionHolds: false)
        }
        let (available, unavailable) = partition()
        let gathered: (applications: [Application], rest: [Run])
        switch gather(available) {
        case .success(let applications): gathered = applications
        case .failure(let verdict):
            return .nothing(taken(unavailable) ?? verdict.verdict, conditionHolds: false)
        }
        var next = state
        var grants: [BenefitGrant] = []
        var applications = gathered.applications
        var verdicts: [Verdict] = []
        for index in promotion.benefits.indices {
            var granting = BenefitGranting(
                context: context, maker: maker(index), limits: compiled.limits[index], state: next)
            if let obstacle = obstacle(index) {
                verdicts.append(obstacle)
                continue
            }
            granting.grant(on: applications)
            applications = granting.applications
            if let (grant, used) = granting.result(benefit: index) {
                grants.append(grant)
                next.used = used
            }
            verdicts.append(verdict(granting, unavailable))
        }
        guard !grants.isEmpty else {
            return .nothing(verdicts.first ?? Verdict(.notApplied, .noTarget), conditionHolds: true)
        }
        let grant = Grant(promotion: position, benefits: grants, participants: participants(applications))
        settle(applications, rest: gathered.rest + unavailable, into: &next)
        next.grants.append(grant)
        let decisive = verdicts.first { $0.outcome == .limited } ?? Verdict(.applied, .ok)
        return TrialOutcome(verdict: decisive, conditionHolds: true, state: next, grant: grant)
    }

    /// What the promotion may take, and what is kept from it.
    private func partition() -> (available: [Run], unavailable: [Run]) {
        let isExclusive = promotion.exclusivity == .units || promotion.exclusivity == .benefited
        var result: (available: [Run], unavailable: [Run]) = ([], [])
        for run in state.pool {
            if run.isWithdrawn || (isExclusive && run.isBenefited) {
                result.unavailable.append(run)
            } else {
                result.available.append(run)
            }
        }
        return result
    }

    private struct Shortage: Error {
        let verdict: Verdict
    }

    /// The sub-tickets of a combination, or all items as one.
    private func gather(_ available: [Run]) -> Result<(applications: [Application], rest: [Run]), Shortage> {
        guard isComposed else {
            let units = available.filter { $0.kind == .item }.map { Unit(run: $0, set: nil) }
            return .success(
                ([Application(repetitions: 1, units: units)], available.filter { $0.kind != .item }))
        }
        let sets = drawSets()
        let formation = form(
            sets: sets, limit: compiled.subTicketLimit,
            base: promotion.benefits.first?.applyOn ?? .benefitedPrice, from: available)
        guard !formation.groups.isEmpty else {
            let short = formation.shortSet ?? 0
            let decimals = sets[short].measure.decimals
            return .failure(
                Shortage(
                    verdict: Verdict(
                        .notApplied, .comboMin, needed: DecimalText.printShort(sets[short].min, scale: decimals),
                        observed: DecimalText.printShort(formation.shortSize, scale: decimals))))
        }
        return fitting(formation)
    }

    /// The sub-tickets on which the simple item conditions hold, where those are tested there.
    private func fitting(_ formation: Formation) -> Result<(applications: [Application], rest: [Run]), Shortage> {
        var applications: [Application] = []
        var rest = formation.rest
        var failure: ConditionFailure?
        for group in formation.groups {
            if promotion.evaluatesConditionInCombo, let found = itemFailure(in: group.draws.flatMap { $0 }) {
                failure = failure ?? found
                rest += group.draws.flatMap { $0 }.map { $0.repeated(group.repetitions) }
                continue
            }
            let units = group.draws.enumerated().flatMap { set, runs in runs.map { Unit(run: $0, set: set) } }
            applications.append(Application(repetitions: group.repetitions, units: units))
        }
        if applications.isEmpty, let failure { return .failure(Shortage(verdict: failure.verdict(of: promotion))) }
        return .success((applications, rest))
    }

    private func itemFailure(in runs: [Run]) -> ConditionFailure? {
        for (index, condition) in compiled.simple.enumerated() where condition.kind == .item {
            let (holds, found) = context.test(condition, in: runs)
            if !holds { return .simple(index, found: found) }
        }
        return nil
    }

    private func drawSets() -> [DrawSet] {
        zip(promotion.condition.composition, compiled.sets).map { set, compiled in
            let facts = context.facts[set.element]
            return DrawSet(
                min: set.min, max: set.max, measure: set.measure, order: set.order, kind: set.element,
                matches: (0..<facts.count).map { context.matches(set.element, $0, compiled.filters) },
                equivalence: facts.combinedNumbers(at: compiled.equivalence),
                inequivalence: compiled.inequivalence.map { facts.combinedNumbers(at: [$0]) })
        }
    }

    private func maker(_ index: Int) -> OfferMaker {
        let itemConditions = compiled.simple.filter { $0.kind == .item }
        let conditioned: Set<Int>? =
            isComposed || itemConditions.isEmpty
            ? nil
            : Set(
                context.ticket.items.indices.filter { element in
                    itemConditions.contains { context.matches(.item, element, $0.filters) }
                })
        return OfferMaker(
            context: context, benefit: promotion.benefits[index], target: compiled.targets[index],
            composed: isComposed, conditioned: conditioned)
    }

    /// What keeps a benefit from being granted whatever the units: a card or a customer that is missing.
    private func obstacle(_ index: Int) -> Verdict? {
        let benefit = promotion.benefits[index]
        if let type = benefit.kind.grantedCardType, context.cardSeq(ofType: type) == nil {
            return Verdict(.notApplied, .noCard, needed: type, observed: "none")
        }
        if context.ticket.customerKey == nil, benefit.limits.contains(where: { $0.scope == .customer }) {
            return Verdict(.notApplied, .noCustomer)
        }
        return nil
    }

    private func verdict(_ granting: BenefitGranting, _ unavailable: [Run]) -> Verdict {
        if let cut = granting.cut {
            let limit = context.map.limits[cut.limit].limit
            let granted = granting.result(benefit: 0) != nil
            return Verdict(
                .limited, granted ? .limitCut : .limitExhausted, needed: text(cut.wanted, limit.kind),
                observed: text(cut.balance, limit.kind), scope: limit.scope)
        }
        guard granting.result(benefit: 0) == nil, let refusal = granting.refusal else {
            return Verdict(.applied, .ok)
        }
        if refusal.reason == .noTarget, let taken = taken(unavailable) { return taken }
        return Verdict(.notApplied, refusal.reason, needed: refusal.needed, observed: refusal.observed)
    }

    private func text(_ value: Int128, _ kind: Limit.Kind) -> String {
        switch kind {
        case .benefitAmount: context.moneyText(value)
        case .pointsAmount: DecimalText.print(value, scale: Money.decimals, decimals: 2)
        default: DecimalText.printShort(value, scale: Money.decimals)
        }
    }

    /// The verdict where units that the promotion asks for were taken by another.
    private func taken(_ unavailable: [Run]) -> Verdict? {
        let conditions = compiled.sets.map { ($0.kind, $0.filters) } + compiled.simple.map { ($0.kind, $0.filters) }
        for run in unavailable {
            let asked =
                conditions.isEmpty
                || conditions.contains { $0.0 == run.kind && context.matches(run.kind, run.element, $0.1) }
            if asked, run.kind == .item, let other = state.takenBy[run.element] {
                return Verdict(.excluded, .exclusiveUsed, observed: context.map.promotions[other].id)
            }
        }
        return nil
    }

    /// Puts the units back, withdrawn where the promotion is exclusive.
    private func settle(_ applications: [Application], rest: [Run], into next: inout EvaluationState) {
        var pool = rest
        let makers = promotion.benefits.indices.map(maker)
        for application in applications {
            for unit in application.units {
                var run = unit.run.repeated(application.repetitions)
                if application.isGranted {
                    switch promotion.exclusivity {
                    case .none, .transaction: break
                    case .units:
                        run.isWithdrawn =
                            run.isBenefited || isComposed || makers.contains { $0.isInTarget(unit) }
                    case .benefited: run.isWithdrawn = run.isBenefited
                    }
                    if run.kind == .item, run.isBenefited || run.isWithdrawn { next.takenBy[run.element] = position }
                }
                pool.append(run)
            }
        }
        next.setPool(pool)
    }

    private func participants(_ applications: [Application]) -> [Participant] {
        guard promotion.reportParticipants != .not else { return [] }
        var drawn: [Run] = []
        if isComposed {
            drawn = applications.filter(\.isGranted).flatMap { application in
                application.units.map { $0.run.repeated(application.repetitions) }
            }
        }
        let whole = EvaluationState(context.ticket).pool
        for condition in compiled.simple {
            drawn += whole.filter {
                $0.kind == condition.kind && context.matches($0.kind, $0.element, condition.filters)
            }
        }
        return ParticipantSum.of(drawn, itemsOnly: promotion.reportParticipants == .stock, context)
    }
}
