import Messages
import Promotions

extension ObjectReader {
    /// One limit of a benefit.
    mutating func limit(of benefit: String, at position: Int, kind: BenefitKind?) -> Limit {
        let id = identifier(.limit) { DerivedId.limit(of: benefit, at: position) }
        let scope = required("scope", Scalar<Limit.Scope>.word, else: .retailer)
        let period = period()
        let type = required("type", Scalar<LimitType>.word)?.kind
        if let type, let kind, !type.counts(kind) {
            note("type", "found \"\(type.rawValue)\", expected a type that \(kind.typeName) counts for")
        }
        // Amounts take every number that the other types take.
        let counted = type ?? .benefitAmount
        let value = required("value", .limitValue(of: counted), else: 0)
        let alarms = objects("alarms", 0...Limits.alarms) { reader, _ in reader.alarm(of: counted) }
        return Limit(id: id, scope: scope, period: period, kind: counted, value: value, alarms: alarms)
    }

    private mutating func period() -> Limit.Period {
        let days = Scalar<Int>.whole(1...Limits.days)
        let period = optional("period", Scalar<PeriodWord>.word)
        if period == .day { return .days(required("days", days, else: 1)) }
        let found = raw("days")
        if let found, period != nil || !has("period") {
            reading.note(found: found, expected: "no days: only the period day has them", at: step("days"))
        }
        return .undefined
    }

    private mutating func alarm(of kind: Limit.Kind) -> Limit.Alarm {
        let isPercentage = has("percent")
        let value =
            isPercentage
            ? required("percent", .number(.alarmPercent), else: 0)
            : required("value", .limitValue(of: kind, fromZero: false), else: 0)
        if isPercentage, raw("value") != nil {
            note("value", "found beside percent, expected one of percent and value")
        }
        return Limit.Alarm(value: value, isPercentage: isPercentage, email: text("email") ?? "")
    }
}

extension NumberRange {
    fileprivate static let alarmPercent = NumberRange(
        decimals: 4, least: 1, most: 1_000_000, words: "a number above 0 and up to 100")
}

extension Scalar<Int128> {
    /// What a limit can be set to: money and points have decimals, the rest is counted in ones.
    fileprivate static func limitValue(of kind: Limit.Kind, fromZero: Bool = true) -> Scalar {
        let isWhole = kind != .benefitAmount && kind != .pointsAmount
        return number(.measured(decimals: Money.decimals, fromZero: fromZero, whole: isWhole), whole: isWhole)
    }
}

extension Limit.Kind {
    /// Whether benefits of a type ever add to the counter; one that stays at zero would limit nothing.
    fileprivate func counts(_ kind: BenefitKind) -> Bool {
        switch (self, kind) {
        case (.benefitApplicationCount, _), (.benefitedProductCount, _): true
        case (.benefitAmount, .paymentPlan), (.benefitAmount, .bankRefund): true
        case (.benefitAmount, _): kind.isMonetary
        case (.couponCount, .coupon), (.couponCount, .calculatedCoupon): true
        case (.couponCount, _): false
        case (.pointsAmount, .loyalty), (.pointsAmount, .factorLoyalty), (.pointsAmount, .percentLoyalty): true
        case (.pointsAmount, _): false
        }
    }
}

private enum PeriodWord: String, CaseIterable {
    case undefined, day
}

/// The types of limit as words; one has a second spelling.
private enum LimitType: RawRepresentable, CaseIterable {
    case benefitAmount, benefitApplicationCount, benefitedProductCount, couponCount, pointsAmount

    var kind: Limit.Kind {
        switch self {
        case .benefitAmount: .benefitAmount
        case .benefitApplicationCount: .benefitApplicationCount
        case .benefitedProductCount: .benefitedProductCount
        case .couponCount: .couponCount
        case .pointsAmount: .pointsAmount
        }
    }

    var rawValue: String { kind.rawValue }

    init?(rawValue: String) {
        let word = rawValue == "benefiedProductCount" ? Limit.Kind.benefitedProductCount.rawValue : rawValue
        guard let match = LimitType.allCases.first(where: { $0.rawValue == word }) else { return nil }
        self = match
    }
}
