extension CompiledMap {
    /// The most promotions that are looked into for one ticket.
    static let mostSuggestionCandidates = 256

    /// Whether the map lets a promotion be suggested.
    static func maySuggest(_ promotion: Promotion, under policy: PromotionMap.SuggestionPolicy) -> Bool {
        switch policy {
        case .always: true
        case .byPromotion: promotion.isSuggestible
        case .never: false
        }
    }

    /// Promotions that a ticket may meet in part.
    ///
    /// - Parameter context: the ticket.
    /// - Returns: positions in the map, ascending, and whether these are all.
    func suggestionCandidates(_ context: EvaluationContext) -> (positions: [Int], isComplete: Bool) {
        guard let suggestionIndex else { return ([], true) }
        var found: [Int] = []
        let touched = suggestionIndex.candidates(context.facts)
        for position in open(touched, to: context.ticket, exclusions: []) {
            guard context.mayBePartlyMet(compiled[position]) else { continue }
            if found.count == CompiledMap.mostSuggestionCandidates { return (found, false) }
            found.append(position)
        }
        return (found, true)
    }
}

extension EvaluationContext {
    /// Whether a ticket has something of what a promotion asks for, and lacks nothing that a shopper cannot add.
    fileprivate func mayBePartlyMet(_ compiled: CompiledPromotion) -> Bool {
        if !compiled.sets.isEmpty {
            let isBegun = compiled.sets.contains { set in
                (0..<facts[set.kind].count).contains { matches(set.kind, $0, set.filters) }
            }
            if !isBegun { return false }
        } else if compiled.simple.isEmpty || ticket.items.isEmpty {
            return false
        }
        return compiled.simple.allSatisfy { condition in
            if condition.kind == .payment { return true }
            let demands = condition.group.map { !$0.operator.holds(0, $0.value) } ?? true
            if condition.kind == .item, !compiled.sets.isEmpty { return true }
            if condition.kind == .transaction { return matches(.transaction, 0, condition.filters) }
            return !demands
                || (0..<facts[condition.kind].count).contains { matches(condition.kind, $0, condition.filters) }
        }
    }
}
