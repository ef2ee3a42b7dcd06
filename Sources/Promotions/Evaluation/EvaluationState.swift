/// What earlier promotions left for the next.
struct EvaluationState {
    /// Like units, ascending by kind and element.
    var pool: [Run]
    /// What was granted so far, in order of application.
    var grants: [Grant] = []
    /// The promotions taken on levels that offer a choice.
    var choice: [Int] = []
    /// How good the choices of levels of best combination are.
    var proofs: [CombinationProof] = []
    /// What this ticket took from limits so far.
    var used: [Int: Int128] = [:]
    /// What this ticket drew on balances and values so far.
    private var spent: [Debit.Source: Int128] = [:]
    /// The promotions whose grants came to nothing.
    private(set) var vain: Set<Int> = []
    /// Whether the pool may hold runs of nothing, as a ticket's elements can be.
    private(set) var hasEmptyRuns = false
    /// The promotion that last benefited a part of an element.
    private var benefitedBy: [Place: Int] = [:]
    /// The promotion that last withdrew a part of an element.
    private var withdrawnBy: [Place: Int] = [:]

    /// An element by its kind and its position there.
    private struct Place: Hashable {
        let kind: ElementKind
        let element: Int
    }

    init(_ ticket: Ticket) {
        pool = []
        pool.reserveCapacity(
            ticket.items.count + ticket.customers.count + ticket.coupons.count + ticket.payments.count
                + ticket.loyaltyCards.count)
        for index in ticket.items.indices {
            add(
                .item, index, pieces: Quantity(whole: ticket.items[index].pieces).units,
                magnitude: ticket.items[index].magnitude.units, price: ticket.items[index].price.units)
        }
        add(ticket.coupons, .coupon)
        add(ticket.customers, .customer)
        add(ticket.payments, .payment)
        add(ticket.loyaltyCards, .loyaltyCard)
    }

    private mutating func add(_ elements: [Element], _ kind: ElementKind) {
        for index in elements.indices {
            add(
                kind, index, pieces: Quantity(whole: elements[index].count).units,
                magnitude: elements[index].points.units, price: elements[index].amount.units)
        }
    }

    private mutating func add(
        _ kind: ElementKind, _ index: Int, pieces: Int128, magnitude: Int128, price: Int128
    ) {
        let price = EvaluationState.held(price)
        pool.append(
            Run(
                kind: kind, element: index, pieces: EvaluationState.held(pieces),
                magnitude: EvaluationState.held(magnitude), listPrice: price, price: price))
        if pool[pool.count - 1].isEmpty { hasEmptyRuns = true }
    }

    /// What a run can hold of a number: all that the wire can carry, and no more than 64 bits.
    private static func held(_ number: Int128) -> Int128 { Int128(Int64(clamping: number)) }

    /// What is left of a limit for this ticket.
    func remaining(ofLimit limit: Int, _ context: EvaluationContext) -> Int128 {
        max(0, context.balance(ofLimit: limit) - (used[limit] ?? 0))
    }

    /// Takes what a benefit took of limits and drew on balances.
    mutating func take(_ grants: [BenefitGrant], used: [Int: Int128]) {
        self.used = used
        for debit in grants.flatMap(\.debits) { spent[debit.source.held, default: 0] += debit.amount.units }
    }

    /// What this ticket drew on a balance or value so far.
    func spent(of source: Debit.Source) -> Int128 { spent[source.held] ?? 0 }

    /// Drops the grants of which nothing is left, and keeps whose they were.
    mutating func dropEmptyGrants() {
        for grant in grants where grant.benefits.isEmpty { vain.insert(grant.promotion) }
        grants.removeAll { $0.benefits.isEmpty }
    }

    /// Keeps who took a run.
    mutating func note(_ run: Run, isBenefited: Bool, by position: Int) {
        let place = Place(kind: run.kind, element: run.element)
        if isBenefited { benefitedBy[place] = position }
        if run.isWithdrawn { withdrawnBy[place] = position }
    }

