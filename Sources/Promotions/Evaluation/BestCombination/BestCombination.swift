/// Works out a level whose promotions share its units so that the customer gets most.
///
/// A unit is used by one application at most. A promotion with a combination may form any sub-ticket that its sets
/// allow; one without is applied once, to all units of its target that no other application uses. What is chosen is
/// granted promotion by promotion in map order, and within a promotion the sub-ticket worth most first, or in the order
/// in which limits leave the customer most: in that order they are consumed. Benefits that are not monetary weigh
/// nothing; promotions that have some and were not chosen get the units that are left over, in map order. Of choices
/// worth the same the one counts that the search meets first (see `CombinationSearch`).
struct BestCombination {
    let context: EvaluationContext
    let level: Int
    /// Its promotions.
    let positions: [Int]
    /// The most steps of the search.
    let stepBudget: Int
    /// The promotions that the ticket may concern; nil where those are all.
    var competing: Set<Int>?

    /// Applies the level.
    ///
    /// - Parameters:
    ///   - state: what earlier levels left; gets what this one grants.
    ///   - record: gets what became of each promotion.
    func apply(to state: inout EvaluationState, _ record: inout EvaluationRecord) {
        let before = state
        let met = positions.filter {
            competing?.contains($0) ?? true && context.conditionFailure(of: $0, in: before) == nil
        }
        let rules = met.compactMap { CombinationRule($0, before, context) }
        if rules.contains(where: \.isLimitWithinReach) { record.noteLimited() }
        var outcome = LevelOutcome(before)
        if !rules.isEmpty {
            let units = UnitClasses(before.pool, for: rules, context)
            let problem = CombinationProblem(rules, units, context)
            if let problem { outcome = chosen(problem, before) }
            let limit = problem == nil ? priceOfUnits(of: rules, in: before.pool) : outcome.bound
            outcome.bound = max(limit, outcome.worth)
            if outcome.worth < outcome.bound {
                for other in [inTurn(met, before), inTurn(bestFirst(met, before), before)]
                where other.worth > outcome.worth {
                    outcome.take(other)
                }
            }
        }
        let used = Set(outcome.granted.map(\.position))
        let isProven = outcome.worth >= outcome.bound
        for position in met where !used.contains(position) {
            let benefits = context.map.promotions[position].benefits
            if isProven, !benefits.contains(where: { !$0.kind.isMonetary || !$0.kind.options.isEmpty }) { continue }
            outcome.applyToRest(position, before, context)
        }
        if outcome.isLimited { record.noteLimited() }
        outcome.finish(into: &state)
        if !rules.isEmpty {
            state.proofs.append(
                CombinationProof(
                    level: level, worth: outcome.worth, upperBound: max(outcome.bound, outcome.worth),
                    steps: outcome.steps))
        }
        note(outcome, before, &record)
    }

    private func chosen(_ problem: CombinationProblem, _ before: EvaluationState) -> LevelOutcome {
        let result = ConflictGroups.solve(problem.problem, budget: stepBudget) { rule, choice in
            problem.valued(choice, of: rule)?.worth
        }
        var outcome = LevelOutcome(before)
        var chosen = ChosenApplications(problem)
        var applications: [(rule: Int, applications: [Application])] = []
        for (rule, choice) in result.choices.enumerated() where !choice.isEmpty {
            applications.append((rule, chosen.taking(choice, of: rule)))
        }
        outcome.rest = problem.units.others
        for unitClass in problem.units.classes.indices { outcome.rest += chosen.rest(of: unitClass) }
        outcome.rest += chosen.unused
        for (rule, list) in applications {
            let rule = problem.rules[rule]
            var list = list
            if !rule.isComposed, let whole = list.first {
                // Units of the target that gain nothing are not searched for; they are used all the same.
                let runs = (whole.units.map(\.run) + outcome.takeRest(where: rule.mayUse)).map { (0, $0) }
                list = [Application(of: runs, isComposed: false)]
            }
            outcome.grant(list, of: rule.position, rule.gathering.makers, before, context)
        }
        outcome.bound = Money(units: Int128(result.bound))
        outcome.steps = result.steps
        return outcome
    }

    /// What all units cost that any promotion may use: no choice takes off more.
    private func priceOfUnits(of rules: [CombinationRule], in pool: [Run]) -> Money {
        let units = pool.lazy.filter { run in run.kind == .item && rules.contains { $0.mayUse(run) } }
        return Money(units: units.reduce(Int128(0)) { $0 + max($1.price, $1.listPrice) })
    }

    /// Each promotion, in the order given, on what those before it left, as exclusive ones apply elsewhere.
    private func inTurn(_ met: [Int], _ before: EvaluationState) -> LevelOutcome {
        var outcome = LevelOutcome(before)
        for position in met { outcome.applyToRest(position, before, context) }
        return outcome
    }

    /// The promotions with the one in front that is worth most by itself, so that a level never gives less.
    private func bestFirst(_ met: [Int], _ before: EvaluationState) -> [Int] {
        var best: (place: Int, total: Money)?
        for (place, position) in met.enumerated() {
            let outcome = PromotionTrial(context: context, position: position, state: before).run()
            guard let total = outcome.grant?.total, total > best?.total ?? .zero else { continue }
            best = (place, total)
        }
        guard let best else { return met }
        return [met[best.place]] + met[..<best.place] + met[(best.place + 1)...]
    }

    private func note(_ outcome: LevelOutcome, _ before: EvaluationState, _ record: inout EvaluationRecord) {
        for (position, trial) in outcome.granted { record.note(position, trial) }
        guard record.isDetailed else { return }
        let used = Set(outcome.granted.map(\.position))
        for position in positions where !used.contains(position) {
            let asks = CombinationRule(position, before, context).map { rule in { rule.mayUse($0) } } ?? { _ in true }
            let winner = outcome.granted.first { $0.trial.uses(asks) } ?? outcome.granted.first
            if let winner {
                record.noteLoser(position, to: winner.position, reason: .lostToBetter, in: before, context)
            } else {
                record.note(position, PromotionTrial(context: context, position: position, state: before).run())
            }
        }
    }
}
