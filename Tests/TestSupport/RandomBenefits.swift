public import Promotions

extension RandomPromotions {
    /// A benefit of a promotion with a condition.
    public mutating func benefit(_ condition: Condition) -> Benefit {
        var benefit = Benefit(id: identifier(), kind: kind())
        if happens(15) { benefit.target = .filters([Filter("level1", .equal, [pick(["X", "Y"])])]) }
        let sets = condition.composition.filter { $0.element == .item }
        if !sets.isEmpty, happens(30) { benefit.target = .set(pick(sets).name) }
        if happens(40) {
            let measure = happens(70) ? Measure.qty : pick([.magnitude, .price])
            benefit.maxApplication = Benefit.MaxApplication(value: Int128(int(1...4) * 1_000), measure: measure)
        }
        benefit.order = pick(DrawOrder.allCases)
        benefit.proration = happens(60) ? .proportional : pick(Benefit.Proration.allCases)
        benefit.applyOn = happens(70) ? .benefitedPrice : .originalPrice
        if happens(10) { benefit.minDiscount = Money(units: Int128(int(0...20_000))) }
        if happens(15) { benefit.maxDiscount = Money(units: Int128(int(0...50_000))) }
        if happens(15) {
            benefit.steps = Benefit.Steps(
                measure: pick([.qty, .magnitude, .price]),
                steps: [1, 3, 5].map { .init(from: $0 * 1_000, value: Int128(int(0...60) * 10_000)) })
        }
        if happens(45) { benefit.limits = (0..<int(1...2)).map { _ in limit() } }
        return benefit
    }

    private mutating func kind() -> BenefitKind {
        let unit = pick(Benefit.Unit.allCases)
        switch int(0...14) {
        case 0...3: return .percentageDiscount(percent: Int128(int(0...1_100) * 1_000), unit: unit)
        case 4...5: return .fixedDiscount(amount: Money(units: Int128(int(0...600) * 100)), unit: unit)
        case 6...7: return .newPrice(price: Money(units: Int128(int(0...900) * 100)), unit: unit)
        case 8: return .coupon(couponType: "7", quantity: int(0...2), posData: 0)
        case 9...10: return .loyalty(cardType: "CLUB", points: Int128(int(0...50_000)), unit: unit)
        case 11...13: return .factorLoyalty(cardType: "CLUB", factor: Int128(int(8...30) * 1_000))
        default: return .gift(giftId: "MUG", giftType: "KITCHEN", quantity: 1)
        }
    }

    private mutating func limit() -> Limit {
        Limit(
            id: identifier(), scope: pick(Limit.Scope.allCases), kind: pick(Limit.Kind.allCases),
            value: Int128(int(0...60) * 1_000))
    }

    /// What others use of the limits of a map.
    public mutating func balances(_ map: CompiledMap) -> Balances {
        var balances = Balances()
        for limit in map.limits.indices where happens(50) { balances.used[limit] = Int128(int(0...40) * 1_000) }
        return balances
    }
}
