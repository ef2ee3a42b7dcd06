internal import Promotions

/// The attributes that only one type of benefit has.
enum BenefitFields {
    /// What an attribute says.
    enum Value {
        case text(String)
        case whole(Int)
        case figure(Figure)
    }

    /// An attribute.
    typealias Field = (name: StaticString, value: Value)

    /// A benefit's own attributes.
    ///
    /// - Parameters:
    ///   - grant: what was granted.
    ///   - kind: the benefit's type, with its definition.
    ///   - figures: prints numbers.
    /// - Returns: names and values, in the order of the names.
    static func own(_ grant: BenefitGrant, _ kind: BenefitKind, _ figures: Figures) -> [Field] {
        let nominal = Value.figure(figures.number(grant.nominal))
        let nominalMoney = Value.figure(figures.money(Money(units: grant.nominal)))
        let points = Value.figure(figures.number(grant.points.units))
        let quantity = Value.whole(grant.quantity)
        switch kind {
        case .percentageDiscount: return [("discountPercentage", nominal)]
        case .fixedDiscount: return [("discountAmount", nominalMoney)]
        case .newPrice: return [("newPrice", nominalMoney)]
        case .coupon(let couponType, _, _): return [("couponId", .text(couponType)), ("qty", quantity)]
        case .calculatedCoupon(let couponType, let appliesTo, _, _):
            return [
                ("amount", .figure(faceValue(grant, appliesTo, figures))), ("appliesTo", .text(appliesTo.rawValue)),
                ("couponId", .text(couponType)), ("qty", quantity),
            ]
        case .gift(let giftId, let giftType, _):
            return [("giftId", .text(giftId)), ("giftType", .text(giftType)), ("qty", quantity)]
        case .loyalty(let cardType, _, _): return [("cardType", .text(cardType)), ("points", points)]
        case .percentLoyalty(let cardType, _):
            return [("cardType", .text(cardType)), ("percent", nominal), ("points", points)]
        case .factorLoyalty(let cardType, _):
            return [("cardType", .text(cardType)), ("factor", nominal), ("points", points)]
        case .agreementDiscount(_, _, let balance):
            return [
                ("agreement", .text(agreement(grant))), ("balance", .text("balance\(balance)")),
                ("discountPercentage", nominal),
            ]
        case .pointsRedemption(let cardType, _):
            return card(grant) + [("cardType", .text(cardType)), ("factor", nominal), ("points", points)]
        case .catalogRedemption(let cardType):
            return card(grant) + [("cardType", .text(cardType)), ("points", points)]
        case .calculatedCouponRedemption(let couponType):
            return [("couponId", .text(couponType))] + coupon(grant, nominal: nominal, nominalMoney: nominalMoney)
        case .externalBenefit(let externalType): return [("externalType", .text(externalType))]
        case .redemptionWithOptions(let options): return option(grant, options, points, figures)
        case .paymentPlan(let plan): return PlanFields.plan(grant, plan, figures)
        case .bankRefund(let plan): return PlanFields.refund(grant, plan, figures)
        }
    }

    /// The option that was chosen, and what it costs; of the customer's points and of the card's.
    private static func option(
        _ grant: BenefitGrant, _ options: [RedemptionOption], _ points: Value, _ figures: Figures
    ) -> [Field] {
        let number = grant.redeemOption ?? 0
        let cardPoints = grant.debits.reduce(Money.zero) { sum, debit in
            if case .card = debit.source { sum + debit.amount } else { sum }
        }
        return [
            ("cardPoints", .figure(figures.number(cardPoints.units))),
            ("cardType", .text(options.indices.contains(number - 1) ? options[number - 1].cardType : "")),
            ("points", points), ("redeemOption", .whole(number)),
        ]
    }

    /// The card that pays; nothing where there is none.
    private static func card(_ grant: BenefitGrant) -> [Field] {
        grant.cardSeq.map { [("cardSeq", .whole($0))] } ?? []
    }

    /// The agreement of the card that pays.
    private static func agreement(_ grant: BenefitGrant) -> String {
        guard case .card(_, _, let agreement)? = grant.debits.first?.source else { return "" }
        return agreement
    }

    /// The coupon that carries the value, and what it carries; of several the first one and their sum.
    private static func coupon(_ grant: BenefitGrant, nominal: Value, nominalMoney: Value) -> [Field] {
        guard case .coupon(let seq, let isPercentage)? = grant.debits.first?.source else { return [] }
        return [
            ("couponSeq", .whole(seq)),
            isPercentage ? ("discountPercentage", nominal) : ("discountAmount", nominalMoney),
        ]
    }

    /// What a calculated coupon is worth: a percentage, an amount, or nothing yet where the sale brings it.
    private static func faceValue(
        _ grant: BenefitGrant, _ appliesTo: BenefitKind.CouponValue, _ figures: Figures
    ) -> Figure {
        switch appliesTo {
        case .percentage: figures.number(grant.nominal)
        case .fixedAmount: figures.money(Money(units: grant.nominal))
        case .externalAmount: figures.money(.zero)
        }
    }
}
