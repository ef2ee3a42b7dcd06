/// Equal applications of a promotion: a sub-ticket that stands several times, or the ticket's own units once.
struct Application {
    /// How often it stands.
    var repetitions: Int128
    /// The units of one.
    var units: [Unit]
    /// Whether a benefit was granted on it.
    var isGranted = false
}

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

    /// Pieces that benefit, in thousandths.
    var pieces: Int128 { chosen.reduce(0) { $0 + $1.run.pieces } }

    /// What it takes from a limit, in the limit's ten-thousandths.
    func use(of kind: Limit.Kind) -> Int128 {
        switch kind {
        case .benefitAmount: amount
        case .benefitApplicationCount: Money.unitsPerWhole
        case .benefitedProductCount: chosen.reduce(0) { $0 + $1.run.drawablePieces } * Money.unitsPerWhole
        case .couponCount: quantity * Money.unitsPerWhole
        case .pointsAmount: points
        }
    }

    /// Cuts it to what a limit leaves; pieces were cut when the units were chosen.
    mutating func cut(to remaining: Int128, of kind: Limit.Kind) {
        switch kind {
        case .benefitAmount: amount = min(amount, remaining)
        case .couponCount: quantity = min(quantity, remaining / Money.unitsPerWhole)
        case .pointsAmount: points = min(points, remaining)
        case .benefitApplicationCount, .benefitedProductCount: break
        }
    }

    /// Whether nothing is left of it.
    func isNothing(_ kind: BenefitKind) -> Bool {
        switch kind {
        case .coupon, .calculatedCoupon, .gift: quantity == 0
        case .loyalty, .percentLoyalty: points == 0
        case .factorLoyalty: false
        default: amount == 0
        }
    }
}

/// Makes offers: chooses units and works out what a benefit gives for them, before limits on money.
struct OfferMaker {
    let context: EvaluationContext
    let benefit: Benefit
    let target: CompiledPromotion.Target
    let composed: Bool
    /// Without a combination: the items that the condition's item elements match; nil where it has none.
    let conditioned: Set<Int>?

    /// Whether a unit is in the benefit's target.
    func isInTarget(_ unit: Unit) -> Bool {
        guard unit.run.kind == .item else { return false }
        switch target {
        case .set(let position): return unit.set == position
        case .filters(let filters): return context.matches(.item, unit.run.element, filters)
        case .conditioned: return composed || conditioned?.contains(unit.run.element) ?? true
        }
    }

    /// What one application gets.
    ///
    /// - Parameters:
    ///   - units: the application's units.
    ///   - pieceLimit: the most pieces that limits leave, in thousandths; nil where none counts pieces.
    /// - Returns: the offer, or why there is none.
    func offer(for units: [Unit], pieceLimit: Int128?) -> Result<Offer, OfferRefusal> {
        let target = units.filter(isInTarget)
        let eligible = target.filter { mayBenefit($0.run) }
        let choosing = Choosing(
            order: benefit.order, base: benefit.applyOn, cap: benefit.maxApplication, pieceLimit: pieceLimit)
        let (chosen, unchosen) = choosing.choose(from: eligible)
        guard !chosen.isEmpty else { return .failure(OfferRefusal(reason: .noTarget)) }
        let others = units.filter { !isInTarget($0) || !mayBenefit($0.run) }
        let measured = composed ? units.filter { $0.run.kind == .item } : target
        let value = steppedValue(measured)
        var offer = Offer(
            chosen: chosen, rest: unchosen + others,
            base: chosen.reduce(0) { $0 + $1.run.price(benefit.applyOn) }, nominal: value)
        if benefit.kind.isMonetary {
            if let refusal = setMoney(&offer, value: value) { return .failure(refusal) }
        } else {
            setCounts(&offer, value: value)
        }
        return .success(offer)
    }

    private func mayBenefit(_ run: Run) -> Bool {
        !benefit.kind.isMonetary || context.ticket.items[run.element].isDiscountable
    }

    private func setMoney(_ offer: inout Offer, value: Int128) -> OfferRefusal? {
        let floors = offer.chosen.map { unit in
            context.ticket.items[unit.run.element].minPrice.units * unit.run.pieces / Run.onePiece
        }
        let amount = MonetaryAmount(
            kind: benefit.kind, value: value, units: offer.chosen, base: benefit.applyOn, floors: floors)
        offer.amount = amount.rounded(context.currency)
        offer.split = amount
        guard offer.amount > 0 else { return OfferRefusal(reason: .noGain) }
        if let least = benefit.minDiscount, offer.amount < least.units {
            return OfferRefusal(
                reason: .minDiscount, needed: context.moneyText(least.units), observed: context.moneyText(offer.amount))
        }
        if let most = benefit.maxDiscount {
            offer.amount = min(offer.amount, most.units / context.currency.minorUnit * context.currency.minorUnit)
        }
        return nil
    }

    private func setCounts(_ offer: inout Offer, value: Int128) {
        switch benefit.kind {
        case .coupon, .gift: offer.quantity = value / Money.unitsPerWhole
        case .calculatedCoupon(_, _, _, let quantity): offer.quantity = Int128(quantity)
        case .loyalty(_, _, let unit):
            let measured =
                switch unit {
                case .qty: offer.pieces
                case .magnitude: offer.chosen.reduce(0) { $0 + $1.run.magnitude }
                case .na: Run.onePiece
                }
            offer.points = pointsRounded(value * measured, by: Run.onePiece)
        case .percentLoyalty: offer.points = pointsRounded(offer.base * value, by: 1_000_000)
        default: break
        }
    }

    /// Points are told with two decimals, so that many are granted.
    private func pointsRounded(_ numerator: Int128, by denominator: Int128) -> Int128 {
        Rounding.halfUp.divide(numerator, by: denominator * 100) * 100
    }

    private func steppedValue(_ measured: [Unit]) -> Int128 {
        guard let steps = benefit.steps else { return benefit.kind.value }
        let size = measured.reduce(0) { $0 + $1.run.size(in: steps.measure, base: benefit.applyOn) }
        return steps.steps.last { $0.from <= size }?.value ?? benefit.kind.value
    }
}

/// Why a benefit offers nothing for an application.
struct OfferRefusal: Error {
    let reason: Verdict.Reason
    var needed = ""
    var observed = ""
}

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
}

extension EvaluationContext {
    /// Money as explanations print it.
    func moneyText(_ units: Int128) -> String {
        DecimalText.print(units, scale: Money.decimals, decimals: currency.decimals, rounding: currency.rounding)
    }

    /// Seq of the presented card of a type with the lowest seq.
    func cardSeq(ofType type: String) -> Int? {
        ticket.loyaltyCards.first { $0.attributes["type"] == type }?.seq
    }
}
