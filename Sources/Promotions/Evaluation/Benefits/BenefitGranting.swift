/// Grants one benefit on all applications of a promotion, within its limits.
struct BenefitGranting {
    let context: EvaluationContext
    let maker: OfferMaker
    /// Positions of its limits in the map.
    let limits: Range<Int>

    private(set) var applications: [Application] = []
    private(set) var refusal: OfferRefusal?
    /// What it would have given without limits, and the balance that it met; set when a limit cut it.
    private(set) var cut: (limit: Int, wanted: Int128, balance: Int128)?

    /// What was granted alike: all of it, or of calculated coupons those of one face value.
    private var tallies: [GrantTally] = []
    /// By limit: what it would have taken.
    private var wanted: [Int128]
    private var used: [Int: Int128]
    /// What it draws on; nil where it draws on nothing.
    private var purse: Purse?
    /// By limit: what was left of it before this benefit.
    private let balances: [Int128]

    init(
        context: EvaluationContext, maker: OfferMaker, limits: Range<Int>, state: EvaluationState, purse: Purse? = nil
    ) {
        self.purse = purse
        self.context = context
        self.maker = maker
        self.limits = limits
        used = state.used
        balances = limits.map { state.remaining(ofLimit: $0, context) }
        wanted = Array(repeating: 0, count: limits.count)
    }

    /// Grants on the applications in order.
    mutating func grant(on offered: [Application]) {
        for application in offered { grant(on: application) }
        let tightest = balances.indices.filter { wanted[$0] > balances[$0] }.min { balances[$0] < balances[$1] }
        if let tightest { cut = (limits.lowerBound + tightest, wanted[tightest], balances[tightest]) }
    }

    /// The grants, where anything was granted, and what limits have given; the evaluation's end numbers them.
    ///
    /// It is one, but for calculated coupons that are not worth the same: then it is one for each face value.
    func result(benefit: Int) -> (grants: [BenefitGrant], used: [Int: Int128])? {
        let granted = tallies.filter(\.hasGranted)
        guard !granted.isEmpty else { return nil }
        let compiled = maker.compiled
        let credited = compiled.cardType.flatMap { context.creditedCard(ofType: $0) }
        let grants = granted.map { tally in
            BenefitGrant(
                benefit: benefit, order: 0, base: Money(units: tally.base), value: Money(units: tally.amount),
                isCut: cut != nil, nominal: tally.nominal ?? compiled.value, quantity: Int(clamping: tally.quantity),
                points: compiled.kind.paysWithPoints
                    ? purse?.points(of: compiled) ?? .zero : Money(units: tally.points),
                cardSeq: purse?.cardSeq ?? credited?.seq, cardNumber: credited?.number,
                debits: purse?.debits ?? [], redeemOption: maker.option, shares: tally.shares)
        }
        return (grants, used)
    }

    /// Where an offer is counted.
    private mutating func tally(for offer: Offer) -> Int {
        let faceValue: Int128? = if case .calculatedCoupon = maker.compiled.kind { offer.nominal } else { nil }
        if let known = tallies.firstIndex(where: { $0.faceValue == faceValue }) { return known }
        tallies.append(GrantTally(faceValue: faceValue))
        return tallies.count - 1
    }

    /// The verdict on the benefit.
    ///
    /// - Parameters:
    ///   - isGranted: whether it granted anything.
    ///   - missing: the verdict where there is nothing to benefit.
    /// - Returns: granted in full, cut by a limit, or why there is nothing.
    func verdict(isGranted: Bool, missing: Verdict) -> Verdict {
        if let cut {
            let limit = context.map.limits[cut.limit].limit
            return context.limited(isGranted ? .limitCut : .limitExhausted, limit, cut.wanted, cut.balance)
        }
        guard !isGranted, let refusal else { return Verdict(.applied, .ok) }
        if refusal.reason == .noTarget { return missing }
        return Verdict(.notApplied, refusal.reason, needed: refusal.needed, observed: refusal.observed)
    }

    private func remaining(_ limit: Int) -> Int128 { max(0, context.balance(ofLimit: limit) - (used[limit] ?? 0)) }

    private func kind(_ limit: Int) -> Limit.Kind { context.map.limits[limit].limit.kind }

    private mutating func grant(on application: Application) {
        switch maker.offer(for: application.units, pieceLimit: nil, purse: purse) {
        case .failure(let reason):
            refusal = refusal ?? reason
            applications.append(application)
        case .success(let offer):
            noteWanted(offer, on: application)
            grant(offer, on: application)
        }
    }

