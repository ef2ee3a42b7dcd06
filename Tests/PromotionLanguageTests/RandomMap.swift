import Promotions

@testable import PromotionLanguage

/// Makes maps that the language can say, from a seed.
struct RandomMap {
    private var state: UInt64
    private var lastId = 0

    init(seed: Int) { state = UInt64(seed) }

    mutating func document() -> MapDocument {
        let levels = many(0...3) { random in
            Level(name: random.text(), coexistence: random.word(), promotions: random.many(0...3) { $0.promotion() })
        }
        let map = PromotionMap(
            company: filled(), name: text(), version: maybe { $0.number(1...99) },
            currency: Currency(code: text(), decimals: number(0...4), rounding: word(), roundAt: word()),
            suggest: word(), paymentCalculation: maybe { $0.word() }, levels: levels)
        let ids = levels.flatMap(\.promotions).map(\.id)
        let examples = many(0...2) { random in
            let amounts = ids.map { ($0, random.money()) }
            return MapExample(
                name: random.filled(),
                ticket: random.coin() ? .path("a/\(random.filled())") : .document("<\(random.text())"),
                expect: MapExample.Expectation(
                    total: random.money(), promotions: Dictionary(uniqueKeysWithValues: amounts),
                    lines: [random.number(1...999): random.money()]))
        }
        return MapDocument(map: map, examples: examples)
    }

    private mutating func promotion() -> Promotion {
        let sets = many(0...3) { $0.set() }
        let condition = Condition(
            dateTimeRanges: many(0...2) { random in
                let start = random.moment()
                return DateTimeRange(start: start, end: random.maybe { max(start, $0.moment()) })
            },
            hourIntervals: many(0...2) { HourInterval(start: $0.number(0...1_439), end: $0.number(0...1_439)) },
            frequency: maybe { random in
                let count = random.number(1...99)
                let days = (1...7).filter { _ in random.coin() }
                return Frequency(
                    anchor: random.moment().date, rhythm: days.isEmpty ? .days(count) : .weeks(count, on: days))
            },
            stores: [filled()], channels: many(0...2) { $0.filled() }, simple: many(0...3) { $0.simple() },
            composition: sets)
        let name = filled()
        return Promotion(
            id: id(), name: name, code: text(), posMessage: maybe { $0.filled() }, isSuggestible: coin(),
            reportParticipants: word(), evaluatesConditionInCombo: coin(),
            exclusivity: one([.none, .units, .benefited, .transaction]), state: one([.complete, .suspended]),
            condition: condition, benefits: many(1...3) { $0.benefit(sets) }, header: header())
    }

    private mutating func header() -> Attributes {
        var header = Attributes()
        for name in HeaderField.texts where coin() { header[name] = filled() }
        if coin() { header[HeaderField.channels] = "pos,ecommerce" }
        for number in 0..<number(0...2) { header["\(HeaderField.attributesPrefix)\(number)\(text())"] = filled() }
        return header
    }

    private mutating func filters() -> [Filter] {
        many(0...2) { random in Filter(random.filled(), random.word(), random.many(1...3) { $0.filled() }) }
    }

    private mutating func simple() -> SimpleCondition {
        let element: ElementKind = word()
        guard element != .transaction, coin() else { return SimpleCondition(element: element, filters: filters()) }
        let measure = one(GroupMeasure.measures(of: element))
        let base: PriceBase = measure.total == .sum(.price) ? word() : .originalPrice
        let compared: [Filter.Operator] = [.equal, .greater, .greaterOrEqual, .less, .lessOrEqual]
        let group = SimpleCondition.Group(
            measure: measure.total, operator: measure.total == .fullPayment ? .greaterOrEqual : one(compared),
            value: units(from: 0), applyOn: base)
        return SimpleCondition(element: element, filters: filters(), group: group)
    }

    private mutating func set() -> CompositionSet {
        let element = one(ElementKind.allCases.filter { $0 != .transaction })
        let measure = one(Measure.measures(of: element))
        let least = amount(of: measure)
        return CompositionSet(
            name: "\(text())\(nextNumber())", element: element, filters: filters(), min: least,
            max: maybe { least + $0.amount(of: measure) }, measure: measure, limit: maybe { $0.number(1...99) },
            order: word(), equivalence: many(0...2) { $0.filled() }, inequivalence: many(0...2) { $0.filled() })
    }

