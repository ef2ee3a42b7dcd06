/// Granting the benefits of a promotion, one after the other.
extension PromotionTrial {
    /// What was granted so far.
    struct Gains {
        var state: EvaluationState
        var applications: [Application]
        var grants: [BenefitGrant] = []
    }

    /// Grants one benefit, or one option of it.
    ///
    /// - Parameters:
    ///   - index: position of the benefit.
    ///   - maker: makes its offers.
    ///   - missing: the verdict where there is nothing to benefit.
    ///   - gains: what was granted before; afterwards this with it.
    /// - Returns: the verdict on it.
    func grant(_ index: Int, _ maker: OfferMaker, missing: Verdict, _ gains: inout Gains) -> Verdict {
        let plans = PlanForecast(context: context, compiled: compiled, state: state)
        let isOffer = maker.option == 0
        let obstacle =
            (isOffer ? obstacleToOffer(index, gains.state) : obstacle(index, option: maker.option))
            ?? plans.exhausted(maker, compiled.limits[index], gains.applications)
        if let obstacle {
            return gains.applications.contains { $0.units.contains(where: maker.mayChoose) } ? obstacle : missing
        }
        if isOffer {
            guard let offer = maker.offerOfOptions(index, on: gains.applications) else { return missing }
            gains.grants.append(offer)
            return Verdict(.applied, .ok)
        }
        var granting = BenefitGranting(
            context: context, maker: maker, limits: maker.compiled.match == nil ? compiled.limits[index] : 0..<0,
            state: gains.state, purse: purse(index, option: maker.option, gains.state))
        granting.grant(on: gains.applications)
        gains.applications = granting.applications
        let granted = granting.result(benefit: index)
        if let granted {
            gains.grants += granted.grants
            gains.state.take(granted.grants, used: granted.used)
        }
        return granting.verdict(isGranted: granted != nil, missing: missing)
    }

    /// What a benefit draws on; nil where it draws on nothing, or there is nothing of the kind.
    private func purse(_ index: Int, option: Int?, _ state: EvaluationState) -> Purse? {
        guard compiled.benefits[index].isFunded else { return nil }
        return try? Purse.of(compiled.benefits[index], option: option, in: compiled, state, context).get()
    }

    /// What keeps a benefit from being granted whatever the units: a card or a customer that is missing.
    ///
    /// - Parameters:
    ///   - index: position of the benefit.
    ///   - option: the option that pays; without one a redemption with options is kept from by nothing.
    /// - Returns: the verdict; nil where nothing does.
    func obstacle(_ index: Int, option: Int? = nil) -> Verdict? {
        let benefit = compiled.benefits[index]
        if let type = benefit.cardType, context.creditedCard(ofType: type) == nil {
            return Verdict(.notApplied, .noCard, needed: type, observed: "none")
        }
        if benefit.asksForCustomer, !context.hasCustomer { return Verdict(.notApplied, .noCustomer) }
        guard benefit.isFunded, option != nil || benefit.options.isEmpty else { return nil }
        switch Purse.of(benefit, option: option, in: compiled, state, context) {
        case .failure(let verdict): return verdict
        case .success(let purse):
            return purse.isEmpty ? Verdict(.notApplied, .noGain, observed: context.moneyText(0)) : nil
        }
    }
}
