extension CompiledMap {
    /// Works out what a ticket gets: a pure function, the same for the same input on every machine.
    ///
    /// - Parameters:
    ///   - input: the ticket, what others use of the limits, and what is wanted.
    ///   - reading: what this map reads in the ticket, where that is known.
    ///   - workspace: room to work in; who evaluates many tickets keeps one.
    /// - Returns: the alternatives, and what else was asked for.
    public func evaluate(
        _ input: EvaluationInput, _ reading: TicketReading? = nil,
        in workspace: EvaluationWorkspace = EvaluationWorkspace()
    ) -> Evaluation {
        let reading = reading ?? read(input.ticket)
        let context = EvaluationContext(map: self, input: input, facts: reading.facts)
        let candidates =
            input.explains
            ? Array(promotions.indices)
            : open(reading.candidates, to: input.ticket, exclusions: input.exclusions)
        var evaluator = Evaluator(context: context, candidates: candidates, scratch: workspace.take())
        if input.explains { evaluator.competing = Set(reading.candidates) }
        var evaluation = evaluator.run()
        workspace.keep(evaluator.scratch)
        if let request = input.suggests {
            var search = SuggestionSearch(self, input, request, given: evaluation, reading.facts, in: workspace)
            evaluation.suggestions = search.run()
        }
        return evaluation
    }

    /// The limits whose balances an evaluation of a ticket may ask for.
    ///
    /// - Parameters:
    ///   - ticket: the ticket.
    ///   - reading: what this map reads in it, where that is known.
    ///   - suggests: whether suggestions are wanted; their promises depend on limits as well.
    /// - Returns: positions of limits in the map, ascending; no customer limits without a customer.
    public func limitsConcerning(
        _ ticket: Ticket, _ reading: TicketReading? = nil, suggests: Bool = false
    ) -> [Int] {
        guard !limits.isEmpty else { return [] }
        let reading = reading ?? read(ticket)
        var candidates = open(reading.candidates, to: ticket, exclusions: [])
        if suggests {
            let context = EvaluationContext(map: self, input: EvaluationInput(ticket: ticket), facts: reading.facts)
            candidates = Set(candidates).union(suggestionCandidates(context).positions).sorted()
        }
        let hasCustomer = ticket.customerKey != nil
        return candidates.flatMap { compiled[$0].limits.joined() }
            .filter { hasCustomer || limits[$0].limit.scope != .customer }
    }
}

/// Runs a ticket through the levels of a map.
struct Evaluator {
    /// The most alternatives that an answer offers.
    static let maxAlternatives = 20

    let context: EvaluationContext
    let candidates: [Int]
    /// Those that the ticket may concern, where others are candidates only to be explained.
    var competing: Set<Int>?
    private(set) var scratch: Scratch
    /// The candidates without those of which it is known that they come to nothing.
    private var tried: [Int]
    private var endings: [Ending] = []

    /// One way through the levels, as it ended.
    struct Ending {
        let alternative: Alternative
        var record: EvaluationRecord
        /// The promotions of whose grants nothing was left when points and plans had been worked out.
        let vain: Set<Int>
    }

    init(context: EvaluationContext, candidates: [Int], scratch: consuming Scratch) {
        self.scratch = scratch
        self.context = context
        self.candidates = candidates
        tried = candidates
    }

    mutating func run() -> Evaluation {
        var ends = settled(ends(without: []))
        let choice = context.input.choice
        if !choice.isEmpty, let chosen = ends.first(where: { $0.alternative.choice == choice }) { ends = [chosen] }
        var whole = EvaluationRecord(context.input)
        for end in ends { whole.merge(end.record) }
        return Evaluation(
            alternatives: ends.map(\.alternative),
            limitBalances: context.input.listsBalances ? balances(whole, ends) : [],
            verdicts: context.input.explains ? context.map.promotions.indices.map { whole.verdict(of: $0) } : [],
            isLimited: whole.isLimited)
    }

    /// All ways through the levels.
    ///
    /// - Parameter vain: promotions that are not tried.
    /// - Returns: one at least, as each came out.
    mutating func ends(without vain: Set<Int>) -> [Ending] {
        tried = vain.isEmpty ? candidates : candidates.filter { !vain.contains($0) }
        endings = []
        let start = EvaluationState(context.ticket)
        var record = EvaluationRecord(context.input)
        if let alone = transactionExclusive(start, &record) { return [alone] }
        runLevels(from: 0, state: start, record: record)
        return endings
    }

    /// The alternative of the first promotion that excludes all others and grants something on the ticket as entered.
    ///
    /// - Parameters:
    ///   - start: the ticket as entered.
    ///   - record: gets the promotions of that kind that do not apply, and with the alternative all others.
    /// - Returns: nil where none applies.
    private func transactionExclusive(_ start: EvaluationState, _ record: inout EvaluationRecord) -> Ending? {
        guard !context.map.transactionExclusive.isEmpty else { return nil }
        for position in tried where context.map.promotions[position].exclusivity == .transaction {
            let outcome = PromotionTrial(context: context, position: position, state: start).run()
            record.note(position, outcome)
            guard var state = outcome.state else { continue }
            let alternative = finish(&state, &record)
            if alternative.grants.isEmpty { continue }
            for other in tried where other != position {
                record.noteLoser(other, to: position, reason: .exclusiveUsed, in: start, context)
            }
            return Ending(alternative: alternative, record: record, vain: [])
        }
        return nil
    }

