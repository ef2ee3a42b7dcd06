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

    private func isInTarget(_ unit: Int, set: Int, _ benefit: Benefit, _ promotion: Promotion) -> Bool {
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

    /// What applications are granted together, in this order; nil where one of them gets nothing.
    func granted(_ promotion: Promotion, _ draws: [Draw]) -> Int? {
        let isComposed = !promotion.condition.composition.isEmpty
        var applications = draws.map { parts($0, isComposed) }
        var isGranted = draws.map { _ in false }
        var total = 0
        for benefit in promotion.benefits {
            let amounts = NaiveAmounts(benefit: benefit, currency: map.currency, isComposed: isComposed)
            var remaining = benefit.limits.map { left[$0.id] ?? Int($0.value) }
            for index in applications.indices {
                for part in applications[index].indices {
                    let found = applications[index][part]
                    let unit = pieces.firstIndex { $0.line == found.line } ?? 0
                    let isInTarget = isInTarget(unit, set: found.set, benefit, promotion)
                    applications[index][part].isInTarget = isInTarget
                    applications[index][part].isEligible = isInTarget && pieces[unit].isDiscountable
                }
                guard let given = give(amounts, applications[index], &remaining) else { continue }
                total += given.amount
                isGranted[index] = true
                if promotion.benefits.count > 1 {
                    applications[index] = given.rest + amounts.after(given)
                }
            }
        }
        return isGranted.allSatisfy { $0 } && total > 0 ? total : nil
    }

    private func give(
        _ amounts: NaiveAmounts, _ parts: [NaiveAmounts.Part], _ remaining: inout [Int]
    ) -> NaiveAmounts.Offer? {
        guard var offer = amounts.offer(parts, pieceLimit: nil) else { return nil }
        let limits = amounts.benefit.limits
        func use(_ limit: Int) -> Int {
            switch limits[limit].kind {
            case .benefitAmount: offer.amount
            case .benefitApplicationCount: 10_000
            default: offer.chosen.reduce(0) { $0 + $1.count } * 10_000
            }
        }
        if limits.indices.contains(where: { use($0) > remaining[$0] }) {
            let byPieces = limits.indices.filter { limits[$0].kind == .benefitedProductCount }
            let pieceLimit = byPieces.map { remaining[$0] / 10_000 }.min()
            for limit in limits.indices where limits[limit].kind == .benefitApplicationCount {
                if remaining[limit] < 10_000 { return nil }
            }
            if let pieceLimit, pieceLimit <= 0 { return nil }
            guard let smaller = amounts.offer(parts, pieceLimit: pieceLimit) else { return nil }
            offer = smaller
            for limit in limits.indices where limits[limit].kind == .benefitAmount {
                offer.amount = min(offer.amount, remaining[limit])
            }
            let minor = Int(map.currency.minorUnit)
            offer.amount = offer.amount / minor * minor
            if offer.amount <= 0 { return nil }
        }
        let uses = limits.indices.map(use)
        for limit in limits.indices { remaining[limit] -= uses[limit] }
        return offer
    }

    private func parts(_ draw: Draw, _ isComposed: Bool) -> [NaiveAmounts.Part] {
        var parts: [NaiveAmounts.Part] = []
        for (unit, set) in draw.sorted(by: { ($0.piece, $0.set) < ($1.piece, $1.set) }) {
            let piece = pieces[unit]
            if let known = parts.firstIndex(where: { $0.line == piece.line && $0.set == set }) {
                parts[known].count += 1
                parts[known].price += piece.price
                parts[known].list += piece.price
                parts[known].weight += piece.weight
                parts[known].floor += piece.floor
            } else {
                parts.append(
                    NaiveAmounts.Part(
                        line: piece.line, set: set, count: 1, price: piece.price, list: piece.price,
                        weight: piece.weight, floor: piece.floor, isEligible: false, isInTarget: false,
                        isItem: piece.isItem))
            }
        }
        return parts.sorted { ($0.line, $0.set) < ($1.line, $1.set) }
    }
}
