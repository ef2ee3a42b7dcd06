/// What payments meet on a ticket, once all levels are done: what is left to pay for each line.
struct PlanLedger {
    let context: EvaluationContext
    /// By line: what is left to pay.
    private let net: [Int128]
    /// By line: the part of it that no exclusive promotion withdrew.
    private let free: [Int128]
    /// Position of the line with a seq.
    private let positions: [Int: Int]

    init(_ state: EvaluationState, _ context: EvaluationContext) {
        self.context = context
        var net = Array(repeating: Int128(0), count: context.ticket.items.count)
        var free = net
        for run in state.pool where run.kind == .item {
            net[run.element] += run.price
            if !run.isWithdrawn { free[run.element] += run.price }
        }
        self.net = net
        self.free = free
        positions = Dictionary(
            context.ticket.items.enumerated().map { ($1.seq, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// By line: what is left to pay, in whole minor units.
    var values: [Int128] { net.map(whole) }

    /// By line: the most that plans may take off without going below its floor.
    var bearable: [Int128] {
        net.indices.map { line in
            let item = context.ticket.items[line]
            return whole(max(0, net[line] - item.minPrice.units * Int128(item.pieces)))
        }
    }

    /// A plan's terms.
    ///
    /// - Parameters:
    ///   - benefit: the plan, or refund.
    ///   - promotion: its promotion; units that another one withdrew are not for it.
    ///   - shares: the parts of lines that are its target.
    /// - Returns: the terms, without limits.
    func terms(_ benefit: Benefit, of promotion: Promotion, on shares: [Share]) -> PlanTerms {
        var parts = Array(repeating: Int128(0), count: net.count)
        var pieces = parts
        let keepsOwn = promotion.exclusivity != .none
        for share in shares {
            guard let line = positions[share.seq], share.price > .zero else { continue }
            let price = context.ticket.items[line].price
            let part = share.price == price ? net[line] : net[line] * share.price.units / price.units
            parts[line] = whole(keepsOwn ? part : min(part, free[line]))
            pieces[line] = max(1, (share.pieces.units + Run.onePiece - 1) / Run.onePiece)
        }
        return PlanTerms(
            rate: PlanRate(percent: benefit.kind.planPercent, context.currency),
            limitAmount: benefit.kind.plan?.limitAmount?.units, parts: parts, pieces: pieces,
            least: benefit.minDiscount?.units ?? 0, most: benefit.maxDiscount?.units)
    }

    /// A share of a line as answers show it: the line whole, the part of its price that is covered.
    func share(_ line: Int, covered: Int128, value: Int128) -> Share {
        let item = context.ticket.items[line]
        return Share(
            seq: item.seq, pieces: Quantity(whole: item.pieces), magnitude: item.magnitude,
            price: Money(units: covered), value: Money(units: value))
    }

    private func whole(_ amount: Int128) -> Int128 {
        max(0, amount) / context.currency.minorUnit * context.currency.minorUnit
    }
}

extension PlanTerms.Allowance {
    /// What limits leave.
    ///
    /// - Parameter limits: kind and what is left of it, in ten-thousandths.
    init(_ limits: [(kind: Limit.Kind, left: Int128)]) {
        func least(_ kind: Limit.Kind) -> Int128? { limits.filter { $0.kind == kind }.map(\.left).min() }
        money = least(.benefitAmount)
        applications = least(.benefitApplicationCount).map { $0 / Money.unitsPerWhole }
        pieces = least(.benefitedProductCount).map { $0 / Money.unitsPerWhole }
    }
}

extension PlanTerms.Spending {
    /// What a limit counts of it, in ten-thousandths.
    func amount(of kind: Limit.Kind) -> Int128 {
        switch kind {
        case .benefitAmount: money
        case .benefitApplicationCount: applications * Money.unitsPerWhole
        case .benefitedProductCount: pieces * Money.unitsPerWhole
        case .couponCount, .pointsAmount: 0
        }
    }
}
