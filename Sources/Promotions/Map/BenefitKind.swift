/// The types of benefit, with the fields of their own.
///
/// Percentages, amounts and prices are in ten-thousandths.
public enum BenefitKind: Hashable, Sendable {
    /// A percentage of the base.
    case percentageDiscount(percent: Int128, unit: Benefit.Unit)
    /// An amount off.
    case fixedDiscount(amount: Money, unit: Benefit.Unit)
    /// Down to a price.
    case newPrice(price: Money, unit: Benefit.Unit)
    /// A percentage limited by a balance (1 or 2) of the loyalty card.
    case agreementDiscount(percent: Int128, unit: Benefit.Unit, balance: Int)
    /// The customer pays with points.
    case pointsRedemption(cardType: String, factor: Int128)
    /// The product is priced in points.
    case catalogRedemption(cardType: String)
    /// One of several benefits that cost points, chosen by the line.
    case redemptionWithOptions([RedemptionOption])
    /// The amount or percentage that the presented coupon carries.
    case calculatedCouponRedemption(couponType: String)
    /// An amount that comes in an attribute of a coupon or of the transaction.
    case externalBenefit(externalType: String)
    /// Coupons to issue. `posData` is carried: 0, 1 or 2.
    case coupon(couponType: String, quantity: Int, posData: Int)
    /// Coupons to issue whose value is worked out.
    case calculatedCoupon(couponType: String, appliesTo: CouponValue, value: Int128, quantity: Int)
    /// Points for each unit.
    case loyalty(cardType: String, points: Int128, unit: Benefit.Unit)
    /// What the other loyalty benefits of that card type earned, multiplied.
    case factorLoyalty(cardType: String, factor: Int128)
    /// A percentage of the target's price in points.
    case percentLoyalty(cardType: String, percent: Int128)
    /// A gift.
    case gift(giftId: String, giftType: String, quantity: Int)
    /// A payment plan.
    case paymentPlan(PaymentPlan)
    /// A refund by the bank.
    case bankRefund(PaymentPlan)

    /// How a calculated coupon's value is meant; the raw value is the word maps use.
    public enum CouponValue: String, Sendable, CaseIterable {
        /// A percentage of what it is used on.
        case percentage
        /// An amount.
        case fixedAmount
        /// An amount that the sale it is used in brings.
        case externalAmount
    }

    /// The name that maps and answers use.
    public var typeName: String {
        switch self {
        case .percentageDiscount: "PercentageDiscount"
        case .fixedDiscount: "FixedDiscount"
        case .newPrice: "NewPrice"
        case .agreementDiscount: "AgreementDiscount"
        case .pointsRedemption: "PointsRedemption"
        case .catalogRedemption: "CatalogRedemption"
        case .redemptionWithOptions: "RedemptionWithOptions"
        case .calculatedCouponRedemption: "CalculatedCouponRedemption"
        case .externalBenefit: "ExternalBenefit"
        case .coupon: "CouponBenefit"
        case .calculatedCoupon: "CalculatedCouponBenefit"
        case .loyalty: "LoyaltyBenefit"
        case .factorLoyalty: "FactorLoyaltyBenefit"
        case .percentLoyalty: "PercentLoyaltyBenefit"
        case .gift: "GiftBenefit"
        case .paymentPlan: "PaymentPlanBenefit"
        case .bankRefund: "BankRefundBenefit"
        }
    }

    /// Whether it lowers what is paid for the units it benefits.
    public var isMonetary: Bool {
        switch self {
        case .percentageDiscount, .fixedDiscount, .newPrice, .agreementDiscount, .pointsRedemption,
            .catalogRedemption, .redemptionWithOptions, .calculatedCouponRedemption, .externalBenefit:
            true
        case .coupon, .calculatedCoupon, .loyalty, .factorLoyalty, .percentLoyalty, .gift, .paymentPlan, .bankRefund:
            false
        }
    }

    /// The options of a redemption; empty for other types.
    public var options: [RedemptionOption] {
        if case .redemptionWithOptions(let options) = self { options } else { [] }
    }

    /// What it is granted for, where the type has that field.
    public var unit: Benefit.Unit? {
        switch self {
        case .percentageDiscount(_, let unit), .fixedDiscount(_, let unit), .newPrice(_, let unit),
            .agreementDiscount(_, let unit, _), .loyalty(_, _, let unit):
            unit
        default: nil
        }
    }
}

/// One option of a redemption: a benefit that costs points.
public struct RedemptionOption: Hashable, Sendable {
    /// The benefit's type: percentageDiscount, fixedDiscount or newPrice.
    public var benefit: String
    /// Its value, in ten-thousandths.
    public var value: Int128
    /// What it is granted for.
    public var unit: Benefit.Unit
    /// Points of the customer that it costs.
    public var customerPoints: Money
    /// Type of the card whose points it costs as well; empty where none.
    public var cardType: String
    /// Points of that card.
    public var cardPoints: Money

    /// What it takes off, as a benefit of its own.
    public var kind: BenefitKind {
        switch benefit {
        case "percentageDiscount": .percentageDiscount(percent: value, unit: unit)
        case "fixedDiscount": .fixedDiscount(amount: Money(units: value), unit: unit)
        default: .newPrice(price: Money(units: value), unit: unit)
        }
    }

    /// An option from its parts.
    public init(
        benefit: String, value: Int128, unit: Benefit.Unit, customerPoints: Money, cardType: String = "",
        cardPoints: Money = .zero
    ) {
        self.benefit = benefit
        self.value = value
        self.unit = unit
        self.customerPoints = customerPoints
        self.cardType = cardType
        self.cardPoints = cardPoints
    }
}

/// The fields of a payment plan, or of a bank refund.
///
/// The texts are comma lists, with ranges such as `4000-4999`.
public struct PaymentPlan: Hashable, Sendable {
    /// Whether it lowers or raises what is paid.
    public enum Adjustment: String, Sendable, CaseIterable {
        /// Neither.
        case na
        /// Lowers.
        case discount
        /// Raises.
        case surcharge
    }

    /// Plan codes.
    public var plan = ""
    /// Kinds of payment.
    public var paymentType = ""
    /// Means of payment.
    public var paymentCode = ""
    /// Numbers of instalments.
    public var installments = ""
    /// Banks.
    public var bank = ""
    /// Card prefixes.
    public var prefix = ""
    /// Card prefixes that never match.
    public var excludedPrefix = ""
    /// Pockets.
    public var pocket = ""
    /// The most payment money it takes; nil sets no maximum.
    public var limitAmount: Money?
    /// Whether it lowers or raises what is paid; na for a bank refund.
    public var adjustment = Adjustment.na
    /// The rate, in ten-thousandths of a percent.
    public var percent: Int128 = 0

    /// A plan that matches every payment.
    public init() {}
}
