/// What a benefit would give for one application.
struct Offer {
    /// What benefits, ascending by element.
    var chosen: [Unit]
    /// What does not.
    var rest: [Unit]
    /// Sum of the prices it is computed on, in ten-thousandths.
    var base: Int128
    /// Money off, in ten-thousandths.
    var amount: Int128 = 0
    /// Coupons or gifts.
    var quantity: Int128 = 0
    /// Points, in ten-thousandths.
    var points: Int128 = 0
    /// The percentage, amount, price or points used, steps applied.
    var nominal: Int128
    /// Splits the money.
    var split: MonetaryAmount?
    /// How it draws on a fund; nil where it draws on none.
    var redemption: Redemption?

    /// Pieces that benefit, in thousandths.
    var pieces: Int128 { chosen.reduce(0) { $0 + $1.run.pieces } }

    /// What it takes from a limit, in the limit's ten-thousandths.
    func use(of kind: Limit.Kind) -> Int128 {
        switch kind {
        case .benefitAmount: amount
        case .benefitApplicationCount: Money.unitsPerWhole
        case .benefitedProductCount: chosen.reduce(0) { $0 + $1.run.countedPieces } * Money.unitsPerWhole
        case .couponCount: quantity * Money.unitsPerWhole
        case .pointsAmount: points
        }
    }

    /// Cuts it to what a limit leaves; pieces were cut when the units were chosen.
    mutating func cut(to remaining: Int128, of kind: Limit.Kind) {
        switch kind {
        case .benefitAmount: amount = min(amount, remaining)
        case .couponCount: quantity = min(quantity, remaining / Money.unitsPerWhole)
        case .pointsAmount: points = min(points, Points.whole(remaining))
        case .benefitApplicationCount, .benefitedProductCount: break
        }
    }

    /// Whether nothing is left of it.
    func isNothing(_ kind: BenefitKind) -> Bool {
        switch kind {
        case .coupon, .calculatedCoupon, .gift: quantity <= 0
        case .loyalty, .percentLoyalty: points <= 0
        // What these give is worked out after all others.
        case .factorLoyalty, .paymentPlan, .bankRefund: false
        default: amount <= 0
        }
    }
}

/// Why a benefit offers nothing for an application.
struct OfferRefusal: Error {
    let reason: Verdict.Reason
    var needed = ""
    var observed = ""
}