    private mutating func benefit(_ sets: [CompositionSet]) -> Benefit {
        let kind = kind()
        let itemSet = sets.first { $0.element == .item }
        let target: Benefit.Target = coin() ? .filters(filters()) : itemSet.map { .set($0.name) } ?? .conditioned
        let least = maybe { $0.money() }
        let steps = kind.stepValues.map { values in
            let scale: Int128 = values.decimals == 0 ? Money.unitsPerWhole : 1
            let values = many(1...3) { Int128($0.number(1...1_000)) * scale }
            let steps = values.enumerated().map { Benefit.Steps.Step(from: Int128($0 * 1_500), value: $1) }
            return Benefit.Steps(measure: one(Measure.measures(of: .item)), steps: steps)
        }
        return Benefit(
            id: id(), kind: kind, target: target,
            maxApplication: maybe { random in
                let measure = random.one(Measure.measures(of: .item))
                return Benefit.MaxApplication(value: random.amount(of: measure), measure: measure)
            },
            order: word(), proration: word(), applyOn: word(), minDiscount: least,
            maxDiscount: maybe { random in random.money() + (least ?? .zero) }, steps: coin() ? steps : nil,
            limits: many(0...2) { $0.limit(kind) }, applicationMethod: one(ApplicationMethod.allCases).rawValue,
            account: text(), creditProviders: many(0...2) { random in "\(random.number(0...9)),amount,5" },
            financialProviders: many(0...1) { random in "\(random.number(0...9)),percentage,50.5" },
            displayMessage: maybe { $0.filled() }, printerMessage: maybe { $0.filled() },
            logMessage: maybe { $0.filled() },
            recovery: kind.isMonetary
                ? maybe { Benefit.Recovery(value: $0.units(from: 0), isPercentage: $0.coin()) } : nil)
    }

    private mutating func limit(_ kind: BenefitKind) -> Limit {
        let type: Limit.Kind = kind.isMonetary ? .benefitAmount : .benefitedProductCount
        let count = Int128(number(0...9_999)) * Money.unitsPerWhole
        return Limit(
            id: id(), scope: word(), period: coin() ? .undefined : .days(number(1...99)), kind: type,
            value: type == .benefitAmount ? units(from: 0) : count,
            alarms: many(0...2) { random in
                let share = random.units(from: 1)
                return Limit.Alarm(
                    value: random.coin() ? share : Money.unitsPerWhole, isPercentage: type != .benefitAmount,
                    email: random.text())
            })
    }

    private mutating func kind() -> BenefitKind {
        let (percent, unit): (Int128, Benefit.Unit) = (units(from: 0), word())
        let (code, quantity) = (filled(), number(1...9))
        return one([
            .percentageDiscount(percent: percent, unit: unit), .fixedDiscount(amount: money(), unit: unit),
            .newPrice(price: money(), unit: unit),
            .agreementDiscount(percent: percent, unit: unit, balance: number(1...2)),
            .pointsRedemption(cardType: code, factor: units(from: 1)), .catalogRedemption(cardType: code),
            .redemptionWithOptions([
                RedemptionOption(
                    benefit: "fixedDiscount", value: percent, unit: unit, customerPoints: money(), cardType: code,
                    cardPoints: money())
            ]),
            .calculatedCouponRedemption(couponType: code), .externalBenefit(externalType: code),
            .coupon(couponType: code, quantity: quantity, posData: number(0...2)),
            .calculatedCoupon(couponType: code, appliesTo: word(), value: percent, quantity: quantity),
            .loyalty(cardType: code, points: percent, unit: unit), .factorLoyalty(cardType: code, factor: percent),
            .percentLoyalty(cardType: code, percent: percent),
            .gift(giftId: code, giftType: text(), quantity: quantity),
            .paymentPlan(plan(adjustment: word())), .bankRefund(plan(adjustment: .na)),
        ])
    }

    private mutating func plan(adjustment: PaymentPlan.Adjustment) -> PaymentPlan {
        var plan = PaymentPlan()
        plan.plan = coin() ? "1,2" : ""
        plan.prefix = coin() ? "4000-4999" : ""
        plan.bank = text()
        plan.limitAmount = maybe { Money(units: $0.units(from: 1)) }
        plan.adjustment = adjustment
        plan.percent = units(from: 0)
        return plan
    }

    // MARK: Draws

    private mutating func next() -> UInt64 {
        // SplitMix64, so that a seed means the same maps everywhere.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private mutating func nextNumber() -> Int {
        lastId += 1
        return lastId
    }

    private mutating func id() -> String {
        let digits = String(nextNumber(), radix: 16)
        return String(repeating: "0", count: 24 - digits.utf8.count) + digits
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }
    private mutating func coin() -> Bool { next() & 1 == 0 }
    private mutating func one<Value>(_ values: [Value]) -> Value { values[number(0...values.count - 1)] }
    private mutating func word<Word: CaseIterable>() -> Word { one(Array(Word.allCases)) }
    private mutating func units(from least: Int) -> Int128 { Int128(number(least...1_000_000)) }
    private mutating func money() -> Money { Money(units: units(from: 1)) }
    private mutating func moment() -> LocalDateTime {
        LocalDateTime(date: LocalDate(days: number(-20_000...60_000)), secondOfDay: number(0...1_439) * 60)
    }
    private mutating func amount(of measure: Measure) -> Int128 {
        measure == .qty ? Int128(number(1...9)) * Quantity.unitsPerWhole : units(from: 1)
    }
    private mutating func text() -> String { one(["", "a", "Água 2,5 l", "\"quoted\" \\ \n", "–", "日本", "0"]) }
    private mutating func filled() -> String { "\(text())x\(number(0...9))" }
    private mutating func maybe<Value>(_ make: (inout RandomMap) -> Value) -> Value? { coin() ? make(&self) : nil }
    private mutating func many<Value>(_ count: ClosedRange<Int>, _ make: (inout RandomMap) -> Value) -> [Value] {
        var values: [Value] = []
        for _ in 0..<number(count) { values.append(make(&self)) }
        return values
    }
}
