/// From attribute values to the promotions that a ticket with such an element can concern.
///
/// Every promotion stands under the values of one condition that must hold for it to apply: the one whose values the
/// fewest promotions name. What has no such condition is always looked at.
struct PromotionIndex: Sendable {
    /// Which promotions are looked for.
    enum Purpose {
        /// Those that may apply.
        case applying
        /// Those whose condition a ticket may meet in part: any set of the combination has begun, or, without one,
        /// all elements but payments are there.
        case partlyMet
        /// The same, and a coupon that is asked for need not be there either.
        case inReach
    }

    private struct Key {
        let kind: ElementKind
        let slot: Int
        let numbers: [Int32]
    }

    /// The promotions that stand under the values of one attribute.
    private struct Posting {
        let kind: ElementKind
        let slot: Int
        /// By number of the value.
        let promotions: [[Int32]]
    }

    private var always: [Int32] = []
    /// Attributes under which no promotion stands are left out.
    private var postings: [Posting] = []

    init(
        _ promotions: [CompiledPromotion], slots: [ElementKind: AttributeSlots], of purpose: Purpose = .applying
    ) {
        var popularity: [ElementKind: [[Int32]]] = [:]
        var places: [ElementKind: [[[Int32]]]] = [:]
        for (kind, table) in slots {
            popularity[kind] = table.slots.map { Array(repeating: 0, count: $0.numbers.count) }
            places[kind] = table.slots.map { Array(repeating: [], count: $0.numbers.count) }
        }
        let keys = promotions.map { PromotionIndex.parts(of: $0, purpose) }
        for key in keys.joined().joined() {
            for number in key.numbers { popularity[key.kind]?[key.slot][Int(number)] += 1 }
        }
        let cost = { (key: Key) in
            key.numbers.reduce(0) { $0 + Int(popularity[key.kind]?[key.slot][Int($1)] ?? 0) }
        }
        for (promotion, parts) in zip(promotions, keys) {
            let best = parts.compactMap { candidates in candidates.min(by: { cost($0) < cost($1) }) }
            guard best.count == parts.count else {
                always.append(Int32(promotion.position))
                continue
            }
            for key in best {
                for number in Set(key.numbers) {
                    places[key.kind]?[key.slot][Int(number)].append(Int32(promotion.position))
                }
            }
        }
        for (kind, slots) in places {
            for (slot, byNumber) in slots.enumerated() where byNumber.contains(where: { !$0.isEmpty }) {
                postings.append(Posting(kind: kind, slot: slot, promotions: byNumber))
            }
        }
    }

    /// Positions of the promotions that the ticket can concern, ascending, each once.
    func candidates(_ facts: TicketFacts) -> [Int] {
        var found = always
        var numbers: [Int32] = []
        for posting in postings {
            let elements = facts[posting.kind]
            numbers.removeAll(keepingCapacity: true)
            for element in 0..<elements.count {
                let number = elements.number(of: element, at: posting.slot)
                if number <= ElementFacts.firstOfSeveral { numbers += elements.several(number) }
                if number >= 0 { numbers.append(number) }
            }
            numbers.sort()
            var last: Int32 = -1
            for number in numbers where number > last {
                last = number
                if Int(number) < posting.promotions.count { found += posting.promotions[Int(number)] }
            }
        }
        found.sort()
        var result: [Int] = []
        result.reserveCapacity(found.count)
        for position in found where result.last != Int(position) { result.append(Int(position)) }
        return result
    }

    /// For each part of a promotion's condition of which one must be met: the filters that name values, each of which
    /// must be met by some element then.
    private static func parts(of promotion: CompiledPromotion, _ purpose: Purpose) -> [[Key]] {
        let sets = promotion.sets.map { keys($0.kind, $0.filters) }
        if purpose != .applying, !sets.isEmpty { return sets }
        var result: [Key] = []
        for condition in promotion.simple where condition.group.map(demandsElement) ?? true {
            if purpose != .applying, condition.kind == .payment { continue }
            if purpose == .inReach, condition.kind == .coupon { continue }
            result += keys(condition.kind, condition.filters)
        }
        return [result + sets.joined()]
    }

    /// Whether a grouping can hold only where an element matches: `less than 3` holds for none.
    private static func demandsElement(_ group: SimpleCondition.Group) -> Bool {
        !group.operator.holds(0, group.value)
    }

    private static func keys(_ kind: ElementKind, _ filters: [CompiledFilter]) -> [Key] {
        filters.compactMap { filter in
            switch filter.test {
            case .oneOf(.few(let numbers)): Key(kind: kind, slot: filter.slot, numbers: numbers)
            case .oneOf(.many(let numbers)): Key(kind: kind, slot: filter.slot, numbers: Array(numbers))
            case .noneOf, .compares, .begins: nil
            }
        }
    }
}
