/// Makes offers: chooses units and works out what a benefit gives for them, before limits on money.
struct OfferMaker {
    let context: EvaluationContext
    let compiled: CompiledBenefit
    let composed: Bool
    /// Without a combination, by item: whether the condition's item elements match it; nil where it has none.
    let conditioned: [Bool]?
    /// Of a redemption with options the one that is granted, from 1, or 0 for lines that chose none; nil for all.
    var option: Int?

    /// The benefit at hand.
    var benefit: Benefit { compiled.benefit }

    /// Whether a unit is in the benefit's target.
    func isInTarget(_ unit: Unit) -> Bool {
        guard unit.run.kind == .item else { return false }
        switch compiled.target {
        case .set(let position): return unit.set == position
        case .filters(let filters): return context.matches(.item, unit.run.element, filters)
        case .conditioned: return composed || conditioned?[unit.run.element] ?? true
        }
    }

    /// Whether a unit is in the target and may benefit.
    func mayChoose(_ unit: Unit) -> Bool {
        isInTarget(unit) && mayBenefit(unit.run) && (!compiled.paysByPiece || mayRedeem(unit.run))
    }

    private func mayBenefit(_ run: Run) -> Bool {
        !compiled.canTakeOff || context.lines[run.element].isDiscountable
    }

    /// What one application gets.
    ///
    /// - Parameters:
    ///   - units: the application's units.
    ///   - pieceLimit: the most pieces that limits leave, in thousandths; nil where none counts pieces.
    ///   - purse: what the benefit draws on; nil where it draws on nothing.
    /// - Returns: the offer, or why there is none.
    func offer(for units: [Unit], pieceLimit: Int128?, purse: Purse? = nil) -> Result<Offer, OfferRefusal> {
        var (eligible, others): ([Unit], [Unit]) = ([], [])
        eligible.reserveCapacity(units.count)
        for unit in units {
            if mayChoose(unit) { eligible.append(unit) } else { others.append(unit) }
        }
        eligible.putInLineOrder()
        let price = purse == nil ? nil : PiecePrice(compiled, option: option, context)
        let budget = price.map { PointsBudget($0, left: purse?.left ?? []) }
        if let price, let budget, let purse, !budget.paysOnce {
            return .failure(price.refusal(of: eligible, left: purse.left))
        }
        let choosing = Choosing(
            order: benefit.order, base: benefit.applyOn, cap: benefit.maxApplication, pieceLimit: pieceLimit,
            budget: budget)
        let (chosen, unchosen) = choosing.choose(from: eligible)
        guard !chosen.isEmpty else {
            if let price, let purse, !eligible.isEmpty {
                return .failure(price.refusal(of: eligible, left: purse.left))
            }
            return .failure(OfferRefusal(reason: .noTarget))
        }
        let value = steppedValue(units)
        var offer = Offer(
            chosen: chosen, rest: unchosen + others,
            base: chosen.reduce(0) { $0 + $1.run.price(compiled.applyOn) }, nominal: value)
        if let purse { offer.redemption = Redemption(compiled, option: option, value: value, purse, context) }
        if compiled.isMonetary {
            if let refusal = setMoney(&offer, value: value, price) { return .failure(refusal) }
        } else {
            setCounts(&offer, value: value)
        }
        return offer.isNothing(compiled.kind) ? .failure(OfferRefusal(reason: .noGain)) : .success(offer)
    }

    private func setMoney(_ offer: inout Offer, value: Int128, _ price: PiecePrice?) -> OfferRefusal? {
        let floors =
            !context.hasFloors
            ? []
            : offer.chosen.map { unit in
                context.lines[unit.run.element].floor(of: unit.run)
            }
        let redemption = offer.redemption
        let amount = MonetaryAmount(
            kind: redemption?.kind ?? compiled.kind, value: redemption?.value ?? value, units: offer.chosen,
            base: compiled.applyOn, floors: floors,
            currency: context.currency)
        offer.amount = min(amount.rounded, redemption?.most ?? .max)
        if let price { offer.redemption?.setPrices(price.total(of: offer.chosen), for: offer.amount) }
        offer.nominal = redemption?.nominal ?? value
        offer.split = amount
        if offer.amount > 0, let least = benefit.minDiscount, offer.amount < least.units {
            guard context.explains else { return OfferRefusal(reason: .minDiscount) }
            return OfferRefusal(
                reason: .minDiscount, needed: context.moneyText(least.units), observed: context.moneyText(offer.amount))
        }
        if let most = benefit.maxDiscount {
            offer.amount = min(offer.amount, most.units / context.currency.minorUnit * context.currency.minorUnit)
        }
        return nil
    }

    private func setCounts(_ offer: inout Offer, value: Int128) {
        switch compiled.kind {
        case .coupon, .gift: offer.quantity = value / Money.unitsPerWhole
        case .calculatedCoupon(_, let applies, _, let quantity):
            // A coupon that is worth nothing is none; what a later sale brings is worth something then.
            offer.quantity = value > 0 || applies == .externalAmount ? Int128(quantity) : 0
        case .loyalty(_, _, let unit):
            let measured =
                switch unit {
                case .qty: offer.pieces
                case .magnitude: offer.chosen.reduce(0) { $0 + $1.run.magnitude }
                case .na: Run.onePiece
                }
            offer.points = Points.rounded(value, times: measured, by: Run.onePiece)
        case .percentLoyalty: offer.points = Points.rounded(offer.base, times: value, by: 1_000_000)
        default: break
        }
    }

    private func steppedValue(_ units: [Unit]) -> Int128 {
        guard let steps = compiled.steps else { return compiled.value }
        let measured = units.filter { composed ? $0.run.kind == .item : isInTarget($0) }
        let size = measured.reduce(0) { $0 + $1.run.size(in: steps.measure, base: compiled.applyOn) }
        return steps.value(for: size) ?? compiled.value
    }
}

extension Benefit.Steps {
    /// The value of the highest threshold that a size reaches.
    func value(for size: Int128) -> Int128? { steps.last { $0.from <= size }?.value }
}

extension EvaluationContext {
    /// Money as explanations print it.
    func moneyText(_ units: Int128) -> String {
        DecimalText.print(units, scale: Money.decimals, decimals: currency.decimals, rounding: currency.rounding)
    }

    /// Where points of a card type go: to the presented card of that type with the lowest seq, else to the
    /// customer's own.
    func creditedCard(ofType type: String) -> (seq: Int?, number: String)? {
        if let presented = ticket.loyaltyCards.first(where: { $0.attributes["type"] == type }) {
            return (presented.seq, presented.attributes["number"] ?? "")
        }
        return input.holdings.ownCards.first { input.holdings.cards[$0]?.type == type }.map { (nil, $0) }
    }
}
