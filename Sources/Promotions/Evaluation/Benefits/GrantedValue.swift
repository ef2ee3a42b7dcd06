extension BenefitKind {
    /// The percentage, amount, price, points or number that steps replace, in ten-thousandths.
    var value: Int128 {
        switch self {
        case .percentageDiscount(let percent, _), .agreementDiscount(let percent, _, _): percent
        case .fixedDiscount(let amount, _): amount.units
        case .newPrice(let price, _): price.units
        case .loyalty(_, let points, _): points
        case .percentLoyalty(_, let percent): percent
        case .factorLoyalty(_, let factor), .pointsRedemption(_, let factor): factor
        case .coupon(_, let quantity, _), .gift(_, _, let quantity): Int128(quantity) * Money.unitsPerWhole
        case .calculatedCoupon(_, _, let value, _): value
        case .paymentPlan(let plan), .bankRefund(let plan): plan.percent
        case .catalogRedemption, .redemptionWithOptions, .calculatedCouponRedemption, .externalBenefit: 0
        }
    }

    /// The type of card whose points it grants; nil for other types.
    var grantedCardType: String? {
        switch self {
        case .loyalty(let cardType, _, _), .factorLoyalty(let cardType, _), .percentLoyalty(let cardType, _): cardType
        default: nil
        }
    }

    /// Whether it draws on a balance, on what a coupon carries, or on an amount from outside.
    var isFunded: Bool {
        switch self {
        case .agreementDiscount, .pointsRedemption, .catalogRedemption, .redemptionWithOptions,
            .calculatedCouponRedemption, .externalBenefit:
            true
        default: false
        }
    }

    /// Whether it draws on a card.
    var asksForFundedCard: Bool {
        switch self {
        case .agreementDiscount, .pointsRedemption, .catalogRedemption: true
        default: false
        }
    }

    /// Whether what it draws are points.
    var paysWithPoints: Bool {
        switch self {
        case .pointsRedemption, .catalogRedemption, .redemptionWithOptions: true
        default: false
        }
    }

    /// Whether pieces have a price in points of their own, so that they are paid whole or not at all.
    var paysByPiece: Bool {
        switch self {
        case .catalogRedemption, .redemptionWithOptions: true
        default: false
        }
    }
}
