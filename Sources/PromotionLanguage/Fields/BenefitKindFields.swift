import Messages
import Promotions

/// The types of benefit as words.
enum BenefitType: String, CaseIterable {
    case percentageDiscount = "PercentageDiscount"
    case fixedDiscount = "FixedDiscount"
    case newPrice = "NewPrice"
    case agreementDiscount = "AgreementDiscount"
    case pointsRedemption = "PointsRedemption"
    case catalogRedemption = "CatalogRedemption"
    case redemptionWithOptions = "RedemptionWithOptions"
    case calculatedCouponRedemption = "CalculatedCouponRedemption"
    case externalBenefit = "ExternalBenefit"
    case coupon = "CouponBenefit"
    case calculatedCoupon = "CalculatedCouponBenefit"
    case loyalty = "LoyaltyBenefit"
    case factorLoyalty = "FactorLoyaltyBenefit"
    case percentLoyalty = "PercentLoyaltyBenefit"
    case gift = "GiftBenefit"
    case paymentPlan = "PaymentPlanBenefit"
    case bankRefund = "BankRefundBenefit"
}

extension ObjectReader {
    /// The field `type` of a benefit and the fields that belong to it; nil where the type is none.
    mutating func benefitKind() -> BenefitKind? {
        guard let type = required("type", Scalar<BenefitType>.word) else { return nil }
        switch type {
        case .percentageDiscount: return .percentageDiscount(percent: steppedPercent(), unit: unit())
        case .fixedDiscount: return .fixedDiscount(amount: Money(units: stepped("amount", .amount)), unit: unit())
        case .newPrice:
            // Without a price of its own it would be free below the first step.
            return .newPrice(price: required("price", .money(), else: .zero), unit: unit())
        case .agreementDiscount:
            let balance = optional("balance", Scalar<Balance>.word) ?? .balance1
            return .agreementDiscount(percent: steppedPercent(), unit: unit(), balance: balance == .balance1 ? 1 : 2)
        case .pointsRedemption:
            return .pointsRedemption(cardType: cardType(), factor: required("factor", .number(.positive), else: 0))
        case .catalogRedemption: return .catalogRedemption(cardType: cardType())
        case .redemptionWithOptions: return .redemptionWithOptions(redemptionOptions())
        case .calculatedCouponRedemption: return .calculatedCouponRedemption(couponType: couponType())
        case .externalBenefit:
            return .externalBenefit(externalType: required("externalType", .filledText(), else: ""))
        case .coupon:
            let posData = optional("posData", .whole(0...2)) ?? 0
            return .coupon(couponType: couponType(), quantity: quantity(), posData: posData)
        case .calculatedCoupon: return calculatedCoupon()
        case .loyalty:
            return .loyalty(cardType: cardType(), points: stepped("points", .amount), unit: unit())
        case .factorLoyalty: return .factorLoyalty(cardType: cardType(), factor: stepped("factor", .amount))
        case .percentLoyalty: return .percentLoyalty(cardType: cardType(), percent: stepped("percent", .amount))
        case .gift:
            return .gift(
                giftId: required("giftId", .filledText(), else: ""),
                giftType: text("giftType", Limits.nameLength) ?? "", quantity: quantity())
        case .paymentPlan: return .paymentPlan(paymentPlan(isRefund: false))
        case .bankRefund: return .bankRefund(paymentPlan(isRefund: true))
        }
    }

    private mutating func calculatedCoupon() -> BenefitKind {
        let applies = required("appliesTo", Scalar<BenefitKind.CouponValue>.word) ?? .externalAmount
        let value =
            switch applies {
            case .percentage: steppedPercent("value")
            case .fixedAmount: stepped("value", .amount)
            // The sale in which the coupon is used brings it.
            case .externalAmount: optional("value", .number(.amount)) ?? 0
            }
        return .calculatedCoupon(couponType: couponType(), appliesTo: applies, value: value, quantity: quantity())
    }

    private mutating func redemptionOptions() -> [RedemptionOption] {
        objects("options", 1...Limits.options) { reader, _ in
            let benefit = reader.required("benefit", Scalar<OptionBenefit>.word, else: .newPrice)
            let range: NumberRange = benefit == .percentageDiscount ? .percent : .amount
            let option = RedemptionOption(
                benefit: benefit.rawValue, value: reader.required("value", .number(range), else: 0),
                unit: reader.unit(), customerPoints: reader.optional("customerPoints", .money()) ?? .zero,
                cardType: reader.text("cardType", Limits.nameLength) ?? "",
                cardPoints: reader.optional("cardPoints", .money()) ?? .zero)
            if option.cardPoints > .zero, option.cardType.isEmpty {
                reader.noteMissing("cardType", "the type of the card that pays cardPoints")
            }
            return option
        }
    }

    private mutating func unit() -> Benefit.Unit { optional("unit", .word) ?? .qty }

    private mutating func quantity() -> Int { optional("quantity", .whole(1...Limits.grantedQuantity)) ?? 1 }

    private mutating func cardType() -> String { required("cardType", .filledText(), else: "") }

    private mutating func couponType() -> String { required("couponType", .filledText(), else: "") }

    private mutating func steppedPercent(_ name: String = "percent") -> Int128 { stepped(name, .percent) }

    /// A value that may be left out where steps give it: below the first one nothing is granted then.
    private mutating func stepped(_ name: String, _ range: NumberRange) -> Int128 {
        let scalar = Scalar<Int128>.number(range)
        return has("steps") ? optional(name, scalar) ?? 0 : required(name, scalar, else: 0)
    }
}

extension BenefitKind {
    /// Which values steps may put in place of the type's own; nil where it has none to replace.
    var stepValues: NumberRange? {
        switch self {
        case .percentageDiscount, .agreementDiscount, .calculatedCoupon(_, .percentage, _, _): .percent
        case .fixedDiscount, .newPrice, .calculatedCoupon(_, .fixedAmount, _, _), .loyalty, .factorLoyalty,
            .percentLoyalty:
            .amount
        case .coupon, .gift: .whole(0...Limits.grantedQuantity)
        case .pointsRedemption: .positive
        case .calculatedCoupon, .catalogRedemption, .redemptionWithOptions,
            .calculatedCouponRedemption, .externalBenefit, .paymentPlan, .bankRefund:
            nil
        }
    }
}

private enum Balance: String, CaseIterable {
    case balance1, balance2
}

private enum OptionBenefit: String, CaseIterable {
    case percentageDiscount, fixedDiscount, newPrice
}
