internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// Evaluates a sale again, with the goods that stay, by what it was judged by then.
struct SaleAppraisal {
    /// What goods cost, and what they bring.
    struct Result {
        /// What the customer pays for them.
        var cost: Money
        /// What is granted for them, as a sale keeps it.
        var block: EvaluationSummary.Block
        /// What is granted for them; nil where nothing was evaluated.
        var alternative: Alternative?
        /// What limits would have left; empty unless asked for.
        var balances: [LimitBalance] = []
    }

    let sale: BookedSale
    /// The sale's map; nil for a sale without one, which got no benefits.
    let map: CompiledMap?

    var currency: Currency { map?.map.currency ?? Currency() }

    /// Evaluates.
    ///
    /// - Parameters:
    ///   - goods: the sale's goods; those that have come back do not count.
    ///   - standing: what the sale has: it never takes more of limits, coupons and cards.
    ///   - findsAgain: whether coupons and cards count as the sale found them, though it did not need all of them.
    ///   - listsBalances: whether the limits' balances are wanted.
    /// - Returns: what the goods cost and bring; nothing where none stay.
    func evaluate(
        _ goods: ReturnedGoods, within standing: EvaluationSummary.Block, findsAgain: Bool = false,
        listsBalances: Bool = false
    ) -> Result {
        let kept = goods.kept(currency)
        let price = kept.reduce(Money.zero) { $0 + $1.price }
        guard let map, !kept.isEmpty else {
            return Result(cost: price, block: .nothing)
        }
        var elements = elements(kept)
        if !findsAgain { elements.keepCoupons(standing.outcome.spentCoupons) }
        let ticket = sale.findings.ticket(elements, of: sale.record.key.session)
        var input = sale.findings.input(ticket)
        if !findsAgain { input.holdings.keep(standing) }
        let choice = sale.booked?.choice ?? []
        input.choice = Choice.positions(choice, in: map)
        input.listsBalances = listsBalances
        input.balances = balances(standing.uses, ticket, map)
        let evaluation = map.evaluate(input, map.read(ticket))
        let summary = EvaluationSummary(evaluation, map: map, ticket: ticket, findings: sale.findings)
        let position = summary.blocks.firstIndex { $0.choice == choice } ?? 0
        let block = summary.blocks[position]
        return Result(
            cost: price - block.total, block: block, alternative: evaluation.alternatives[position],
            balances: evaluation.limitBalances)
    }

    /// The sale's elements with other lines.
    private func elements(_ kept: [Item]) -> TicketElements {
        var elements = sale.elements
        let gone = Set(elements.items.map(\.seq)).subtracting(kept.map(\.seq))
        elements.apply(gone.sorted().map { .void(.item, seq: $0) } + kept.map { .addItem($0) })
        return elements
    }

    /// As each limit's balance what the sale has of it.
    private func balances(_ uses: [EvaluationSummary.Use], _ ticket: Ticket, _ map: CompiledMap) -> Balances {
        var own: [LimitKey: Int128] = [:]
        for use in uses { own[LimitKey(limit: use.limit, scopeKey: use.scopeKey), default: 0] += use.amount }
        var used: [Int: Int128] = [:]
        for (position, placed) in map.limits.enumerated() {
            let limit = placed.limit
            let key = limit.scopeKey(for: ticket).map { LimitKey(limit: limit.id, scopeKey: $0) }
            used[position] = limit.value - min(limit.value, key.flatMap { own[$0] } ?? 0)
        }
        return Balances(used: used)
    }
}

extension TicketElements {
    /// Leaves out the coupons that the sale has not spent, or has back: they are the customer's, who may spend them
    /// elsewhere.
    fileprivate mutating func keepCoupons(_ spent: Set<String>) {
        let free = coupons.filter { $0.attributes["id"].map { !spent.contains($0) } ?? false }
        apply(free.map { .void(.coupon, seq: $0.seq) })
    }
}

extension Holdings {
    /// Leaves of each balance what the sale has drawn from it.
    fileprivate mutating func keep(_ standing: EvaluationSummary.Block) {
        for (number, card) in cards {
            var card = card
            if let drawn = standing.drawn(from: .init(card: number)) { card.balance1 = min(card.balance1, drawn) }
            if let drawn = standing.drawn(from: .init(card: number, balance: .balance2)) {
                card.balance2 = min(card.balance2, drawn)
            }
            cards[number] = card
        }
    }
}
