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
        /// The least that a sub-ticket needs, as forming counts it.
        let least: Int128
        let min: Int128
        let max: Int128?
        let measure: Measure
        let order: DrawOrder
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
    /// What it asks of time and place.
    let circumstances: Circumstances
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
    /// Whether units that carry a benefit are kept from it.
    let sparesBenefited: Bool
    /// Whether payments must cover what its benefits leave to pay.
    let asksForFullPayment: Bool
    /// Whether the short way of trying it serves on most tickets.
    let isDirect: Bool
    /// What it keeps from others.
    let exclusivity: Promotion.Exclusivity
    /// Whether it reports what made its condition true.
    let reportsParticipants: Bool

    init(_ promotion: Promotion, position: Int, firstLimit: Int, slots: inout [ElementKind: AttributeSlots]) {
        self.position = position
        self.promotion = promotion
        circumstances = Circumstances(promotion)
        isDirect = DirectTrial.serves(promotion)
        exclusivity = promotion.exclusivity
        sparesBenefited = exclusivity == .units || exclusivity == .benefited
        reportsParticipants = promotion.reportParticipants != .not
        asksForFullPayment = promotion.condition.simple.contains { $0.group?.measure == .fullPayment }
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
            least: DrawSet.least(set.min, set.measure), min: set.min, max: set.max, measure: set.measure,
            order: set.order,
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
