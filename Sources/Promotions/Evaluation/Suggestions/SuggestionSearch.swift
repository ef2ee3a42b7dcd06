/// Finds the promotions that a ticket meets in part, and proves each by evaluating the ticket with what is missing.
struct SuggestionSearch {
    /// The most work for one ticket: completing it costs one step, evaluating it again several.
    static let mostSteps = 600
    private static let stepsOfEvaluation = 4
    /// The most suggestions: more than any screen shows.
    static let mostSuggestions = 20

    /// The ticket as it is.
    private let context: EvaluationContext
    private let request: SuggestionRequest
    private let workspace: EvaluationWorkspace
    /// Promotions that are granted without anything.
    private let granted: Set<Int>
    /// What the ticket is reduced by without anything.
    private let total: Money
    private var steps = 0
    /// Limits that a completed ticket took from and whose balance is not known.
    private var unread: Set<Int> = []

    private var map: CompiledMap { context.map }
    private var isExhausted: Bool { steps >= SuggestionSearch.mostSteps }

    /// A proven way to complete the ticket.
    struct Proof {
        var completion: TicketCompletion
        var saving: Money
    }

    /// Starts a search.
    ///
    /// - Parameters:
    ///   - map: the map.
    ///   - input: what was evaluated.
    ///   - request: which suggestions are wanted.
    ///   - evaluation: what came of it.
    ///   - facts: what the map reads in the ticket.
    ///   - workspace: room to work in.
    init(
        _ map: CompiledMap, _ input: EvaluationInput, _ request: SuggestionRequest, given evaluation: Evaluation,
        _ facts: TicketFacts, in workspace: EvaluationWorkspace
    ) {
        var input = input
        (input.explains, input.listsBalances, input.suggests) = (false, false, nil)
        context = EvaluationContext(map: map, input: input, facts: facts)
        self.request = request
        self.workspace = workspace
        granted = Set(evaluation.alternatives.flatMap(\.grants).map(\.promotion))
        total = evaluation.alternatives.map(\.total).max() ?? .zero
    }

    /// Searches.
    mutating func run() -> Suggestions {
        var suggestions = search()
        suggestions.unread = unread.sorted()
        return suggestions
    }

    private mutating func search() -> Suggestions {
        let candidates = map.suggestionCandidates(context)
        var result = Suggestions(isComplete: candidates.isComplete)
        for position in candidates.positions where !granted.contains(position) {
            if result.list.count == SuggestionSearch.mostSuggestions { return result }
            if isExhausted {
                result.isComplete = false
                return result
            }
            if let suggestion = suggestion(of: position) { result.list.append(suggestion) }
        }
        return result
    }

    private mutating func suggestion(of position: Int) -> Suggestion? {
        let compiled = map.compiled[position]
        let lines = lines(of: compiled)
        guard context.circumstanceFailure(of: compiled) == nil, concerns(compiled, lines),
            let proof = proof(of: position)
        else { return nil }
        return Suggestion(
            promotion: position, lines: lines,
            text: SuggestionText.text(of: compiled, fullPayment: proof.completion.fullPayment, context),
            missing: proof.completion.missing, saving: proof.saving)
    }

    /// The first way to complete the ticket that holds what it promises; nil where there is none, or the condition
    /// holds as it is.
    mutating func proof(of position: Int) -> Proof? {
        steps += 1
        let start = EvaluationState(context.ticket)
        guard !PromotionTrial(context: context, position: position, state: start).run().conditionHolds else {
            return nil
        }
        for plan in plans(map.compiled[position]) where !isExhausted {
            guard let proof = prove(plan, position) else { continue }
            return proof
        }
        return nil
    }

    /// Ways to complete a ticket, the one that adds least first.
    private func plans(_ compiled: CompiledPromotion) -> [TicketCompletion.Plan] {
        let condition = compiled.promotion.condition
        let varies =
            condition.composition.contains { !$0.inequivalence.isEmpty }
            || condition.simple.contains { $0.group?.measure == .distinct }
        let models: [LookAlike.Model] = varies ? [.known, .varied] : [.known]
        var plans = models.map { TicketCompletion.Plan(model: $0) }
        for pieces in [Int128(1), 2, 3] {
            for set in compiled.sets.indices where compiled.sets[set].measure == .qty {
                plans += models.map { TicketCompletion.Plan(model: $0, extra: (set, pieces)) }
            }
        }
        return plans
    }

    private mutating func prove(_ plan: TicketCompletion.Plan, _ position: Int) -> Proof? {
        guard var proof = proof(of: plan, position) else { return nil }
        guard proof.completion.missing.contains(where: \.hasUnknownPrice) else { return proof }
        var dearer = plan
        dearer.priceFactor = 2
        guard let other = self.proof(of: dearer, position) else { return nil }
        proof.saving = min(proof.saving, other.saving)
        return proof
    }

