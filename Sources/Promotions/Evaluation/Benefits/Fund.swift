/// What a benefit may draw on: a card's balance, coupons' values, or an amount from outside.
///
/// Benefits that draw on the same source share it, in the order of application; it never goes below zero.
struct Fund {
    private struct Part {
        let source: Debit.Source
        var left: Int128
        var taken: Int128 = 0
    }

    /// Seq of the presented card; nil for other funds and for a card that was not presented.
    let cardSeq: Int?
    /// The percentage that a coupon carries in place of money, in ten-thousandths.
    let percentage: Int128?
    /// What it held before any benefit, in ten-thousandths.
    let initial: Int128
    private var parts: [Part]

    /// What is left, in ten-thousandths of points or money.
    var left: Int128 { parts.reduce(0) { $0 + $1.left } }

    /// What was drawn, by source; of a coupon's percentage nothing is, and it stands there all the same.
    var debits: [Debit] {
        parts.filter { $0.taken > 0 || percentage != nil }
            .map { Debit(source: $0.source, amount: Money(units: $0.taken)) }
    }

    private init(
        _ held: [(source: Debit.Source, amount: Int128)], _ state: EvaluationState, cardSeq: Int? = nil,
        percentage: Int128? = nil
    ) {
        parts = held.map { Part(source: $0.source, left: max(0, $0.amount - (state.spent(of: $0.source)))) }
        initial = held.reduce(0) { $0 + $1.amount }
        self.cardSeq = cardSeq
        self.percentage = percentage
    }

    /// What a benefit may draw on; nil where there is nothing of the kind, or where the type draws on nothing.
    ///
    /// - Parameters:
    ///   - benefit: a benefit.
    ///   - promotion: its promotion.
    ///   - state: knows what was drawn before.
    ///   - context: the ticket and what is known of its cards and coupons.
    /// - Returns: the fund; it may be empty.
    static func of(
        _ benefit: CompiledBenefit, in promotion: CompiledPromotion, _ state: EvaluationState,
        _ context: EvaluationContext
    ) -> Fund? {
        switch benefit.kind {
        case .agreementDiscount(_, _, let balance):
            let asked = promotion.filters(on: .loyaltyCard)
            let seen = context.ticket.loyaltyCards.indices.first { card in
                context.card(at: card) != nil && context.matchesAny(.loyaltyCard, card, asked)
            }
            guard let seen, let card = context.card(at: seen) else { return nil }
            return Fund(card, balance: balance, presented: context.ticket.loyaltyCards[seen], state)
        case .pointsRedemption(let type, _), .catalogRedemption(let type): return ofCard(type, state, context)
        case .calculatedCouponRedemption(let type): return coupons(ofType: type, state, context)
        case .externalBenefit(let name):
            return external(name, asked: promotion.filters(on: .coupon), state, context)
        default: return nil
        }
    }

    /// The first balance of a card: the presented one of a type, else the customer's own; nil where there is none.
    static func ofCard(_ type: String, _ state: EvaluationState, _ context: EvaluationContext) -> Fund? {
        guard let (card, presented) = context.card(ofType: type) else { return nil }
        return Fund(card, balance: 1, presented: presented, state)
    }

    /// The points of the customer who owns the ticket; nil without one.
    static func ofCustomer(_ state: EvaluationState, _ context: EvaluationContext) -> Fund? {
        guard let customer = context.ticket.customers.first else { return nil }
        return Fund([(.customer(seq: customer.seq), max(0, customer.points.units))], state)
    }

    private init(_ card: Holdings.Card, balance: Int, presented: Element?, _ state: EvaluationState) {
        let source = Debit.Source.card(
            number: card.number, balance: balance, agreement: presented?.attributes["agreement"] ?? "")
        let held = balance == 2 ? card.balance2 : card.balance1
        self.init([(source, max(0, held.units))], state, cardSeq: presented?.seq)
    }

    /// The first coupon decides whether a percentage is meant; money of several is added up.
    private static func coupons(
        ofType type: String, _ state: EvaluationState, _ context: EvaluationContext
    ) -> Fund? {
        var held: [(source: Debit.Source, amount: Int128)] = []
        for coupon in context.ticket.coupons where coupon.attributes["type"] == type {
            switch coupon.attributes["id"].flatMap({ context.input.holdings.coupons[$0] }) {
            case .percentage(let percent) where held.isEmpty:
                let source = Debit.Source.coupon(seq: coupon.seq, isPercentage: true)
                return Fund([(source, 0)], state, percentage: percent)
            case .amount(let amount):
                held.append((.coupon(seq: coupon.seq, isPercentage: false), max(0, amount.units)))
            case .percentage, nil: break
            }
        }
        return held.isEmpty ? nil : Fund(held, state)
    }

    private static func external(
        _ name: String, asked: [[CompiledFilter]], _ state: EvaluationState, _ context: EvaluationContext
    ) -> Fund? {
        var held: [(source: Debit.Source, amount: Int128)] = []
        func add(_ text: String?, _ couponSeq: Int?) {
            guard let text, let amount = DecimalText.parse(text, decimals: Money.decimals), amount > 0 else { return }
            held.append((.attribute(name: name, couponSeq: couponSeq), amount))
        }
        for (index, coupon) in context.ticket.coupons.enumerated() where context.matchesAny(.coupon, index, asked) {
            add(coupon.attributes[name], coupon.seq)
        }
        if held.isEmpty { add(context.ticket.attributes[name], nil) }
        return held.isEmpty ? nil : Fund(held, state)
    }

    /// Draws, from the first source on.
    mutating func take(_ amount: Int128) {
        var wanted = amount
        for index in parts.indices where wanted > 0 {
            let part = min(wanted, parts[index].left)
            parts[index].left -= part
            parts[index].taken += part
            wanted -= part
        }
    }
}

extension CompiledPromotion {
    /// The filters of its conditions on elements of a kind.
    fileprivate func filters(on kind: ElementKind) -> [[CompiledFilter]] {
        simple.filter { $0.kind == kind }.map(\.filters) + sets.filter { $0.kind == kind }.map(\.filters)
    }
}

extension EvaluationContext {
    /// Whether an element passes any of several lists of filters, or none is asked for.
    fileprivate func matchesAny(_ kind: ElementKind, _ element: Int, _ lists: [[CompiledFilter]]) -> Bool {
        lists.isEmpty || lists.contains { matches(kind, element, $0) }
    }

    /// What is known of a presented card.
    fileprivate func card(at index: Int) -> Holdings.Card? {
        ticket.loyaltyCards[index].attributes["number"].flatMap { input.holdings.cards[$0] }
    }

    /// The presented card of a type with the lowest seq, else the customer's own of that type.
    func card(ofType type: String) -> (card: Holdings.Card, presented: Element?)? {
        for index in ticket.loyaltyCards.indices {
            if let card = card(at: index), card.type == type { return (card, ticket.loyaltyCards[index]) }
        }
        for number in input.holdings.ownCards {
            if let card = input.holdings.cards[number], card.type == type { return (card, nil) }
        }
        return nil
    }
}
