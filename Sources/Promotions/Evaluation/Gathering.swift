/// What a promotion works on: the sub-tickets of its combination, or without one all items at once.
struct Gathering {
    /// Applications in the order in which they were formed, and what they left.
    typealias Gathered = (applications: [Application], rest: [Run])

    /// Too little for one application.
    struct Shortage: Error {
        let verdict: Verdict
    }

    let context: EvaluationContext
    let compiled: CompiledPromotion
    /// By benefit; without a combination they say which items are worked on.
    let makers: [OfferMaker]

    private var promotion: Promotion { compiled.promotion }

    /// Gathers from what is available.
    ///
    /// - Parameter available: what other promotions do not keep.
    /// - Returns: the applications, or why there are none.
    func gather(_ available: [Run]) -> Result<Gathered, Shortage> {
        guard !compiled.sets.isEmpty else {
            return .success(targeted(available))
        }
        let sets = drawSets()
        let base = compiled.benefits.first?.applyOn ?? .benefitedPrice
        let formation = form(
            sets: sets, limit: compiled.subTicketLimit,
            base: base, from: available)
        guard !formation.groups.isEmpty else { return .failure(shortage(formation, sets)) }
        return fitting(formation)
    }

    /// The items that any benefit is about, as one application: on most tickets few of the lines.
    private func targeted(_ available: [Run]) -> Gathered {
        var (units, rest): ([Unit], [Run]) = ([], [])
        units.reserveCapacity(available.count)
        rest.reserveCapacity(available.count)
        for run in available {
            let unit = Unit(run: run)
            if makers.indices.contains(where: { makers[$0].isInTarget(unit) }) {
                units.append(unit)
            } else {
                rest.append(run)
            }
        }
        return ([Application(repetitions: 1, units: units)], rest)
    }

    /// Whether a run is in the universe of a set of the combination.
    func asks(for run: Run) -> Bool {
        compiled.sets.contains { $0.kind == run.kind && context.matches(run.kind, run.element, $0.filters) }
    }

    private func shortage(_ formation: Formation, _ sets: [DrawSet]) -> Shortage {
        guard context.explains else { return Shortage(verdict: Verdict(.notApplied, .comboMin)) }
        let short = sets[formation.shortSet ?? 0]
        let decimals = short.measure.decimals
        return Shortage(
            verdict: Verdict(
                .notApplied, .comboMin, needed: DecimalText.printShort(short.min, scale: decimals),
                observed: DecimalText.printShort(formation.shortSize, scale: decimals)))
    }

    /// The sub-tickets on which the simple item conditions hold, where those are tested there.
    private func fitting(_ formation: Formation) -> Result<Gathered, Shortage> {
        var applications: [Application] = []
        var rest = formation.rest
        var failure: ConditionFailure?
        for group in formation.groups {
            if promotion.evaluatesConditionInCombo, let found = itemFailure(in: group.draws.flatMap { $0 }) {
                failure = failure ?? found
                rest += group.draws.flatMap { $0 }.map { $0.repeated(group.repetitions) }
                continue
            }
            var units: [Unit] = []
            units.reserveCapacity(group.draws.reduce(0) { $0 + $1.count })
            for set in group.draws.indices {
                for run in group.draws[set] { units.append(Unit(run: run, set: set)) }
            }
            applications.append(Application(repetitions: group.repetitions, units: units))
        }
        if applications.isEmpty, let failure {
            return .failure(Shortage(verdict: failure.verdict(of: promotion, explains: context.explains)))
        }
        return .success((applications, rest))
    }

    /// Whether runs may be one sub-ticket: what the simple item conditions say where those are tested there.
    func fits(_ runs: [Run]) -> Bool { !promotion.evaluatesConditionInCombo || itemFailure(in: runs) == nil }

    private func itemFailure(in runs: [Run]) -> ConditionFailure? {
        for (index, condition) in compiled.simple.enumerated() where condition.kind == .item {
            let (holds, found) = context.test(condition, in: runs)
            if !holds { return .simple(index, found: found) }
        }
        return nil
    }

    /// The sets of the combination, ready to be drawn from.
    func drawSets() -> [DrawSet] {
        compiled.sets.map { set in
            var matches: [Bool] = []
            context.match(set.kind, set.filters, &matches)
            let facts = context.facts[set.kind]
            return DrawSet(
                min: set.min, max: set.max, measure: set.measure, order: set.order, kind: set.kind, matches: matches,
                equivalence: facts.combinedNumbers(at: set.equivalence),
                inequivalence: set.inequivalence.map { facts.combinedNumbers(at: [$0]) })
        }
    }
}
