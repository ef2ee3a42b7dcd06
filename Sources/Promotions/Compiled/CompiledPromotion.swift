/// A promotion whose filters are compiled.
///
/// It is handed around by reference: a promotion has too many texts and lists for copies.
final class CompiledPromotion: Sendable {
    struct Simple: Sendable {
        let kind: ElementKind
        let filters: [CompiledFilter]
        let group: SimpleCondition.Group?
        /// Slot of `code`, for the measure `distinct`.
        let codeSlot: Int?
    }

    struct DrawnSet: Sendable {
        let kind: ElementKind
        let filters: [CompiledFilter]
        let equivalence: [Int]
        let inequivalence: [Int]
    }

    enum Target: Sendable {
        case conditioned
        case set(Int)
        case filters([CompiledFilter])
    }

    let position: Int
    let promotion: Promotion
    let simple: [Simple]
    /// The simple conditions on items.
    let itemConditions: [Simple]
    /// Positions of the simple conditions in the order in which they are tested: by kind, then as written.
    let testOrder: [Int]
    let sets: [DrawnSet]
    /// The most sub-tickets: the smallest limit of its sets.
    let subTicketLimit: Int?
    let benefits: [CompiledBenefit]
    /// By benefit: positions of its limits in the map.
    let limits: [Range<Int>]
    /// Whether any benefit is a payment plan or a bank refund.
    let hasPlans: Bool

    init(_ promotion: Promotion, position: Int, firstLimit: Int, slots: inout [ElementKind: AttributeSlots]) {
        self.position = position
        self.promotion = promotion
        let conditions = promotion.condition.simple
        simple = conditions.map { CompiledPromotion.compile($0, &slots) }
        itemConditions = simple.filter { $0.kind == .item }
        testOrder = ConditionFailure.order.flatMap { kind in
            conditions.indices.filter { conditions[$0].element == kind }
        }
        sets = promotion.condition.composition.map { CompiledPromotion.compile($0, &slots) }
        subTicketLimit = promotion.condition.composition.compactMap(\.limit).min()
        benefits = promotion.benefits.map { benefit in
            let target: Target =
                switch benefit.target {
                case .conditioned: .conditioned
                case .set(let name):
                    .set(promotion.condition.composition.firstIndex { $0.name == name } ?? 0)
                case .filters(let filters): .filters(CompiledPromotion.compile(filters, .item, &slots))
                }
            return CompiledBenefit(benefit, target: target)
        }
        hasPlans = promotion.benefits.contains { $0.kind.plan != nil }
        var next = firstLimit
        limits = promotion.benefits.map { benefit in
            defer { next += benefit.limits.count }
            return next..<next + benefit.limits.count
        }
    }

    private static func compile(
        _ filters: [Filter], _ kind: ElementKind, _ slots: inout [ElementKind: AttributeSlots]
    ) -> [CompiledFilter] {
        var own = slots[kind] ?? AttributeSlots(kind: kind)
        defer { slots[kind] = own }
        slots[kind] = nil
        return filters.map { CompiledFilter($0, slots: &own) }
    }

    private static func compile(_ simple: SimpleCondition, _ slots: inout [ElementKind: AttributeSlots]) -> Simple {
        var codeSlot: Int?
        if simple.group?.measure == .distinct {
            codeSlot = slotsToTellApart(["code"], simple.element, &slots).first
        }
        return Simple(
            kind: simple.element, filters: compile(simple.filters, simple.element, &slots), group: simple.group,
            codeSlot: codeSlot)
    }

    private static func compile(_ set: CompositionSet, _ slots: inout [ElementKind: AttributeSlots]) -> DrawnSet {
        DrawnSet(
            kind: set.element, filters: compile(set.filters, set.element, &slots),
            equivalence: slotsToTellApart(set.equivalence, set.element, &slots),
            inequivalence: slotsToTellApart(set.inequivalence, set.element, &slots))
    }

    private static func slotsToTellApart(
        _ names: [String], _ kind: ElementKind, _ slots: inout [ElementKind: AttributeSlots]
    ) -> [Int] {
        var own = slots[kind] ?? AttributeSlots(kind: kind)
        defer { slots[kind] = own }
        slots[kind] = nil
        return names.map { name in
            let position = own.position(of: name)
            own.tellAllApart(at: position)
            return position
        }
    }
}

/// A benefit whose target is compiled.
final class CompiledBenefit: Sendable {
    let benefit: Benefit
    let target: CompiledPromotion.Target
    /// The payments that a payment plan or bank refund is for; nil for other types.
    let match: PlanMatch?

    init(_ benefit: Benefit, target: CompiledPromotion.Target) {
        self.benefit = benefit
        self.target = target
        match = benefit.kind.plan.map { PlanMatch($0) }
    }
}