    private mutating func runLevels(from first: Int, state: EvaluationState, record: EvaluationRecord) {
        guard endings.count < Evaluator.maxAlternatives else { return }
        var state = state
        var record = record
        for level in first..<max(first, context.map.levels.count) {
            let positions = levelCandidates(level)
            switch context.map.map.levels[level].coexistence {
            case .cumulative:
                for position in positions { apply(position, &state, &record) }
            case .bestCombination:
                let steps = context.map.map.combinationSteps
                BestCombination(
                    context: context, level: level, positions: positions, stepBudget: steps, competing: competing
                ).apply(to: &state, &record)
            case .first: applyFirst(positions, &state, &record)
            case .bestBenefit: applyBest(positions, &state, &record)
            case .option:
                let outcomes = positions.map {
                    ($0, PromotionTrial(context: context, position: $0, state: state).run())
                }
                let applying = outcomes.filter { $0.1.state != nil }
                guard !applying.isEmpty else {
                    for (position, outcome) in outcomes { record.note(position, outcome) }
                    continue
                }
                for (position, outcome) in applying {
                    guard var next = outcome.state else { continue }
                    next.choice.append(position)
                    var branch = record
                    for (other, result) in outcomes { branch.note(other, result) }
                    for (other, _) in applying where other != position {
                        branch.replace(other, by: position, reason: .optionNotChosen, context)
                    }
                    runLevels(from: level + 1, state: next, record: branch)
                }
                return
            }
        }
        let alternative = finish(&state, &record)
        endings.append(Ending(alternative: alternative, record: record, vain: state.vain))
    }

    private func levelCandidates(_ level: Int) -> [Int] {
        let range = context.map.levels[level]
        return tried.filter { position in
            range.contains(position) && context.map.compiled[position].exclusivity != .transaction
        }
    }

    /// Carries a promotion out where it grants something, and says whether it did.
    @discardableResult
    private mutating func apply(
        _ position: Int, _ state: inout EvaluationState, _ record: inout EvaluationRecord
    ) -> Bool {
        let outcome = PromotionTrial.apply(position, to: &state, &scratch, context)
        record.note(position, outcome.verdict, conditionHolds: outcome.conditionHolds)
        if outcome.isLimited { record.noteLimited() }
        return outcome.isGranted
    }

    private mutating func applyFirst(
        _ positions: [Int], _ state: inout EvaluationState, _ record: inout EvaluationRecord
    ) {
        let before = record.isDetailed ? state : nil
        var winner: Int?
        for position in positions {
            if let winner, let before {
                record.noteLoser(position, to: winner, reason: .lostToBetter, in: before, context)
                continue
            }
            if apply(position, &state, &record) {
                winner = position
                if !record.isDetailed { return }
            }
        }
    }

    private mutating func applyBest(
        _ positions: [Int], _ state: inout EvaluationState, _ record: inout EvaluationRecord
    ) {
        var best: (position: Int, total: Money, state: EvaluationState)?
        var applying: [Int] = []
        for position in positions {
            var next = state
            guard apply(position, &next, &record), let grant = next.grants.last else { continue }
            applying.append(position)
            let total = grant.total
            if let known = best?.total, known >= total { continue }
            best = (position, total, next)
        }
        guard let best else { return }
        for position in applying where position != best.position {
            record.replace(position, by: best.position, reason: .lostToBetter, context)
        }
        state = best.state
    }

    /// Adds what is worked out last, numbers the benefits, and puts the grants in map order.
    private func finish(_ state: inout EvaluationState, _ record: inout EvaluationRecord) -> Alternative {
        if context.map.hasFactorBenefits { FactorPoints.apply(to: &state, &record, context) }
        PlanSettlement.apply(to: &state, &record, context)
        state.numberBenefits()
        let isOrdered = zip(state.grants, state.grants.dropFirst()).allSatisfy { $0.promotion < $1.promotion }
        if !isOrdered { state.grants.sort { $0.promotion < $1.promotion } }
        let uses = state.used.filter { $0.value > 0 }.sorted { $0.key < $1.key }
            .map { LimitUse(limit: $0.key, amount: $0.value) }
        return Alternative(grants: state.grants, choice: state.choice, uses: uses, proofs: state.proofs)
    }

    private func balances(_ record: EvaluationRecord, _ ends: [Ending]) -> [LimitBalance] {
        var most: [Int: Int128] = [:]
        for use in ends.flatMap(\.alternative.uses) { most[use.limit] = max(most[use.limit] ?? 0, use.amount) }
        let hasCustomer = context.hasCustomer
        return record.met.sorted().flatMap { context.map.compiled[$0].limits.joined() }
            .filter { hasCustomer || context.map.limits[$0].limit.scope != .customer }
            .map { LimitBalance(limit: $0, amount: max(0, context.balance(ofLimit: $0) - (most[$0] ?? 0))) }
    }
}
