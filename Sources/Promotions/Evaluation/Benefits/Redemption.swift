/// How a benefit that draws on funds lowers prices, and what that costs them.
struct Redemption {
    /// What money costs a fund.
    struct Price {
        /// So much of the fund, in ten-thousandths.
        let cost: Int128
        /// For so much money, in ten-thousandths; above zero.
        let money: Int128
        /// Whether the fund holds points: they are told in hundredths and rounded up.
        let isPoints: Bool
    }

    /// The percentage, amount off or price that it comes to.
    let kind: BenefitKind
    /// The value of that, in ten-thousandths.
    let value: Int128
    /// What the answer shows as the benefit's own figure.
    let nominal: Int128
    /// The most money that the fund pays for; nil where that does not depend on the amount.
    let most: Int128?
    /// By fund; empty where nothing is used up.
    private(set) var prices: [Price]

    /// How a benefit draws on funds.
    ///
    /// - Parameters:
    ///   - benefit: a benefit that draws on funds.
    ///   - option: the option that pays, from 1; nil for other types.
    ///   - value: its percentage or factor, steps applied.
    ///   - purse: what it draws on.
    ///   - context: the currency.
    init(_ benefit: CompiledBenefit, option: Int? = nil, value: Int128, _ purse: Purse, _ context: EvaluationContext) {
        if let option {
            let chosen = benefit.options[option - 1]
            (kind, self.value, nominal, most, prices) = (chosen.kind, chosen.value, chosen.value, nil, [])
            return
        }
        let pays = benefit.kind.paysWithPoints
        let price = Price(cost: pays ? max(1, value) : Money.unitsPerWhole, money: Money.unitsPerWhole, isPoints: pays)
        let left = purse.left.first ?? 0
        let payable = WideProduct.divide(left, times: price.money, by: price.cost).quotient
        let whole = payable / context.minorUnit * context.minorUnit
        switch benefit.kind {
        case .catalogRedemption:
            // The whole price goes; what that costs is known once the pieces are chosen.
            let all = MonetaryAmount.denominator
            (kind, self.value, nominal) = (.percentageDiscount(percent: all, unit: .qty), all, 0)
            (most, prices) = (nil, [])
        case .agreementDiscount(_, let unit, _):
            (kind, self.value, nominal) = (.percentageDiscount(percent: value, unit: unit), value, value)
            (most, prices) = (whole, [price])
        case .calculatedCouponRedemption where purse.percentage != nil:
            let percent = purse.percentage ?? 0
            (kind, self.value, nominal) = (.percentageDiscount(percent: percent, unit: .qty), percent, percent)
            (most, prices) = (nil, [])
        default:
            (kind, self.value) = (.fixedDiscount(amount: Money(units: whole), unit: .na), whole)
            (nominal, most, prices) = (pays ? value : purse.initial, whole, [price])
        }
    }

    /// Sets what pieces cost that were chosen: money that a limit takes away costs its part of it.
    mutating func setPrices(_ points: [Int128], for amount: Int128) {
        guard amount > 0 else { return }
        prices = points.map { Price(cost: $0, money: amount, isPoints: true) }
    }

    /// By fund: what money costs, in ten-thousandths, never more than what is left.
    func costs(of amount: Int128, left: [Int128]) -> [Int128] {
        zip(prices, left).map { price, left in
            let (quotient, remainder) = WideProduct.divide(amount, times: price.cost, by: price.money)
            let exact = remainder > 0 ? quotient + 1 : quotient
            return price.isPoints ? min(left, Points.roundedUp(exact)) : exact
        }
    }
}
