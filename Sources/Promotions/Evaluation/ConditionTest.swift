/// Why a promotion's condition does not hold.
enum ConditionFailure {
    case reason(Verdict.Reason)
    /// A simple condition, and what it found: the sum of its grouping, nil without one.
    case simple(Int, found: Int128?)
    /// Payments that should cover what the benefit leaves to pay, and do not.
    case unpaid(net: Int128, paid: Int128)
}

extension EvaluationContext {
    /// The first reason, in the order of the protocol's list, for which a promotion's time, place and simple
    /// conditions do not hold; nil where they do.
    func conditionFailure(of position: Int, in state: EvaluationState) -> ConditionFailure? {
        let compiled = map.compiled[position]
        if let reason = circumstanceFailure(of: compiled) { return .reason(reason) }
        return simpleFailure(of: compiled, in: state)
    }

    /// The first reason in a promotion's state, time or place: what no other promotion changes.
    func circumstanceFailure(of compiled: CompiledPromotion) -> Verdict.Reason? {
        compiled.circumstances.failure(
            ticket, isExcluded: input.exclusions.exclude(compiled.promotion, ticket))
    }

    /// The simple condition that fails first, in the order transaction, item, coupon, customer, payment, card.
    func simpleFailure(of compiled: CompiledPromotion, in state: EvaluationState) -> ConditionFailure? {
        let skipsItems = compiled.promotion.evaluatesConditionInCombo && !compiled.sets.isEmpty
        for index in compiled.testOrder {
            if skipsItems, compiled.simple[index].kind == .item { continue }
            let (holds, found) = test(compiled.simple[index], in: state.pool)
            if !holds { return .simple(index, found: found) }
        }
        return nil
    }

    /// Whether a simple condition holds, and the sum of its grouping where it has one.
    ///
    /// Withdrawn units count. What a full payment must cover is known after the benefits only; here one payment of the
    /// kind must be there.
    func test(_ condition: CompiledPromotion.Simple, in runs: [Run]) -> (holds: Bool, found: Int128?) {
        guard let group = condition.group, group.measure != .fullPayment else {
            return (anyMatch(condition, in: runs), nil)
        }
        let total = total(group, of: condition, in: runs)
        return (group.operator.holds(total, group.value), total)
    }

    private func anyMatch(_ condition: CompiledPromotion.Simple, in runs: [Run]) -> Bool {
        guard condition.kind != .transaction else { return matches(.transaction, 0, condition.filters) }
        return runs.contains { $0.kind == condition.kind && matches($0.kind, $0.element, condition.filters) }
    }

    /// What payments of the kinds that a promotion wants in full fall short of what its benefits leave to pay.
    func unpaid(of position: Int, net: Int128, in runs: [Run]) -> ConditionFailure? {
        guard map.compiled[position].asksForFullPayment else { return nil }
        for condition in map.compiled[position].simple where condition.group?.measure == .fullPayment {
            let paid = runs.reduce(Int128(0)) { sum, run in
                let counts = run.kind == condition.kind && matches(run.kind, run.element, condition.filters)
                return counts ? sum + run.listPrice : sum
            }
            if paid < net { return .unpaid(net: net, paid: paid) }
        }
        return nil
    }

    private func total(
        _ group: SimpleCondition.Group, of condition: CompiledPromotion.Simple, in runs: [Run]
    ) -> Int128 {
        var total: Int128 = 0
        var codes: Set<Int32> = []
        for run in runs where run.kind == condition.kind && matches(run.kind, run.element, condition.filters) {
            switch group.measure {
            case .sum(let measure): total += run.size(in: measure, base: group.applyOn)
            case .distinct:
                guard let slot = condition.codeSlot else { continue }
                let code = facts[run.kind].number(of: run.element, at: slot)
                if code != AttributeSlots.absent { codes.insert(code) }
            case .fullPayment: break
            }
        }
        return group.measure == .distinct ? Int128(codes.count) : total
    }

    /// Whether any element of the ticket meets any of a promotion's conditions on elements.
    func touches(_ position: Int) -> Bool {
        let promotion = map.compiled[position]
        let tests =
            promotion.simple.filter { $0.kind != .transaction }.map { ($0.kind, $0.filters) }
            + promotion.sets.map { ($0.kind, $0.filters) }
        guard !tests.isEmpty else { return true }
        return tests.contains { kind, filters in
            (0..<facts[kind].count).contains { matches(kind, $0, filters) }
        }
    }
}

extension ConditionFailure {
    /// The order in which kinds of element are tested.
    static let order: [ElementKind] = [.transaction, .item, .coupon, .customer, .payment, .loyaltyCard]

    /// The verdict it makes; what was needed and found is said only where somebody asked.
    func verdict(of promotion: Promotion, explains: Bool) -> Verdict {
        switch self {
        case .reason(let reason): return Verdict(.notApplied, reason)
        case .unpaid(let net, let paid):
            return Verdict(
                .notApplied, .conditionPayment,
                needed: "fullPayment >= \(DecimalText.printShort(net, scale: Money.decimals))",
                observed: DecimalText.printShort(paid, scale: Money.decimals))
        case .simple(let index, let found):
            let condition = promotion.condition.simple[index]
            let reason = ConditionFailure.reason(for: condition.element)
            guard explains else { return Verdict(.notApplied, reason) }
            guard let group = condition.group, let found else {
                return Verdict(.notApplied, reason, needed: condition.text, observed: "none")
            }
            return Verdict(
                .notApplied, reason,
                needed: "\(group.name) \(group.operator.sign) \(group.text(group.value))", observed: group.text(found))
        }
    }

    private static func reason(for kind: ElementKind) -> Verdict.Reason {
        switch kind {
        case .transaction: .conditionTransaction
        case .item: .conditionItem
        case .coupon: .conditionCoupon
        case .customer: .conditionCustomer
        case .payment: .conditionPayment
        case .loyaltyCard: .conditionCard
        }
    }
}

extension SimpleCondition {
    /// Its filters for people: `type = 3`.
    fileprivate var text: String {
        guard !filters.isEmpty else { return element.rawValue }
        return filters.map { "\($0.attribute) \($0.operator.sign) \($0.values.joined(separator: "|"))" }
            .joined(separator: " and ")
    }
}

extension SimpleCondition.Group {
    fileprivate var name: String {
        switch measure {
        case .sum(let measure): measure.rawValue
        case .distinct: "distinct"
        case .fullPayment: "fullPayment"
        }
    }

    fileprivate func text(_ value: Int128) -> String {
        switch measure {
        case .sum(let measure): DecimalText.printShort(value, scale: measure.decimals)
        case .distinct: DecimalText.printShort(value, scale: 0)
        case .fullPayment: DecimalText.printShort(value, scale: Money.decimals)
        }
    }
}
