/// What the limits of a promotion can do to it on a ticket.
extension CombinationRule {
    /// What the units that it may use cost together.
    var priceOfPool: Int128 { state.pool.reduce(0) { mayUse($1) ? $0 + max($1.price, $1.listPrice) : $0 } }

    /// Whether a limit could cut what it gives on this ticket: then the choice may depend on what is left of it.
    var isLimitWithinReach: Bool { !limitsWithinReach.isEmpty }

    /// Whether worths of its sub-tickets depend on what others of them take of limits.
    ///
    /// A limit that has nothing left keeps its benefit from all of them alike.
    var isCutByOthers: Bool { !contestedLimits.isEmpty }

    /// Whether what limits and balances leave depends on the order in which sub-tickets are granted.
    var isCutByOrder: Bool {
        if isFunded, monetary.count > 1 || makers.contains(where: \.dependsOnOrder) { return true }
        return monetary.count > 1 ? isCutByOthers : limitsWithinReach.contains { $0.kind == .benefitedProductCount }
    }

    /// Whether a limit with so much left can cut anything on this ticket.
    func isWithinReach(_ kind: Limit.Kind, _ left: Int128) -> Bool {
        switch kind {
        case .benefitAmount: left < priceOfPool
        case .benefitApplicationCount, .benefitedProductCount:
            // A line that is cut is in many sub-tickets.
            sets.contains { $0.measure != .qty && $0.max != nil }
                || left < state.pool.reduce(0) { mayUse($1) ? $0 + $1.countedPieces : $0 } * Money.unitsPerWhole
        case .couponCount, .pointsAmount: false
        }
    }

    /// Whether a limit with so little left gives nothing at all.
    func isSpent(_ kind: Limit.Kind, _ left: Int128) -> Bool {
        kind == .benefitAmount ? left < context.minorUnit : left < Money.unitsPerWhole
    }

    /// What other sub-tickets may leave of the limits for one of some pieces, as far as it makes a difference to it.
    ///
    /// What a limit keeps one benefit from taking off a price, a later one may take, so that a sub-ticket can be worth
    /// more where less is left. An amount only cuts what the last benefit gives.
    ///
    /// - Parameters:
    ///   - pieces: the pieces of the sub-ticket.
    ///   - most: more are not listed.
    /// - Returns: by limit what is left, where that is less than what there is; nil where those are too many.
    func scarcities(pieces: Int128, most: Int) -> [[Int: Int128]]? {
        if isFunded { return nil }
        var states: [[Int: Int128]] = [[:]]
        for index in monetary {
            for limit in compiled.limits[index] where contestedLimits.contains(limit) {
                let isLast = index == monetary.last
                var lesser: [Int128] = []
                switch context.map.limits[limit].limit.kind {
                case .benefitAmount: if !isLast { return nil }
                case .benefitApplicationCount: if !isLast { lesser = [0] }
                case .benefitedProductCount:
                    let count = min(pieces, state.remaining(ofLimit: limit, context) / Money.unitsPerWhole)
                    if Int128(states.count) * (count + 1) > Int128(most) { return nil }
                    lesser = (0..<count).map { $0 * Money.unitsPerWhole }
                case .couponCount, .pointsAmount: break
                }
                states += states.flatMap { state in lesser.map { state.merging([limit: $0]) { _, new in new } } }
                guard states.count <= most else { return nil }
            }
        }
        return states
    }
}

extension OfferMaker {
    /// Whether what a balance pays for depends on the order in which it is drawn on: what is below the least discount
    /// is refused, and points are rounded up for each.
    fileprivate var dependsOnOrder: Bool { benefit.minDiscount != nil || compiled.kind.paysWithPoints }
}
