/// Adds to a ticket what a promotion lacks.
struct TicketCompletion {
    /// How a ticket is completed.
    struct Plan {
        var model = LookAlike.Model.known
        /// What the prices of what is added are multiplied with.
        var priceFactor: Int128 = 1
        /// Pieces that a set gets besides those it is short of: units that match two sets serve one only.
        var extra: (set: Int, pieces: Int128)?
        /// What must be paid in full, in ten-thousandths; nil takes the prices of all lines.
        var fullPayment: Int128?
    }

    private let compiled: CompiledPromotion
    private let plan: Plan
    /// The ticket as it is.
    private let original: EvaluationContext
    /// The ticket with what was added so far.
    private(set) var context: EvaluationContext
    private(set) var missing: [Missing] = []
    /// What must be paid in full, where something must.
    private(set) var fullPayment: Int128?

    /// The most elements of a kind: the protocol's three digits.
    private static let mostElements = 999

    /// Completes a ticket; nil where something is missing that cannot be added, or nothing is missing.
    ///
    /// - Parameters:
    ///   - original: the ticket as it is.
    ///   - compiled: the promotion.
    ///   - plan: how.
    init?(_ original: EvaluationContext, _ compiled: CompiledPromotion, _ plan: Plan) {
        self.compiled = compiled
        self.plan = plan
        self.original = original
        context = original
        for set in compiled.sets.indices {
            guard fill(set) else { return nil }
        }
        let skipsItems = compiled.promotion.evaluatesConditionInCombo && !compiled.sets.isEmpty
        for index in compiled.testOrder where !(skipsItems && compiled.simple[index].kind == .item) {
            guard meet(index) else { return nil }
        }
        if missing.isEmpty { return nil }
    }

    private var pool: [Run] { EvaluationState(context.ticket).pool }
    private var maker: LookAlike { LookAlike(context: original, model: plan.model, priceFactor: plan.priceFactor) }

    /// Gives a set what it is short of.
    private mutating func fill(_ index: Int) -> Bool {
        let set = compiled.sets[index]
        let base = compiled.benefits.first?.applyOn ?? .benefitedPrice
        var short = max(0, set.least - context.held(set, base, in: pool))
        if let extra = plan.extra, extra.set == index { short += extra.pieces }
        guard short > 0 else { return true }
        let amount = normalized(set.measure == .qty ? short * Run.onePiece : short, set.measure)
        let written = compiled.promotion.condition.composition[index]
        switch set.kind {
        case .item:
            let items = maker.items(
                amount, of: set.measure, written.filters, set.filters, varying: written.inequivalence)
            guard let items, add(items) else { return false }
        case .coupon where set.measure == .qty:
            guard add(.coupon, 0, count: Int(amount / Run.onePiece), written.filters, set.filters) else { return false }
        default: return false
        }
        missing.append(Missing(.set(written.name), .sum(set.measure), amount))
        return true
    }

    /// Adds what a simple condition lacks.
    private mutating func meet(_ index: Int) -> Bool {
        let condition = compiled.simple[index]
        let filters = compiled.promotion.condition.simple[index].filters
        if condition.group?.measure == .fullPayment { return pay(condition, filters) }
        let (holds, found) = context.test(condition, in: pool)
        if holds { return true }
        guard let group = condition.group, let found else {
            guard condition.kind == .payment, add(.payment, context.minorUnit, filters, condition.filters) else {
                return false
            }
            missing.append(Missing(.element(.payment), .sum(.qty), Run.onePiece))
            return true
        }
        guard let lack = lack(group, found) else { return false }
        switch (condition.kind, group.measure) {
        case (.item, .distinct):
            guard isBegun(condition),
                let items = maker.items(
                    lack * Run.onePiece, of: .qty, filters, condition.filters, varying: ["code"]), add(items)
            else { return false }
        case (.item, .sum(let measure)):
            guard isBegun(condition), let items = maker.items(lack, of: measure, filters, condition.filters),
                add(items)
            else { return false }
        case (.payment, .sum(.amount)):
            guard add(.payment, lack, filters, condition.filters) else { return false }
        case (.coupon, .sum(.qty)):
            guard isBegun(condition), add(.coupon, 0, count: Int(lack / Run.onePiece), filters, condition.filters)
            else { return false }
        default: return false
        }
        missing.append(Missing(.element(condition.kind), group.measure, lack))
        return true
    }

