/// Works payment plans and bank refunds out, after everything else.
///
/// Levels grant a plan as an offer on the units of its target. Here the payments are put on the plans; the offer of a
/// plan that payments use makes way for one benefit for each of them.
struct PlanSettlement {
    /// A plan that was granted.
    private struct Place {
        let grant: Int
        let offer: BenefitGrant
        let promotion: CompiledPromotion
        let compiled: CompiledBenefit
        var limits: Range<Int> { promotion.limits[offer.benefit] }
    }

    private let context: EvaluationContext
    private let ledger: PlanLedger
    private let places: [Place]
    /// By place.
    private let terms: [PlanTerms]
    private var uses: [[PlanUse]]
    private var spent: [PlanTerms.Spending]
    private var wanted: [PlanTerms.Spending]
    /// By place: rank of its first use in the order of application; later ones follow.
    private var ranks: [[Int]]

    /// Replaces the offers that payments use, within their limits, and corrects what the record says of them.
    static func apply(to state: inout EvaluationState, _ record: inout EvaluationRecord, _ context: EvaluationContext) {
        let places = PlanSettlement.places(state.grants, context)
        guard !places.isEmpty else { return }
        var settlement = PlanSettlement(places, state, context)
        if context.paymentCalculation != .none, !context.ticket.payments.isEmpty { settlement.assign(state) }
        settlement.write(to: &state, &record)
    }

    private static func places(_ grants: [Grant], _ context: EvaluationContext) -> [Place] {
        grants.indices.flatMap { index in
            let promotion = context.map.compiled[grants[index].promotion]
            guard promotion.hasPlans else { return [Place]() }
            return grants[index].benefits.filter { promotion.benefits[$0.benefit].match != nil }.map {
                Place(grant: index, offer: $0, promotion: promotion, compiled: promotion.benefits[$0.benefit])
            }
        }
        .sorted { ($0.promotion.position, $0.offer.benefit) < ($1.promotion.position, $1.offer.benefit) }
    }

    private init(_ places: [Place], _ state: EvaluationState, _ context: EvaluationContext) {
        self.context = context
        self.places = places
        let ledger = PlanLedger(state, context)
        self.ledger = ledger
        terms = places.map { place in
            var terms = ledger.terms(
                place.compiled.benefit, of: place.promotion.promotion, on: place.offer.shares)
            terms.allowance = PlanTerms.Allowance(
                place.limits.map { (context.map.limits[$0].limit.kind, state.remaining(ofLimit: $0, context)) })
            return terms
        }
        uses = places.map { _ in [] }
        spent = places.map { _ in PlanTerms.Spending() }
        wanted = spent
        ranks = places.map { _ in [] }
    }

    /// Puts the payments on the plans, then what they are charged on the refunds.
    private mutating func assign(_ state: EvaluationState) {
        let plans = places.indices.filter { !places[$0].compiled.benefit.kind.isRefund }
        let refunds = places.indices.filter { places[$0].compiled.benefit.kind.isRefund }
        var assigning = PlanAssigning(
            context.paymentCalculation, context.currency, plans: plans.map { terms[$0] }, values: ledger.values,
            bearable: ledger.bearable)
        var refunding = PlanAssigning(
            .onItemsPaid, context.currency, plans: refunds.map { terms[$0] }, values: [], bearable: nil)
        for (index, payment) in context.ticket.payments.enumerated() {
            let charged = assigning.assign(payment.amount.units, of: index, to: matching(payment, plans))
            if refunds.isEmpty { continue }
            refunding.setValues(charged)
            _ = refunding.assign(charged.reduce(0, +), of: index, to: matching(payment, refunds))
        }
        take(assigning, plans)
        take(refunding, refunds)
    }

    /// Positions, among some places, of those that a payment matches.
    private func matching(_ payment: Element, _ places: [Int]) -> [Int] {
        places.indices.filter { self.places[places[$0]].compiled.match?.matches(payment.attributes) ?? false }
    }

    private mutating func take(_ assigning: PlanAssigning, _ places: [Int]) {
        var rank = ranks.reduce(0) { $0 + $1.count }
        for use in assigning.uses {
            rank += 1
            uses[places[use.plan]].append(use)
            ranks[places[use.plan]].append(rank)
        }
        for (index, place) in places.enumerated() {
            spent[place] = assigning.spent[index]
            wanted[place] = assigning.wanted[index]
        }
    }

