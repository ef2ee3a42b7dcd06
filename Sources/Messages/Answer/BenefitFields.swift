internal import Promotions

/// The attributes that only one type of benefit has.
enum BenefitFields {
    /// A benefit's own attributes.
    ///
    /// - Parameters:
    ///   - grant: what was granted.
    ///   - kind: the benefit's type, with its definition.
    ///   - figures: prints numbers.
    /// - Returns: names and values.
    static func own(_ grant: BenefitGrant, _ kind: BenefitKind, _ figures: Figures) -> [(String, String?)] {
        let nominal = figures.number(grant.nominal)
        let nominalMoney = figures.money(Money(units: grant.nominal))
        let points = figures.number(grant.points.units)
        switch kind {
        case .percentageDiscount: return [("discountPercentage", nominal)]
        case .fixedDiscount: return [("discountAmount", nominalMoney)]
        case .newPrice: return [("newPrice", nominalMoney)]
        case .coupon(let couponType, _, _): return [("couponId", couponType), ("qty", String(grant.quantity))]
        case .calculatedCoupon(let couponType, let appliesTo, _, _):
            return [
                ("amount", faceValue(grant, appliesTo, figures)), ("appliesTo", appliesTo.rawValue),
                ("couponId", couponType), ("qty", String(grant.quantity)),
            ]
        case .gift(let giftId, let giftType, _):
            return [("giftId", giftId), ("giftType", giftType), ("qty", String(grant.quantity))]
        case .loyalty(let cardType, _, _): return [("cardType", cardType), ("points", points)]
        case .percentLoyalty(let cardType, _):
            return [("cardType", cardType), ("percent", nominal), ("points", points)]
        case .factorLoyalty(let cardType, _):
            return [("cardType", cardType), ("factor", nominal), ("points", points)]
        case .agreementDiscount(_, _, let balance):
            return [("balance", "balance\(balance)"), ("discountPercentage", nominal)]
        case .pointsRedemption(let cardType, let factor):
            return [
                ("cardSeq", grant.cardSeq.map { String($0) }), ("cardType", cardType),
                ("factor", figures.number(factor)), ("points", points),
            ]
        case .catalogRedemption(let cardType):
            return [("cardSeq", grant.cardSeq.map { String($0) }), ("cardType", cardType), ("points", points)]
        case .calculatedCouponRedemption(let couponType): return [("couponId", couponType)]
        case .externalBenefit(let externalType): return [("externalType", externalType)]
        case .redemptionWithOptions: return []
        case .paymentPlan(let plan):
            return PlanFields.own(grant, plan, figures) + [("percenttype", plan.adjustment.rawValue)]
        case .bankRefund(let plan):
            let refund = figures.money(grant.payment?.refund ?? .zero)
            return PlanFields.own(grant, plan, figures) + [("refundAmount", refund)]
        }
    }

    /// What a calculated coupon is worth: a percentage, an amount, or nothing yet where the sale brings it.
    private static func faceValue(
        _ grant: BenefitGrant, _ appliesTo: BenefitKind.CouponValue, _ figures: Figures
    ) -> String {
        switch appliesTo {
        case .percentage: figures.number(grant.nominal)
        case .fixedAmount: figures.money(Money(units: grant.nominal))
        case .externalAmount: figures.money(.zero)
        }
    }
}
