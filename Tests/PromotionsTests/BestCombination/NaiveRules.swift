import Promotions

/// Conditions, sets and grants, straight from the rules.
extension NaiveCombination {
    func matches(_ piece: Piece, _ filters: [Filter]) -> Bool {
        filters.allSatisfy { $0.values.contains(piece.attributes[$0.attribute] ?? "-") }
    }

    /// Conditions are item conditions: some item, or a number of pieces.
    func conditionHolds(_ promotion: Promotion) -> Bool {
        let isInCombo = promotion.evaluatesConditionInCombo && !promotion.condition.composition.isEmpty
        return isInCombo || holds(promotion.condition.simple, Array(pieces.indices))
    }

    private func holds(_ conditions: [SimpleCondition], _ units: [Int]) -> Bool {
        conditions.allSatisfy { condition in
            let found = units.filter { pieces[$0].isItem && matches(pieces[$0], condition.filters) }
            guard let group = condition.group else { return !found.isEmpty }
            return found.count * 1_000 >= Int(group.value)
        }
    }

    /// The units that a promotion without a combination uses, as a mask.
    func target(_ promotion: Promotion) -> Int {
        pieces.indices.filter { index in
            promotion.benefits.contains { isInTarget(index, set: 0, $0, promotion) }
        }.reduce(0) { $0 | 1 << $1 }
    }

    func isInTarget(_ unit: Int, set: Int, _ benefit: Benefit, _ promotion: Promotion) -> Bool {
        let piece = pieces[unit]
        guard piece.isItem else { return false }
        switch benefit.target {
        case .set(let name): return promotion.condition.composition[set].name == name
        case .filters(let filters): return matches(piece, filters)
        case .conditioned:
            let simple = promotion.condition.simple
            return !promotion.condition.composition.isEmpty || simple.isEmpty
                || simple.contains { matches(piece, $0.filters) }
        }
    }

    /// All ways to give exactly these units to the sets of a promotion.
    func assignments(_ promotion: Promotion, _ units: Int) -> [Draw] {
        let sets = promotion.condition.composition
        var result: [Draw] = []
        func assign(_ rest: [Int], _ draw: Draw) {
            guard let unit = rest.first else {
                let areFilled = sets.indices.allSatisfy { set in
                    isFilled(sets[set], draw.filter { $0.set == set }.map(\.piece))
                }
                if areFilled { result.append(draw) }
                return
            }
            for set in sets.indices where isDrawn(unit, by: sets[set]) {
                assign(Array(rest.dropFirst()), draw + [(unit, set)])
            }
        }
        let members = pieces.indices.filter { units & 1 << $0 != 0 }
        let most = sets.reduce(0) { $0 + ($1.measure == .qty ? Int($1.max ?? 99_000) / 1_000 : 99) }
        if members.count <= most { assign(members, []) }
        if promotion.evaluatesConditionInCombo, !holds(promotion.condition.simple, members) { return [] }
        return result
    }

    private func isDrawn(_ unit: Int, by set: CompositionSet) -> Bool {
        let piece = pieces[unit]
        return piece.isItem == (set.element == .item) && matches(piece, set.filters)
            && (set.measure != .price || piece.price > 0)
    }

    private func isFilled(_ set: CompositionSet, _ units: [Int]) -> Bool {
        let size = units.reduce(0) { $0 + (set.measure == .price ? pieces[$1].price : 1_000) }
        guard !units.isEmpty, size >= Int(set.min), size <= set.max.map({ Int($0) }) ?? .max else { return false }
        let shared = set.equivalence.allSatisfy { name in
            Set(units.map { pieces[$0].attributes[name] }).count == 1
        }
        return shared
            && set.inequivalence.allSatisfy { name in
                Set(units.map { pieces[$0].attributes[name] }).count == units.count
            }
    }
}
