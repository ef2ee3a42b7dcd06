import Promotions

/// The best combination by trying everything: every set of units for every promotion, every partition into
/// sub-tickets, every way to give units to sets.
struct NaiveCombination {
    /// A unit of the ticket.
    struct Piece {
        var isItem = true
        var line: Int
        var price: Int
        var weight: Int
        var floor: Int
        var isDiscountable = true
        var attributes: Attributes
    }

    /// A sub-ticket, or the whole application of a promotion without a combination.
    typealias Draw = [(piece: Int, set: Int)]

    /// A sub-ticket, and what it is granted where it is the only one.
    private struct Worth {
        var parts: [NaiveAmounts.Part]
        var alone: Int
    }

    let ticket: Ticket
    let map: PromotionMap
    /// By limit id: what is left.
    let left: [String: Int]
    let pieces: [Piece]
    private var promotions: [Promotion] { map.levels[0].promotions }

    init(_ ticket: Ticket, _ map: PromotionMap, left: [String: Int]) {
        (self.ticket, self.map, self.left) = (ticket, map, left)
        var pieces: [Piece] = []
        for (line, item) in ticket.items.enumerated() {
            let (price, weight) = (Int(item.price.units), Int(item.magnitude.units))
            for index in 0..<item.pieces {
                // The first pieces carry what is rounded off less.
                func part(_ whole: Int) -> Int {
                    whole / item.pieces + (index >= item.pieces - whole % item.pieces ? 1 : 0)
                }
                pieces.append(
                    Piece(
                        line: line, price: part(price), weight: part(weight), floor: Int(item.minPrice.units),
                        isDiscountable: item.isDiscountable, attributes: item.attributes))
            }
        }
        for coupon in ticket.coupons {
            for _ in 0..<coupon.count {
                pieces.append(
                    Piece(
                        isItem: false, line: 1_000 + coupon.seq, price: 0, weight: 0, floor: 0,
                        attributes: coupon.attributes))
            }
        }
        self.pieces = pieces
    }

    /// What the best choice is worth.
    func best() -> Int {
        let open = promotions.indices.filter { conditionHolds(promotions[$0]) }
        let whole = open.filter { promotions[$0].condition.composition.isEmpty }
        let size = 1 << pieces.count
        let ways = open.map { values(promotions[$0]) }
        var best = 0
        for choice in 0..<1 << whole.count {
            let applied = whole.indices.filter { choice & 1 << $0 != 0 }.map { whole[$0] }
            // By units used: the most.
            var most = [Int](repeating: -1, count: size)
            most[0] = 0
            for (position, values) in zip(open, ways) where !whole.contains(position) || applied.contains(position) {
                most = joined(most, values, mustApply: whole.contains(position))
            }
            let needed = applied.reduce(0) { $0 | target(promotions[$1]) }
            for used in 0..<size where used & needed == needed { best = max(best, most[used]) }
        }
        return best
    }

    private func joined(_ most: [Int], _ values: [Int], mustApply: Bool) -> [Int] {
        var result = mustApply ? [Int](repeating: -1, count: most.count) : most
        let ways = values.indices.filter { values[$0] > 0 }
        for used in most.indices where most[used] >= 0 {
            for way in ways where used & way == 0 {
                result[used | way] = max(result[used | way], most[used] + values[way])
            }
        }
        return result
    }

    /// By units: what a promotion makes of exactly those; -1 where that is impossible.
    private func values(_ promotion: Promotion) -> [Int] {
        var values = [Int](repeating: -1, count: 1 << pieces.count)
        let grants = NaiveGrants(self, promotion)
        guard !promotion.condition.composition.isEmpty else {
            let target = target(promotion)
            for units in 1..<values.count where units & ~target == 0 {
                let draw = pieces.indices.filter { units & 1 << $0 != 0 }.map { (piece: $0, set: 0) }
                values[units] = grants.granted([grants.parts(draw)]) ?? -1
            }
            return values
        }
        var draws: [Int: [Worth]] = [:]
        for units in 1..<values.count {
            let found = assignments(promotion, units)
            let worth = found.compactMap { draw in
                let parts = grants.parts(draw)
                return grants.granted([parts]).map { Worth(parts: parts, alone: $0) }
            }
            if !worth.isEmpty { draws[units] = worth }
        }
        let limit = promotion.condition.composition.compactMap(\.limit).min() ?? .max
        if promotion.benefits.allSatisfy(\.limits.isEmpty) {
            sum(draws.mapValues { $0.map(\.alone).max() ?? -1 }, limit, &values)
        } else {
            let isFixed = NaiveCombination.areCutAlike(promotion)
            partition(grants, draws, limit, isFixed, [], 0, &values)
        }
        return values
    }

    /// Sub-tickets whose worths add up: the last one of each choice holds its last unit.
    private func sum(_ alone: [Int: Int], _ limit: Int, _ values: inout [Int]) {
        var byCount = [[Int]](repeating: values, count: 1)
        byCount[0][0] = 0
        let ways = alone.sorted { $0.key < $1.key }
        while byCount.count <= min(limit, pieces.count) {
            let before = byCount[byCount.count - 1]
            var next = [Int](repeating: -1, count: values.count)
            for used in before.indices where before[used] >= 0 {
                for (way, worth) in ways where used & way == 0 && way > used {
                    next[used | way] = max(next[used | way], before[used] + worth)
                }
            }
            for used in next.indices { values[used] = max(values[used], next[used]) }
            byCount.append(next)
        }
    }

    private func partition(
        _ grants: NaiveGrants, _ draws: [Int: [Worth]], _ limit: Int, _ isFixed: Bool, _ chosen: [Worth],
        _ used: Int, _ values: inout [Int]
    ) {
        if !chosen.isEmpty {
            for order in NaiveCombination.orders(chosen, isFixed: isFixed) {
                if let worth = grants.granted(order) { values[used] = max(values[used], worth) }
            }
        }
        guard chosen.count < limit else { return }
        for (units, found) in draws where units & used == 0 && units > used {
            for draw in found { partition(grants, draws, limit, isFixed, chosen + [draw], used | units, &values) }
        }
    }

    /// Whether the order of equals makes no difference: money runs out the same way for all.
    private static func areCutAlike(_ promotion: Promotion) -> Bool {
        promotion.benefits.count == 1
            && promotion.benefits[0].limits.allSatisfy { $0.kind != .benefitedProductCount }
    }

    /// By worth alone, the highest first; where the order makes a difference, any: of many only which one is last.
    private static func orders(_ chosen: [Worth], isFixed: Bool) -> [[[NaiveAmounts.Part]]] {
        let listed = chosen.sorted { $0.alone > $1.alone }.map(\.parts)
        if isFixed || listed.count < 2 { return [listed] }
        if listed.count > 4 {
            return listed.indices.map { place in
                var order = listed
                order.append(order.remove(at: place))
                return order
            }
        }
        return chosen.indices.flatMap { index in
            var others = chosen
            let first = others.remove(at: index).parts
            return orders(others, isFixed: false).map { [first] + $0 }
        }
    }
}
