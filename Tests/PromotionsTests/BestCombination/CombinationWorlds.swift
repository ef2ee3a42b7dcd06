import Promotions
import TestSupport

/// Random tickets and levels that compete for few units, with everything that the language says of amounts.
struct CombinationWorlds {
    var random: SeededRandom
    private var identifiers = 0

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    private mutating func happens(_ percent: Int) -> Bool { random.below(100) < percent }

    /// A ticket, a map of one level of best combination, and what others use of its limits.
    mutating func world(pieces: ClosedRange<Int>, promotions: ClosedRange<Int>) -> (Ticket, PromotionMap, Balances) {
        identifiers = 0
        let hasSingles = happens(40)
        let ticket = ticket(pieces, hasSingles: hasSingles)
        let currency = Currency(
            decimals: happens(85) ? 2 : random.pick([0, 1, 3]),
            rounding: happens(60) ? .halfUp : random.pick(Rounding.allCases),
            roundAt: happens(80) ? .application : random.pick(Currency.RoundingPoint.allCases))
        let count = Int.random(in: promotions, using: &random)
        let all = (0..<count).map { _ in promotion(mayHaveTwo: hasSingles) }
        let map = PromotionMap(
            company: "2", currency: currency, combinationSteps: 100_000,
            levels: [Level(coexistence: .bestCombination, promotions: all)])
        var balances = Balances()
        for limit in all.flatMap(\.benefits).flatMap(\.limits).indices where happens(30) {
            balances.used[limit] = Int128(random.below(4) * 10_000)
        }
        return (ticket, map, balances)
    }

    private mutating func ticket(_ pieces: ClosedRange<Int>, hasSingles: Bool) -> Ticket {
        var ticket = Ticket(
            company: "2", store: "1", terminal: "1",
            dateTime: LocalDateTime(date: LocalDate(days: 19_576), secondOfDay: 40_000))
        var left = Int.random(in: pieces, using: &random)
        let known = (0..<4).map { _ in price() }
        while left > 0 {
            let count = hasSingles || happens(60) ? 1 : min(left, 2 + random.below(3))
            left -= count
            let price = (happens(60) ? random.pick(known) : self.price()) * (happens(80) ? count : 1)
            ticket.items.append(
                Item(
                    seq: ticket.items.count + 1, unitPrice: .zero, price: Money(units: Int128(price)), pieces: count,
                    magnitude: happens(15) ? Quantity(units: Int128(1 + random.below(3_000))) : .zero,
                    minPrice: happens(10) ? Money(units: Int128(random.below(500) * 100)) : .zero,
                    isDiscountable: !happens(6),
                    attributes: [
                        "level1": random.pick(["X", "Y", "Z"]), "brand": random.pick(["A", "B"]),
                        "code": random.pick(["a", "b", "c"]),
                    ]))
        }
        if happens(10) {
            ticket.coupons = [Element(seq: 1, count: 1 + random.below(2), attributes: ["id": "c", "type": "3"])]
        }
        return ticket
    }

    private mutating func price() -> Int {
        happens(85) ? (1 + random.below(20)) * 5_000 : happens(50) ? random.below(3_000) * 100 : random.below(300_000)
    }

    private mutating func promotion(mayHaveTwo: Bool) -> Promotion {
        var condition = Condition()
        let isComposed = happens(70)
        if isComposed {
            condition.composition = (0..<(happens(70) ? 1 : 2)).map { set("s\($0)") }
        }
        if !isComposed || happens(15) {
            var simple = SimpleCondition(element: .item, filters: filters())
            if happens(40) {
                simple.group = SimpleCondition.Group(measure: .sum(.qty), value: Int128((1 + random.below(3)) * 1_000))
            }
            condition.simple = [simple]
        }
        identifiers += 1
        let id = "P\(identifiers)"
        var promotion = Promotion(
            id: id, name: id, evaluatesConditionInCombo: happens(50), exclusivity: happens(30) ? .units : .none,
            condition: condition, benefits: [])
        let isTwofold = mayHaveTwo && happens(20)
        promotion.benefits = (0..<(isTwofold ? 2 : 1)).map { _ in benefit(condition, isTwofold: isTwofold) }
        return promotion
    }

    private mutating func filters() -> [Filter] {
        var filters: [Filter] = []
        if happens(60) { filters.append(Filter("level1", .equal, [random.pick(["X", "Y", "Z"])])) }
        if happens(30) { filters.append(Filter("brand", .equal, [random.pick(["A", "B"])])) }
        if happens(10) { filters.append(Filter("code", .in, ["a", "b"])) }
        return filters
    }

    private mutating func set(_ name: String) -> CompositionSet {
        if happens(5) {
            return CompositionSet(
                name: name, element: .coupon, filters: [Filter("type", .equal, ["3"])], min: 1_000, max: 1_000)
        }
        let least = 1 + random.below(3)
        var set = CompositionSet(
            name: name, filters: filters(), min: Int128(least * 1_000),
            max: happens(75) ? Int128((least + random.below(3)) * 1_000) : nil,
            limit: happens(25) ? 1 + random.below(2) : nil, order: random.pick(DrawOrder.allCases),
            equivalence: happens(12) ? ["brand"] : [], inequivalence: happens(12) ? ["code"] : [])
        if happens(8) { (set.measure, set.min, set.max) = (.price, Int128((1 + random.below(15)) * 10_000), nil) }
        return set
    }

    private mutating func benefit(_ condition: Condition, isTwofold: Bool) -> Benefit {
        let unit: Benefit.Unit = happens(8) ? .magnitude : happens(65) ? .qty : .na
        let kind: BenefitKind =
            switch random.below(10) {
            case 0...3: .percentageDiscount(percent: Int128((1 + random.below(20)) * 50_000), unit: unit)
            case 4...6: .fixedDiscount(amount: Money(units: Int128((1 + random.below(60)) * 1_000)), unit: unit)
            default: .newPrice(price: Money(units: Int128(random.below(80) * 1_000)), unit: unit)
            }
        identifiers += 1
        var benefit = Benefit(id: "b\(identifiers)", kind: kind)
        let sets = condition.composition.filter { $0.element == .item }
        if !sets.isEmpty, happens(20) { benefit.target = .set(random.pick(sets).name) }
        if happens(12) { benefit.target = .filters(filters()) }
        if happens(35) { benefit.maxApplication = Benefit.MaxApplication(value: Int128((1 + random.below(2)) * 1_000)) }
        benefit.order = random.pick(DrawOrder.allCases)
        benefit.proration = isTwofold ? random.pick([.mostExpensiveFirst, .cheapestFirst]) : .proportional
        if happens(30) { benefit.applyOn = .originalPrice }
        if happens(10) { benefit.minDiscount = Money(units: Int128(random.below(8) * 5_000)) }
        if happens(15) { benefit.maxDiscount = Money(units: Int128((1 + random.below(12)) * 5_000)) }
        if happens(20) {
            benefit.steps = Benefit.Steps(
                steps: [1, 2, 3].map { .init(from: $0 * 1_000, value: Int128(random.below(12) * 50_000)) })
        }
        if happens(30) { benefit.limits = [limit()] }
        return benefit
    }

    private mutating func limit() -> Limit {
        identifiers += 1
        let kind = random.pick([Limit.Kind.benefitAmount, .benefitApplicationCount, .benefitedProductCount])
        let value = kind == .benefitAmount ? random.below(30) * 5_000 : random.below(5) * 10_000
        return Limit(id: "l\(identifiers)", scope: .retailer, kind: kind, value: Int128(value))
    }
}