    /// The promotion that keeps a run from others; nil where none does.
    func taker(of run: Run) -> Int? {
        let place = Place(kind: run.kind, element: run.element)
        return run.isWithdrawn ? withdrawnBy[place] : run.isBenefited ? benefitedBy[place] : nil
    }

    /// Puts runs back into the pool, joining those of one element that no longer differ.
    mutating func setPool(_ runs: [Run]) {
        // One number holds the place in the pool and, below it, the place in the list.
        let order = runs.indices.map { runs[$0].poolKey << 24 | $0 }.sorted()
        pool.removeAll(keepingCapacity: true)
        pool.reserveCapacity(runs.count)
        hasEmptyRuns = false
        for place in order {
            let run = runs[place & 0xFF_FFFF]
            if run.isEmpty { continue }
            if let last = pool.indices.last, pool[last].isLike(run) {
                pool[last].absorb(run)
            } else {
                pool.append(run)
            }
        }
    }

    /// Puts runs that changed in their place among those of their element, joining those that no longer differ.
    ///
    /// - Parameters:
    ///   - touched: positions in the pool of those that changed; they come after the others that share their fate.
    ///   - scratch: room to work in.
    mutating func join(touched: [Int], _ scratch: inout Scratch) {
        guard touched.contains(where: hasSibling) else { return }
        scratch.touched.removeAll(keepingCapacity: true)
        for _ in pool { scratch.touched.append(false) }
        for place in touched { scratch.touched[place] = true }
        scratch.pool.removeAll(keepingCapacity: true)
        var start = 0
        while start < pool.count {
            var end = start + 1
            while end < pool.count, pool[end].isOfElement(of: pool[start]) { end += 1 }
            if end == start + 1 { scratch.pool.append(pool[start]) } else { join(start..<end, &scratch) }
            start = end
        }
        swap(&pool, &scratch.pool)
    }

    private func hasSibling(_ place: Int) -> Bool {
        (place > 0 && pool[place - 1].isOfElement(of: pool[place]))
            || (place + 1 < pool.count && pool[place + 1].isOfElement(of: pool[place]))
    }

    private func join(_ parts: Range<Int>, _ scratch: inout Scratch) {
        for fate in 0...3 {
            for isTouched in [false, true] {
                for place in parts where pool[place].fate == fate && scratch.touched[place] == isTouched {
                    if let last = scratch.pool.indices.last, scratch.pool[last].isLike(pool[place]) {
                        scratch.pool[last].absorb(pool[place])
                    } else {
                        scratch.pool.append(pool[place])
                    }
                }
            }
        }
    }
}

extension ElementKind {
    /// The order in which answers list kinds.
    var rank: Int {
        switch self {
        case .item: 0
        case .coupon: 1
        case .customer: 2
        case .payment: 3
        case .loyaltyCard: 4
        case .transaction: 5
        }
    }
}

extension Run {
    /// Its place in the pool: by kind, element and fate.
    fileprivate var poolKey: Int { (kind.rank << 32 | element) << 2 | fate }

    /// Its place among the runs of its element: untouched, benefited, withdrawn, both.
    fileprivate var fate: Int { (isWithdrawn ? 2 : 0) | (isBenefited ? 1 : 0) }

    fileprivate func isOfElement(of other: Run) -> Bool { kind == other.kind && element == other.element }

    /// Whether two runs are of one element, share a fate, and cost the same a piece.
    ///
    /// Parts of a line that nothing benefited always do: they differ by remainders of the line's own price at most.
    fileprivate func isLike(_ other: Run) -> Bool {
        guard kind == other.kind, element == other.element, isBenefited == other.isBenefited,
            isWithdrawn == other.isWithdrawn
        else { return false }
        if shortPrice == shortListPrice && other.shortPrice == other.shortListPrice { return true }
        return price * other.pieces == other.price * pieces && listPrice * other.pieces == other.listPrice * pieces
    }
}