    private func write(to state: inout EvaluationState, _ record: inout EvaluationRecord) {
        var rank = ranks.reduce(0) { $0 + $1.count }
        for (index, place) in places.enumerated() {
            var benefits = zip(uses[index], ranks[index]).map { benefit(of: place, $0, rank: $1) }
            if benefits.isEmpty, let offer = offer(index, rank: rank + 1) {
                benefits = [offer]
                rank += 1
            }
            state.grants[place.grant].replace(place.offer.benefit, by: benefits)
            let verdict = limitVerdict(index, state)
            for limit in place.limits {
                let amount = spent[index].amount(of: context.map.limits[limit].limit.kind)
                if amount > 0 { state.used[limit, default: 0] += amount }
            }
            if let verdict { record.correct(place.promotion.position, verdict) }
        }
        note(state, &record)
        state.dropEmptyGrants()
    }

    private func benefit(of place: Place, _ use: PlanUse, rank: Int) -> BenefitGrant {
        let payment = context.ticket.payments[use.payment]
        let isRefund = place.compiled.benefit.kind.isRefund
        let benefit = Money(units: use.deal.benefit)
        return BenefitGrant(
            benefit: place.offer.benefit, order: -rank, base: Money(units: use.deal.covered),
            value: isRefund ? .zero : benefit, isCut: use.isCut, nominal: place.offer.nominal,
            shares: use.parts.map { part in
                ledger.share(part.line, covered: part.covered, value: isRefund ? 0 : part.benefit)
            },
            payment: PaymentUse(
                seq: payment.seq, attributes: payment.attributes,
                charged: Money(units: isRefund ? use.deal.covered : use.deal.charged),
                refund: isRefund ? benefit : .zero))
    }

    /// The plan as it is published where no payment uses it; nil where there is nothing to pay with it.
    private func offer(_ index: Int, rank: Int) -> BenefitGrant? {
        let parts = terms[index].parts
        guard parts.contains(where: { $0 > 0 }) else { return nil }
        let offer = places[index].offer
        return BenefitGrant(
            benefit: offer.benefit, order: -rank, base: Money(units: parts.reduce(0, +)), value: .zero,
            nominal: offer.nominal,
            shares: parts.indices.filter { parts[$0] > 0 }.map { ledger.share($0, covered: parts[$0], value: 0) })
    }

    /// The verdict where a limit cut a plan, before what it used is taken from the limits.
    private func limitVerdict(_ index: Int, _ state: EvaluationState) -> Verdict? {
        func wish(_ limit: Int) -> Int128 { wanted[index].amount(of: context.map.limits[limit].limit.kind) }
        let cutting = places[index].limits.filter { wish($0) > state.remaining(ofLimit: $0, context) }
        let tightest = cutting.min { state.remaining(ofLimit: $0, context) < state.remaining(ofLimit: $1, context) }
        return tightest.map {
            context.limited(
                .limitCut, context.map.limits[$0].limit, wish($0), state.remaining(ofLimit: $0, context))
        }
    }

    /// Says of promotions that only offer a plan that nobody pays with it, and of those with nothing to pay, so.
    private func note(_ state: EvaluationState, _ record: inout EvaluationRecord) {
        for grant in state.grants where context.map.compiled[grant.promotion].hasPlans {
            if grant.benefits.isEmpty {
                record.correct(grant.promotion, Verdict(.notApplied, .noTarget))
            } else if context.explains, record.verdict(of: grant.promotion).reason == .ok,
                grant.benefits.allSatisfy({ $0.order < 0 && $0.payment == nil })
            {
                record.correct(grant.promotion, Verdict(.applied, .ok, needed: "payment", observed: "none"))
            }
        }
    }
}

extension Grant {
    /// Puts what became of a benefit in its place.
    fileprivate mutating func replace(_ benefit: Int, by benefits: [BenefitGrant]) {
        guard let place = self.benefits.firstIndex(where: { $0.benefit == benefit }) else { return }
        self.benefits.replaceSubrange(place...place, with: benefits)
    }
}

extension EvaluationState {
    /// Numbers all benefits in the order of application: plans, ranked among themselves, after all others.
    mutating func numberBenefits() {
        var order = 0
        for grant in grants.indices {
            for benefit in grants[grant].benefits.indices where grants[grant].benefits[benefit].order == 0 {
                order += 1
                grants[grant].benefits[benefit].order = order
            }
        }
        for grant in grants.indices {
            for benefit in grants[grant].benefits.indices where grants[grant].benefits[benefit].order < 0 {
                grants[grant].benefits[benefit].order = order - grants[grant].benefits[benefit].order
            }
        }
    }
}
