import TestSupport
import Testing

@testable import Promotions

/// Every suggestion is true.
struct SuggestionPropertyTests {
    private func suggestions(_ map: CompiledMap, _ input: EvaluationInput) -> (Evaluation, [Suggestion]) {
        var input = input
        input.suggests = SuggestionRequest()
        let evaluation = map.evaluate(input)
        return (evaluation, evaluation.suggestions?.list ?? [])
    }

    private func best(_ evaluation: Evaluation) -> Money { evaluation.alternatives.map(\.total).max() ?? .zero }

    /// Whether a ticket gets a promotion and saves what was promised.
    private func holds(
        _ suggestion: Suggestion, _ map: CompiledMap, _ input: EvaluationInput, since before: Evaluation
    ) -> Bool {
        map.evaluate(input).alternatives.contains { alternative in
            alternative.total - best(before) >= suggestion.saving
                && alternative.grants.contains {
                    $0.promotion == suggestion.promotion && $0.total >= suggestion.saving
                }
        }
    }

    @Test func `a ticket with what is missing, and nothing else, gets what was promised`() {
        var random = RandomPromotions(seed: 91)
        var (count, saving) = (0, 0)
        for _ in 0..<600 {
            var authored = random.map()
            authored.suggest = .always
            let map = CompiledMap(authored)
            let input = EvaluationInput(ticket: random.ticket(), balances: random.balances(map))
            let (before, list) = suggestions(map, input)
            #expect(list.map(\.promotion) == Set(list.map(\.promotion)).sorted(), "seed 91")
            for suggestion in list {
                count += 1
                if suggestion.saving > .zero { saving += 1 }
                #expect(!suggestion.missing.isEmpty && suggestion.missing.allSatisfy { $0.amount > 0 }, "seed 91")
                let granted = before.alternatives.flatMap(\.grants).map(\.promotion)
                #expect(!granted.contains(suggestion.promotion), "seed 91")
                var search = SuggestionSearch(
                    map, input, SuggestionRequest(), given: before, map.read(input.ticket).facts,
                    in: EvaluationWorkspace())
                guard let proof = search.proof(of: suggestion.promotion) else {
                    Issue.record("seed 91: not proven again")
                    continue
                }
                let completed = proof.completion.context.ticket
                #expect(addsOnly(suggestion.missing, from: input.ticket, to: completed), "seed 91")
                var following = input
                following.ticket = completed
                #expect(holds(suggestion, map, following, since: before), "seed 91: \(suggestion)")
            }
        }
        #expect(count > 50 && saving > 25, "\(count) \(saving)")
    }

    /// Whether a ticket has all that another has, and more only of what is named.
    private func addsOnly(_ missing: [Missing], from ticket: Ticket, to completed: Ticket) -> Bool {
        let more = completed.items.dropFirst(ticket.items.count)
        var items = missing.filter { missing in
            if case .element(let kind) = missing.place { kind == .item } else { true }
        }
        items.removeAll { $0.measure == .distinct }
        let pieces = items.filter { $0.measure == .sum(.qty) }.reduce(Int128(0)) { $0 + $1.amount }
        let money = items.filter { $0.measure == .sum(.price) }.reduce(Int128(0)) { $0 + $1.amount }
        let coupons = completed.coupons.dropFirst(ticket.coupons.count)
        let others = completed.payments.count + completed.items.count + completed.coupons.count
        return Array(completed.items.prefix(ticket.items.count)) == ticket.items
            && Array(completed.payments.prefix(ticket.payments.count)) == ticket.payments
            && Array(completed.coupons.prefix(ticket.coupons.count)) == ticket.coupons
            && completed.customers == ticket.customers && completed.loyaltyCards == ticket.loyaltyCards
            && more.reduce(0) { $0 + $1.pieces } + coupons.reduce(0) { $0 + $1.count } >= Int(pieces / 1_000)
            && more.reduce(Int128(0)) { $0 + $1.price.units } >= money
            && others > ticket.payments.count + ticket.items.count + ticket.coupons.count
    }

    @Test func `a shopper who takes more of the cheapest gets it, also where it costs twice as much`() {
        var random = RandomPromotions(seed: 92)
        var followed = 0
        for _ in 0..<4_000 {
            var promotion = random.promotion()
            promotion.isSuggestible = true
            let map = CompiledMap(PromotionMap(company: "2", levels: [Level(promotions: [promotion])]))
            var input = EvaluationInput(ticket: random.ticket(), balances: random.balances(map))
            let (before, list) = suggestions(map, input)
            guard let suggestion = list.first, suggestion.missing.count == 1,
                case .set(let name) = suggestion.missing[0].place, suggestion.missing[0].measure == .sum(.qty),
                let set = promotion.condition.composition.first(where: { $0.name == name }), set.element == .item,
                set.inequivalence.isEmpty, let like = cheapest(set, map, input)
            else { continue }
            let ticket = input.ticket
            for factor in [1, 2] {
                input.ticket = ticket
                input.ticket.items.append(more(like, suggestion.missing[0].amount, factor: Int128(factor), ticket))
                #expect(holds(suggestion, map, input, since: before), "seed 92: \(suggestion) \(promotion)")
                followed += 1
            }
        }
        #expect(followed > 100, "\(followed)")
    }

    /// The cheapest line of a set, those first that may be discounted.
    private func cheapest(_ set: CompositionSet, _ map: CompiledMap, _ input: EvaluationInput) -> Item? {
        let context = EvaluationContext(map: map, input: input)
        guard let filters = map.compiled[0].promotion.condition.composition.firstIndex(of: set) else { return nil }
        let matching = input.ticket.items.indices
            .filter { context.matches(.item, $0, map.compiled[0].sets[filters].filters) }
            .map { input.ticket.items[$0] }
        let discountable = matching.filter(\.isDiscountable)
        return (discountable.isEmpty ? matching : discountable).min { price($0) < price($1) }
    }

    private func price(_ item: Item) -> Int128 { max(100, item.price.units / Int128(item.pieces) / 100 * 100) }

    private func more(_ item: Item, _ amount: Int128, factor: Int128, _ ticket: Ticket) -> Item {
        var more = item
        more.seq = (ticket.items.last?.seq ?? 0) + 1
        more.pieces = Int(amount / 1_000)
        more.price = Money(units: price(item) * factor * Int128(more.pieces))
        more.magnitude = more.pieces == 1 ? item.magnitude : .zero
        return more
    }
}
