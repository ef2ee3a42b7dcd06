/// What the plans of a promotion will give, as far as its trial on a level must know.
struct PlanForecast {
    let context: EvaluationContext
    let compiled: CompiledPromotion
    /// What earlier promotions left.
    let state: EvaluationState

    /// The verdict on a plan or refund whose limits leave nothing; nil where it is none, or something is left.
    ///
    /// What limits leave cuts plans later, by what payments use.
    ///
    /// - Parameters:
    ///   - maker: makes the offers of the benefit.
    ///   - limits: positions of its limits in the map.
    ///   - applications: what the promotion works on.
    /// - Returns: the verdict.
    func exhausted(_ maker: OfferMaker, _ limits: Range<Int>, _ applications: [Application]) -> Verdict? {
        guard maker.compiled.match != nil else { return nil }
        let empty = limits.first { position in
            let left = state.remaining(ofLimit: position, context)
            return switch context.map.limits[position].limit.kind {
            case .benefitAmount: maker.benefit.kind.planPercent > 0 && left < context.currency.minorUnit
            case .benefitApplicationCount, .benefitedProductCount: left < Money.unitsPerWhole
            case .couponCount, .pointsAmount: false
            }
        }
        guard let empty else { return nil }
        let limit = context.map.limits[empty].limit
        let wanted = context.explains ? alone(maker, applications)?.wanted[0].amount(of: limit.kind) : nil
        return context.limited(.limitExhausted, limit, wanted ?? 0, state.remaining(ofLimit: empty, context))
    }

    /// What plans take off money that is charged, where the promotion wants payments in full; zero otherwise.
    ///
    /// - Parameters:
    ///   - makers: make the offers of its benefits.
    ///   - applications: what they were granted on.
    /// - Returns: what is not paid because of them; below zero for surcharges.
    func benefit(of makers: [OfferMaker], on applications: [Application]) -> Int128 {
        guard compiled.hasPlans, context.paymentCalculation == .onPaymentMade,
            compiled.simple.contains(where: { $0.group?.measure == .fullPayment })
        else { return 0 }
        return makers.filter { !$0.benefit.kind.isRefund }.reduce(0) { sum, maker in
            sum + (alone(maker, applications)?.uses.reduce(0) { $0 + $1.deal.benefit } ?? 0)
        }
    }

    /// The payments put on one plan as if it were the only one and had no limits; nil where plans are only offered.
    private func alone(_ maker: OfferMaker, _ applications: [Application]) -> PlanAssigning? {
        let benefit = maker.benefit
        guard context.paymentCalculation != .none, let match = maker.compiled.match else { return nil }
        var target: [Int: Run] = [:]
        for application in applications {
            for unit in application.units where maker.mayChoose(unit) {
                var run = unit.run.repeated(application.repetitions)
                if let known = target[run.element] { run.absorb(known) }
                target[run.element] = run
            }
        }
        let shares = target.values.map { run in
            Share(
                seq: context.seq(.item, run.element), pieces: Quantity(units: run.pieces), magnitude: .zero,
                price: Money(units: run.listPrice), value: .zero)
        }
        let ledger = PlanLedger(state, context)
        var assigning = PlanAssigning(
            context.paymentCalculation, context.currency,
            plans: [ledger.terms(benefit, of: compiled.promotion, on: shares)], values: ledger.values,
            bearable: benefit.kind.isRefund ? nil : ledger.bearable)
        for (index, payment) in context.ticket.payments.enumerated() {
            _ = assigning.assign(payment.amount.units, of: index, to: match.matches(payment.attributes) ? [0] : [])
        }
        return assigning
    }
}
