import Promotions

/// What a promotion grants for applications of it.
final class NaiveGrants {
    private let world: NaiveCombination
    private let promotion: Promotion
    private let amounts: [NaiveAmounts]
    /// By benefit, set and unit.
    private let targets: [[[Bool]]]

    init(_ world: NaiveCombination, _ promotion: Promotion) {
        (self.world, self.promotion) = (world, promotion)
        let sets = promotion.condition.composition.count
        amounts = promotion.benefits.map {
            NaiveAmounts(benefit: $0, currency: world.map.currency, isComposed: sets > 0)
        }
        targets = promotion.benefits.map { benefit in
            (0..<max(1, sets)).map { set in
                world.pieces.indices.map { world.isInTarget($0, set: set, benefit, promotion) }
            }
        }
    }

    /// What applications are granted together, in this order; nil where one of them gets nothing.
    func granted(_ draws: [[NaiveAmounts.Part]]) -> Int? {
        var applications = draws
        var isGranted = draws.map { _ in false }
        var total = 0
        for (benefit, amounts) in amounts.enumerated() {
            var remaining = amounts.benefit.limits.map { world.left[$0.id] ?? Int($0.value) }
            for index in applications.indices {
                for part in applications[index].indices {
                    let found = applications[index][part]
                    let isInTarget = targets[benefit][found.set][found.unit]
                    applications[index][part].isInTarget = isInTarget
                    applications[index][part].isEligible = isInTarget && world.pieces[found.unit].isDiscountable
                }
                guard let given = give(amounts, applications[index], &remaining) else { continue }
                total += given.amount
                isGranted[index] = true
                if self.amounts.count > 1 {
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
            let minor = Int(world.map.currency.minorUnit)
            offer.amount = offer.amount / minor * minor
            if offer.amount <= 0 { return nil }
        }
        let uses = limits.indices.map(use)
        for limit in limits.indices { remaining[limit] -= uses[limit] }
        return offer
    }

    /// What a draw holds, line by line.
    func parts(_ draw: NaiveCombination.Draw) -> [NaiveAmounts.Part] {
        var parts: [NaiveAmounts.Part] = []
        for (unit, set) in draw.sorted(by: { ($0.piece, $0.set) < ($1.piece, $1.set) }) {
            let piece = world.pieces[unit]
            if let known = parts.firstIndex(where: { $0.line == piece.line && $0.set == set }) {
                parts[known].count += 1
                parts[known].price += piece.price
                parts[known].list += piece.price
                parts[known].weight += piece.weight
                parts[known].floor += piece.floor
            } else {
                parts.append(
                    NaiveAmounts.Part(
                        line: piece.line, unit: unit, set: set, count: 1, price: piece.price, list: piece.price,
                        weight: piece.weight, floor: piece.floor, isEligible: false, isInTarget: false,
                        isItem: piece.isItem))
            }
        }
        return parts.sorted { ($0.line, $0.set) < ($1.line, $1.set) }
    }
}