    /// The proof at one price; what must be paid in full is what other promotions leave to pay.
    private mutating func proof(of plan: TicketCompletion.Plan, _ position: Int) -> Proof? {
        guard let completion = complete(plan, position), let gain = gain(of: completion, position) else { return nil }
        if let full = completion.fullPayment, gain.due < full {
            var exact = plan
            exact.fullPayment = gain.due
            if let less = TicketCompletion(context, map.compiled[position], exact),
                let exactly = self.gain(of: less, position)
            {
                return Proof(completion: less, saving: exactly.saving)
            }
        }
        return Proof(completion: completion, saving: gain.saving)
    }

    /// The completed ticket on which the promotion, alone, is granted; nil where it is not.
    private mutating func complete(_ plan: TicketCompletion.Plan, _ position: Int) -> TicketCompletion? {
        guard let completion = TicketCompletion(context, map.compiled[position], plan),
            let grant = grant(completion, position)
        else {
            steps += 1
            return nil
        }
        steps += 1
        guard plan.fullPayment == nil, completion.fullPayment != nil else { return completion }
        var exact = plan
        let prices = grant.benefits.first?.shares.reduce(Money.zero) { $0 + $1.price } ?? .zero
        exact.fullPayment = (prices - grant.total).units
        return complete(exact, position) ?? completion
    }

    private func grant(_ completion: TicketCompletion, _ position: Int) -> Grant? {
        let start = EvaluationState(completion.context.ticket)
        return PromotionTrial(context: completion.context, position: position, state: start).run().grant
    }

    /// What a promotion gains among all others.
    private struct Gain {
        /// What the completed ticket costs less than it would without the promotion.
        let saving: Money
        /// What is left to pay for what the promotion is about, in ten-thousandths.
        let due: Int128
    }

    /// What a completed ticket gains; nil where the promotion is not granted among all others, or saves nothing though
    /// it should.
    private mutating func gain(of completion: TicketCompletion, _ position: Int) -> Gain? {
        steps += SuggestionSearch.stepsOfEvaluation
        let known = context.input.balances.used
        var best: Gain?
        for alternative in map.evaluate(completion.context.input, in: workspace).alternatives {
            unread.formUnion(alternative.uses.map(\.limit).filter { known[$0] == nil })
            guard let grant = alternative.grants.first(where: { $0.promotion == position }) else { continue }
            let saving = min(grant.total, alternative.total - total)
            guard saving > .zero || (saving == .zero && grant.isWorthless) else { continue }
            if let best, best.saving >= saving { continue }
            best = Gain(saving: saving, due: alternative.due(for: grant))
        }
        return best
    }

    /// Seqs of the lines that count for a promotion.
    private func lines(of compiled: CompiledPromotion) -> [Int] {
        let filters =
            compiled.sets.filter { $0.kind == .item }.map(\.filters) + compiled.itemConditions.map(\.filters)
        return context.ticket.items.indices
            .filter { item in filters.contains { context.matches(.item, item, $0) } }
            .map { context.ticket.items[$0].seq }
    }

    /// Whether a promotion is about the element that the request names.
    private func concerns(_ compiled: CompiledPromotion, _ lines: [Int]) -> Bool {
        guard let seq = request.seq else { return true }
        if request.kind == .item {
            return lines.isEmpty ? context.ticket.items.contains { $0.seq == seq } : lines.contains(seq)
        }
        let filters =
            compiled.sets.filter { $0.kind == request.kind }.map(\.filters)
            + compiled.simple.filter { $0.kind == request.kind }.map(\.filters)
        return context.elements(request.kind).indices.contains { element in
            context.elements(request.kind)[element].seq == seq
                && filters.contains { context.matches(request.kind, element, $0) }
        }
    }
}

extension Missing {
    /// Whether it is counted in something that says nothing of its price.
    fileprivate var hasUnknownPrice: Bool {
        switch (place, measure) {
        case (.element(.payment), _), (.element(.coupon), _), (_, .sum(.price)), (_, .fullPayment): false
        default: true
        }
    }
}

extension Alternative {
    /// What is left to pay, after a grant and all before it, for what the grant is about; in ten-thousandths.
    fileprivate func due(for grant: Grant) -> Int128 {
        let shares = grant.benefits.first?.shares ?? []
        let lines = Set(shares.map(\.seq))
        let last = grant.benefits.map(\.order).max() ?? 0
        let before = grants.lazy.flatMap(\.benefits).filter { $0.order <= last }
        let taken = before.flatMap(\.shares).reduce(Int128(0)) { sum, share in
            lines.contains(share.seq) ? sum + share.value.units : sum
        }
        return shares.reduce(-taken) { $0 + $1.price.units }
    }
}

extension Grant {
    /// Whether it is about something other than money.
    fileprivate var isWorthless: Bool { total == .zero && !isOfferOfOptions }
}
