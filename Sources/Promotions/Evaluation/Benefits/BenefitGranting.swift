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

    private var base: Int128 = 0
    private var amount: Int128 = 0
    private var quantity: Int128 = 0
    private var points: Int128 = 0
    /// What the applications used; nil where they differ.
    private var nominal: Int128?
    /// Ascending by seq.
    private var shares: [Share] = []
    /// By limit: what it would have taken.
    private var wanted: [Int128]
    private var used: [Int: Int128]
    private var hasGranted = false
    /// What it draws on; nil where it draws on nothing.
    private var fund: Fund?
    /// By limit: what was left of it before this benefit.
    private let balances: [Int128]

    init(
        context: EvaluationContext, maker: OfferMaker, limits: Range<Int>, state: EvaluationState, fund: Fund? = nil
    ) {
        self.fund = fund
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

    /// The grant, where anything was granted, and what limits have given; the evaluation's end numbers it.
    func result(benefit: Int) -> (grant: BenefitGrant, used: [Int: Int128])? {
        guard hasGranted else { return nil }
        let compiled = maker.compiled
        let credited = compiled.cardType.flatMap { context.creditedCard(ofType: $0) }
        let grant = BenefitGrant(
            benefit: benefit, order: 0, base: Money(units: base), value: Money(units: amount), isCut: cut != nil,
            nominal: nominal ?? compiled.value, quantity: Int(clamping: quantity),
            points: Money(units: points),
            cardSeq: fund?.cardSeq ?? credited?.seq, cardNumber: credited?.number,
            debits: fund?.debits ?? [], shares: shares)
        return (grant, used)
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
        switch maker.offer(for: application.units, pieceLimit: nil, fund: fund) {
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
        if fund == nil { base += offer.base * full }
        note(offer, times: full)
        guard full < application.repetitions, var fund, !limits.isEmpty else { return }
        fund.take(cost(of: offer) * full)
        if case .success(let rest) = maker.offer(for: application.units, pieceLimit: nil, fund: fund) {
            note(rest, times: 1)
        }
    }

    private mutating func note(_ offer: Offer, times: Int128) {
        for (index, limit) in limits.enumerated() { wanted[index] += offer.use(of: kind(limit)) * times }
    }

    /// What one application of an offer draws on the fund.
    private func cost(of offer: Offer) -> Int128 {
        guard let fund else { return 0 }
        return offer.redemption?.cost(of: offer.amount, left: fund.left) ?? 0
    }

    /// How often the fund pays for an offer.
    private func payable(_ offer: Offer) -> Int128 {
        let cost = cost(of: offer)
        return cost > 0 ? (fund?.left ?? 0) / cost : .max
    }

    /// How often every limit and the fund allow an offer.
    private func allowed(_ offer: Offer) -> Int128 {
        var times = payable(offer)
        for limit in limits {
            let use = offer.use(of: kind(limit))
            if use > 0 { times = min(times, remaining(limit) / use) }
        }
        return times
    }

    /// As often as limits and fund allow in full, then with what they leave.
    private mutating func grant(_ offer: Offer, on application: Application) {
        let full = min(application.repetitions, allowed(offer))
        if full > 0 { take(offer, times: full, of: application) }
        var left = application.repetitions - full
        while left > 0, let smaller = cutOffer(application) {
            let times = fund == nil ? 1 : max(1, min(left, allowed(smaller)))
            take(smaller, times: times, of: application)
            left -= times
            if fund == nil { break }
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
                for: application.units, pieceLimit: pieces, fund: fund)
        else { return nil }
        for limit in limits { offer.cut(to: remaining(limit), of: kind(limit)) }
        let minor = context.minorUnit
        offer.amount = offer.amount / minor * minor
        return offer.isNothing(maker.compiled.kind) ? nil : offer
    }

    private mutating func take(_ offer: Offer, times: Int128, of application: Application) {
        nominal = hasGranted && nominal != offer.nominal ? nil : offer.nominal
        hasGranted = true
        amount += offer.amount * times
        quantity += offer.quantity * times
        points += offer.points * times
        if fund != nil { draw(offer, times: times) }
        for limit in limits { used[limit, default: 0] += offer.use(of: kind(limit)) * times }
        let money =
            offer.split?.shares(offer.amount, maker.benefit.proration)
            ?? Array(repeating: 0, count: offer.chosen.count)
        var granted = application
        granted.repetitions = times
        granted.isGranted = true
        granted.units = offer.rest
        granted.units.reserveCapacity(offer.rest.count + offer.chosen.count)
        shares.reserveCapacity(max(shares.count, offer.chosen.count))
        for (unit, share) in zip(offer.chosen, money) {
            var benefited = unit
            benefited.run.price -= share
            // A plan takes nothing yet: what it gives comes after all promotions, from the payments.
            if maker.compiled.match == nil { benefited.run.isBenefited = true }
            benefited.isBenefited = true
            granted.units.append(benefited)
            add(unit.run.repeated(times), share: share * times)
        }
        applications.append(granted)
    }

    private mutating func draw(_ offer: Offer, times: Int128) {
        let cost = cost(of: offer) * times
        base += offer.base * times
        if maker.compiled.kind.paysWithPoints { points += cost }
        fund?.take(cost)
    }

    private mutating func add(_ run: Run, share: Int128) {
        let seq = context.seq(.item, run.element)
        let share = Share(
            seq: seq, pieces: Quantity(units: run.pieces), magnitude: Quantity(units: run.magnitude),
            price: Money(units: run.listPrice), value: Money(units: share))
        let place = shares.lastIndex { $0.seq <= seq }
        guard let place, shares[place].seq == seq else {
            let next = place.map { $0 + 1 } ?? 0
            if next == shares.count { shares.append(share) } else { shares.insert(share, at: next) }
            return
        }
        shares[place] = shares[place].joined(with: share)
    }
}
