/// How a benefit that draws on a fund lowers prices, and what that costs the fund.
struct Redemption {
    /// The percentage or amount off that it comes to.
    let kind: BenefitKind
    /// The value of that, in ten-thousandths.
    let value: Int128
    /// What the answer shows as the benefit's own figure.
    let nominal: Int128
    /// The most money that the fund pays for; nil where it is not used up.
    let most: Int128?
    /// What of the fund one ten-thousandth of money costs, in ten-thousandths.
    let price: Int128

    /// How a benefit draws on a fund.
    ///
    /// - Parameters:
    ///   - benefit: a benefit that draws on a fund.
    ///   - value: its percentage or factor, steps applied.
    ///   - fund: what it draws on.
    ///   - context: the currency.
    init(_ benefit: CompiledBenefit, value: Int128, _ fund: Fund, _ context: EvaluationContext) {
        var price = Money.unitsPerWhole
        if case .pointsRedemption = benefit.kind { price = max(1, value) }
        self.price = price
        let payable = WideProduct.divide(fund.left, times: Money.unitsPerWhole, by: price).quotient
        let whole = payable / context.minorUnit * context.minorUnit
        switch benefit.kind {
        case .agreementDiscount(_, let unit, _):
            (kind, self.value, nominal, most) = (.percentageDiscount(percent: value, unit: unit), value, value, whole)
        case .calculatedCouponRedemption where fund.percentage != nil:
            let percent = fund.percentage ?? 0
            (kind, self.value, nominal) = (.percentageDiscount(percent: percent, unit: .qty), percent, percent)
            most = nil
        default:
            let shown = benefit.kind.paysWithPoints ? value : fund.initial
            (kind, self.value, nominal) = (.fixedDiscount(amount: Money(units: whole), unit: .na), whole, shown)
            most = whole
        }
    }

    /// What money costs the fund, in ten-thousandths: points are told in hundredths and rounded up.
    func cost(of amount: Int128, left: Int128) -> Int128 {
        guard most != nil else { return 0 }
        let (quotient, remainder) = WideProduct.divide(amount, times: price, by: Money.unitsPerWhole)
        let exact = remainder > 0 ? quotient + 1 : quotient
        return price == Money.unitsPerWhole ? exact : min(left, Points.roundedUp(exact))
    }
}
