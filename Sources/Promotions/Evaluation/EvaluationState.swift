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
        pool = ticket.items.enumerated().map { index, item in
            Run(
                kind: .item, element: index, pieces: Quantity(whole: item.pieces).units,
                magnitude: item.magnitude.units, listPrice: item.price.units, price: item.price.units)
        }
        for (kind, elements) in [
            (ElementKind.customer, ticket.customers), (.coupon, ticket.coupons), (.payment, ticket.payments),
            (.loyaltyCard, ticket.loyaltyCards),
        ] {
            pool += elements.enumerated().map { index, element in
                Run(
                    kind: kind, element: index, pieces: Quantity(whole: element.count).units,
                    magnitude: element.points.units, listPrice: element.amount.units, price: element.amount.units)
            }
        }
    }

    /// What is left of a limit for this ticket.
    func remaining(ofLimit limit: Int, _ context: EvaluationContext) -> Int128 {
        max(0, context.balance(ofLimit: limit) - (used[limit] ?? 0))
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
    fileprivate var poolKey: Int { (kind.rank << 32 | element) << 2 | (isWithdrawn ? 2 : 0) | (isBenefited ? 1 : 0) }

    /// Whether two runs are of one element, share a fate, and cost the same a piece.
    ///
    /// Parts of a line that nothing benefited always do: they differ by remainders of the line's own price at most.
    fileprivate func isLike(_ other: Run) -> Bool {
        guard kind == other.kind, element == other.element, isBenefited == other.isBenefited,
            isWithdrawn == other.isWithdrawn
        else { return false }
        if price == listPrice && other.price == other.listPrice { return true }
        return price * other.pieces == other.price * pieces && listPrice * other.pieces == other.listPrice * pieces
    }
}