    /// Notes what it would give without limits.
    private mutating func noteWanted(_ offer: Offer, on application: Application) {
        let full = min(application.repetitions, payable(offer))
        if purse == nil { tallies[tally(for: offer)].base += offer.base * full }
        note(offer, times: full)
        guard full < application.repetitions, var purse, !limits.isEmpty else { return }
        purse.take(costs(of: offer).map { $0 * full })
        if case .success(let rest) = maker.offer(for: application.units, pieceLimit: nil, purse: purse) {
            note(rest, times: 1)
        }
    }

    private mutating func note(_ offer: Offer, times: Int128) {
        for (index, limit) in limits.enumerated() { wanted[index] += offer.use(of: kind(limit)) * times }
    }

    /// By fund: what one application of an offer draws on it.
    private func costs(of offer: Offer) -> [Int128] {
        guard let purse else { return [] }
        return offer.redemption?.costs(of: offer.amount, left: purse.left) ?? []
    }

    /// How often the funds pay for an offer.
    private func payable(_ offer: Offer) -> Int128 {
        guard let purse else { return .max }
        return zip(costs(of: offer), purse.left).reduce(.max) { least, fund in
            fund.0 > 0 ? min(least, fund.1 / fund.0) : least
        }
    }

    /// How often every limit and the funds allow an offer.
    private func allowed(_ offer: Offer) -> Int128 {
        var times = payable(offer)
        for limit in limits {
            let use = offer.use(of: kind(limit))
            if use > 0 { times = min(times, remaining(limit) / use) }
        }
        return times
    }

    /// As often as limits and funds allow in full, then with what they leave.
    private mutating func grant(_ offer: Offer, on application: Application) {
        let full = min(application.repetitions, allowed(offer))
        if full > 0 { take(offer, times: full, of: application) }
        var left = application.repetitions - full
        while left > 0, let smaller = cutOffer(application) {
            let times = purse == nil ? 1 : max(1, min(left, allowed(smaller)))
            take(smaller, times: times, of: application)
            left -= times
            if purse == nil { break }
        }
        if left > 0 {
            var ungranted = application
            ungranted.repetitions = left
            applications.append(ungranted)
        }
    }

    /// What one application gets of what the limits leave; nil where that is nothing.
    private mutating func cutOffer(_ application: Application) -> Offer? {
        let least = limits.filter { kind($0) == .benefitedProductCount }.map(remaining).min()
        let pieces = least.map { $0 / Money.unitsPerWhole * Run.onePiece }
        guard !limits.contains(where: { kind($0) == .benefitApplicationCount && remaining($0) < Money.unitsPerWhole }),
            pieces ?? 1 > 0,
            case .success(var offer) = maker.offer(
                for: application.units, pieceLimit: pieces, purse: purse)
        else { return nil }
        for limit in limits { offer.cut(to: remaining(limit), of: kind(limit)) }
        let minor = context.minorUnit
        offer.amount = offer.amount / minor * minor
        return offer.isNothing(maker.compiled.kind) ? nil : offer
    }

    private mutating func take(_ offer: Offer, times: Int128, of application: Application) {
        let place = tally(for: offer)
        tallies[place].add(offer, times: times)
        if purse != nil {
            tallies[place].base += offer.base * times
            let costs = costs(of: offer).map { $0 * times }
            purse?.take(costs)
        }
        for limit in limits { used[limit, default: 0] += offer.use(of: kind(limit)) * times }
        let money =
            offer.split?.shares(offer.amount, maker.benefit.proration)
            ?? Array(repeating: 0, count: offer.chosen.count)
        var granted = application
        granted.repetitions = times
        granted.isGranted = true
        granted.units = offer.rest
        granted.units.reserveCapacity(offer.rest.count + offer.chosen.count)
        tallies[place].reserve(offer.chosen.count)
        for (unit, share) in zip(offer.chosen, money) {
            var benefited = unit
            benefited.run.price -= share
            // A plan takes nothing yet: what it gives comes after all promotions, from the payments.
            if maker.compiled.match == nil { benefited.run.isBenefited = true }
            benefited.isBenefited = true
            granted.units.append(benefited)
            let run = unit.run.repeated(times)
            tallies[place].add(run, seq: context.seq(.item, run.element), share: share * times)
        }
        applications.append(granted)
    }
}
