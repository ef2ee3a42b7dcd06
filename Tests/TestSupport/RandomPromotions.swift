public import Promotions

/// Random tickets and maps that meet often: few values of each attribute, small prices, all kinds of rule.
public struct RandomPromotions: Sendable {
    /// The source of all choices.
    public var random: SeededRandom
    private var identifiers = 0

    /// A sequence of tickets and maps, the same for the same seed.
    public init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// A number of a range.
    public mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    /// Whether something of a probability, in percent, happens.
    public mutating func happens(_ percent: Int) -> Bool { int(1...100) <= percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[int(0...elements.count - 1)] }

    mutating func identifier() -> String {
        identifiers += 1
        return "id\(identifiers)"
    }

    /// A ticket of up to so many lines.
    public mutating func ticket(lines: Int = 6) -> Ticket {
        var ticket = Ticket(
            company: "2", store: pick(["1", "5"]), terminal: "1",
            dateTime: LocalDateTime(date: LocalDate(days: 19_576 + int(0...6)), secondOfDay: int(0...86_399)),
            channel: pick(["", "pos"]))
        ticket.items = (0..<int(0...lines)).map { item(seq: $0 * 3 + 1) }
        if happens(60) {
            ticket.customers = [Element(seq: 1, points: Money(whole: int(0...9)), attributes: ["id": "9"])]
        }
        ticket.coupons = (0..<int(0...2)).map { index in
            Element(seq: index + 1, count: int(1...3), attributes: ["id": "c\(index)", "type": pick(["3", "4"])])
        }
        ticket.payments = (0..<int(0...2)).map { index in
            Element(seq: index + 1, amount: Money(whole: int(0...40)), attributes: ["code": pick(["VISA", "CASH"])])
        }
        if happens(75) { ticket.loyaltyCards = [Element(seq: 1, attributes: ["number": "6", "type": "CLUB"])] }
        return ticket
    }

    private mutating func item(seq: Int) -> Item {
        let pieces = happens(60) ? 1 : int(2...7)
        let price = Money(units: Int128(happens(15) ? int(0...99_999) : int(0...2_000) * 100))
        let isWeighed = happens(20)
        let magnitude = isWeighed ? Quantity(units: Int128(int(1...3_000))) : .zero
        let floor = happens(20) ? Money(units: Int128(int(0...50_000))) : .zero
        return Item(
            seq: seq, unitPrice: price, price: price, pieces: isWeighed ? 1 : pieces, magnitude: magnitude,
            minPrice: floor, isDiscountable: !happens(10),
            attributes: [
                "code": pick(["a", "b", "c"]), "level1": pick(["X", "Y", "X|Y", "Z"]), "brand": pick(["A", "B"]),
            ])
    }

    /// A map of up to so many promotions on each of up to three levels.
    public mutating func map(
        promotions: Int = 3, coexistences: [Level.Coexistence] = [.cumulative, .first, .bestBenefit, .option]
    ) -> PromotionMap {
        let levels = (0..<int(1...3)).map { _ in
            Level(coexistence: pick(coexistences), promotions: (0..<int(0...promotions)).map { _ in promotion() })
        }
        let currency = Currency(
            decimals: happens(80) ? 2 : int(0...4), rounding: happens(70) ? .halfUp : pick(Rounding.allCases),
            roundAt: happens(70) ? .application : pick(Currency.RoundingPoint.allCases))
        return PromotionMap(company: "2", currency: currency, levels: levels)
    }

    /// A promotion.
    public mutating func promotion() -> Promotion {
        let id = identifier()
        var promotion = Promotion(
            id: id, name: id, reportParticipants: pick(Promotion.ParticipantReport.allCases),
            evaluatesConditionInCombo: happens(20), condition: condition(), benefits: [])
        if happens(30) { promotion.exclusivity = happens(15) ? .transaction : pick([.units, .benefited]) }
        if happens(3) { promotion.state = .suspended }
        promotion.benefits = (0..<int(1...2)).map { _ in benefit(promotion.condition) }
        return promotion
    }

    private mutating func condition() -> Condition {
        var condition = Condition()
        if happens(15) { condition.stores = [pick(["1", "5"])] }
        if happens(10) { condition.hourIntervals = [HourInterval(start: int(0...1_439), end: int(0...1_439))] }
        if happens(60) { condition.simple = (0..<int(1...2)).map { _ in simple() } }
        if happens(50) || condition.isEmpty {
            condition.composition = (0..<int(1...2)).map { set(name: "s\($0)") }
        }
        return condition
    }

    private mutating func simple() -> SimpleCondition {
        let kind: ElementKind = happens(70) ? .item : pick([.coupon, .customer, .payment, .loyaltyCard, .transaction])
        var simple = SimpleCondition(element: kind, filters: filters(kind))
        guard let measure = Measure.measures(of: kind).randomElement(using: &random), happens(30) else { return simple }
        simple.group = SimpleCondition.Group(
            measure: happens(15) ? .distinct : happens(15) && kind == .payment ? .fullPayment : .sum(measure),
            operator: pick([.equal, .greater, .greaterOrEqual, .greaterOrEqual, .less, .lessOrEqual]),
            value: happens(20) ? 0 : Int128(int(0...8) * 1_000), applyOn: pick(PriceBase.allCases))
        return simple
    }

    private mutating func filters(_ kind: ElementKind) -> [Filter] {
        let table: [String: [String]] =
            switch kind {
            case .item: ["level1": ["X", "Y", "Z"], "brand": ["A", "B"], "code": ["a", "b", "c", "d"]]
            case .coupon: ["type": ["3", "4", "5"]]
            case .payment: ["code": ["VISA", "CASH"]]
            case .customer: ["id": ["9"]]
            case .loyaltyCard: ["type": ["CLUB", "GIFT"]]
            case .transaction: ["store": ["1", "5"]]
            }
        return table.keys.sorted().compactMap { name in
            guard happens(45), let values = table[name] else { return nil }
            let operators: [Filter.Operator] = [.equal, .equal, .in, .different, .notIn, .greaterOrEqual, .startsWith]
            return Filter(name, pick(operators), Array(Set((0..<int(1...2)).map { _ in pick(values) })).sorted())
        }
    }

    private mutating func set(name: String) -> CompositionSet {
        let kind: ElementKind = happens(85) ? .item : .coupon
        let measure: Measure = kind == .item && happens(15) ? pick([.magnitude, .price]) : .qty
        let unit: Int128 = measure == .price ? 10_000 : 1_000
        let least = int(1...3)
        return CompositionSet(
            name: name, element: kind, filters: filters(kind), min: Int128(least) * unit,
            max: happens(80) ? Int128(least + int(0...2)) * unit : nil, measure: measure,
            limit: happens(20) ? int(1...2) : nil, order: pick(DrawOrder.allCases),
            equivalence: happens(10) ? ["brand"] : [], inequivalence: happens(10) ? ["code"] : [])
    }
}