    /// Pays in full.
    private mutating func pay(_ condition: CompiledPromotion.Simple, _ filters: [Filter]) -> Bool {
        guard condition.kind == .payment else { return false }
        let paid = context.ticket.payments.indices.reduce(Int128(0)) { sum, payment in
            let counts = context.matches(.payment, payment, condition.filters)
            return counts ? sum + context.ticket.payments[payment].amount.units : sum
        }
        let full = plan.fullPayment ?? context.ticket.items.reduce(Int128(0)) { $0 + $1.price.units }
        fullPayment = full
        guard paid < full else { return context.test(condition, in: pool).holds }
        guard add(.payment, full - paid, filters, condition.filters) else { return false }
        missing.append(Missing(.element(.payment), .fullPayment, full - paid))
        return true
    }

    /// What a sum falls short of; nil where adding cannot help.
    private func lack(_ group: SimpleCondition.Group, _ found: Int128) -> Int128? {
        let measure: Measure? = if case .sum(let measure) = group.measure { measure } else { nil }
        switch group.operator {
        case .greaterOrEqual, .equal:
            guard found < group.value else { return nil }
            return measure.map { normalized(group.value - found, $0) } ?? group.value - found
        case .greater:
            return measure.map { normalized(group.value - found + 1, $0) } ?? group.value - found + 1
        case .different, .in, .notIn, .less, .lessOrEqual, .startsWith: return nil
        }
    }

    /// Whole pieces, and money in whole minor units.
    private func normalized(_ amount: Int128, _ measure: Measure) -> Int128 {
        let step: Int128 =
            switch measure {
            case .qty: Run.onePiece
            case .price, .amount: context.minorUnit
            case .magnitude, .points: 1
            }
        return (amount + step - 1) / step * step
    }

    /// Whether any element of the ticket counts for a condition; a combination says that for itself.
    private func isBegun(_ condition: CompiledPromotion.Simple) -> Bool {
        (condition.kind == .item && !compiled.sets.isEmpty)
            || (0..<original.facts[condition.kind].count).contains {
                original.matches(condition.kind, $0, condition.filters)
            }
    }

    private mutating func add(_ items: [Item]) -> Bool {
        var ticket = context.ticket
        for item in items {
            let seq = (ticket.items.last?.seq ?? 0) + 1
            guard seq <= TicketCompletion.mostElements else { return false }
            var item = item
            item.seq = seq
            item.attributes["seq"] = String(seq)
            ticket.items.append(item)
        }
        take(ticket)
        return true
    }

    private mutating func add(
        _ kind: ElementKind, _ amount: Int128, count: Int = 1, _ wanted: [Filter], _ filters: [CompiledFilter]
    ) -> Bool {
        guard var element = maker.element(kind, amount: amount, count: count, wanted, filters) else { return false }
        var ticket = context.ticket
        let path: WritableKeyPath<Ticket, [Element]> = kind == .payment ? \.payments : \.coupons
        element.seq = (ticket[keyPath: path].last?.seq ?? 0) + 1
        guard element.seq <= TicketCompletion.mostElements else { return false }
        element.attributes["seq"] = String(element.seq)
        ticket[keyPath: path].append(element)
        take(ticket)
        return true
    }

    private mutating func take(_ ticket: Ticket) {
        var input = context.input
        input.ticket = ticket
        context = EvaluationContext(map: context.map, input: input)
    }
}

extension EvaluationContext {
    /// What a set could draw from runs, as forming counts it.
    func held(_ set: CompiledPromotion.DrawnSet, _ base: PriceBase, in pool: [Run]) -> Int128 {
        pool.reduce(Int128(0)) { sum, run in
            guard run.kind == set.kind, matches(run.kind, run.element, set.filters) else { return sum }
            return sum + max(0, run.holding(set.measure, base))
        }
    }
}
