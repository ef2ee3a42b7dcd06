/// Redemptions with options: one benefit for each option that lines chose, and the offer of all to those that did not.
extension OfferMaker {
    /// What grants the benefit, one after the other: of a redemption each option in use, then what offers them all.
    var parts: [OfferMaker] {
        guard !compiled.options.isEmpty else { return [self] }
        let chosen = Set(context.ticket.items.indices.map(redeemOption))
        return (chosen.subtracting([0]).sorted() + (chosen.contains(0) ? [0] : [])).map { option in
            var part = self
            part.option = option
            return part
        }
    }

    /// Whether pieces of a run have a price in points, and lose something by being paid with them.
    func mayRedeem(_ run: Run) -> Bool {
        guard run.price > context.lines[run.element].floor(of: run) else { return false }
        if compiled.options.isEmpty { return context.pointsPrice(ofItem: run.element) > 0 }
        let chosen = redeemOption(run.element)
        if let option, option != chosen { return false }
        if chosen > 0 { return gains(run, compiled.options[chosen - 1]) }
        return option == 0 && compiled.options.contains { gains(run, $0) }
    }

    private func gains(_ run: Run, _ option: RedemptionOption) -> Bool {
        // Granted once for all, it is the whole that counts.
        if option.unit == .na { return true }
        // Without a weight there is nothing to pay points for.
        if option.unit == .magnitude, run.magnitude == 0 { return false }
        let base = run.price(compiled.applyOn)
        return MonetaryAmount.part(option.kind, option.unit, option.value, run, base) > 0
    }

    private func redeemOption(_ element: Int) -> Int {
        context.redeemOption(ofItem: element, among: compiled.options.count)
    }

    /// The options as they are offered to the lines that chose none.
    ///
    /// - Parameters:
    ///   - benefit: position of the benefit.
    ///   - applications: what the promotion works on.
    /// - Returns: a benefit that takes nothing off; nil where there is nothing to offer it to.
    func offerOfOptions(_ benefit: Int, on applications: [Application]) -> BenefitGrant? {
        var target: [Int: Run] = [:]
        for application in applications {
            for unit in application.units where mayChoose(unit) {
                var run = unit.run.repeated(application.repetitions)
                if let known = target[run.element] { run.absorb(known) }
                target[run.element] = run
            }
        }
        guard !target.isEmpty else { return nil }
        let runs = target.values.sorted { $0.element < $1.element }
        return BenefitGrant(
            benefit: benefit, order: 0,
            base: Money(units: runs.reduce(0) { $0 + $1.price(compiled.applyOn) }), value: .zero,
            redeemOption: 0,
            shares: runs.map { run in
                Share(
                    seq: context.seq(.item, run.element), pieces: Quantity(units: run.pieces),
                    magnitude: Quantity(units: run.magnitude), price: Money(units: run.listPrice), value: .zero)
            })
    }
}

extension PromotionTrial {
    /// What keeps every option from being paid, or the limit that leaves nothing; nil where nothing does.
    func obstacleToOffer(_ index: Int, _ state: EvaluationState) -> Verdict? {
        if compiled.benefits[index].asksForCustomer, !context.hasCustomer { return Verdict(.notApplied, .noCustomer) }
        let empty = compiled.limits[index].first { limit in
            let left = state.remaining(ofLimit: limit, context)
            return switch context.map.limits[limit].limit.kind {
            case .benefitAmount: left < context.minorUnit
            case .benefitApplicationCount, .benefitedProductCount: left < Money.unitsPerWhole
            case .couponCount, .pointsAmount: false
            }
        }
        if let empty {
            let left = state.remaining(ofLimit: empty, context)
            return context.limited(.limitExhausted, context.map.limits[empty].limit, 0, left)
        }
        let benefit = compiled.benefits[index]
        var first: Verdict?
        for option in benefit.options.indices {
            switch Purse.of(benefit, option: option + 1, in: compiled, state, context) {
            case .success: return nil
            case .failure(let verdict): first = first ?? verdict
            }
        }
        return first
    }
}

extension Grant {
    /// Whether it only offers options that no line has chosen.
    var isOfferOfOptions: Bool { benefits.allSatisfy { $0.redeemOption == 0 } }
}
