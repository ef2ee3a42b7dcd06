/// Tries a promotion of one benefit on filtered items, on the pool itself: what most promotions of a chain are.
///
/// It gives what gathering, offering and granting give, without lists of units on the way. Where a limit cuts, or where
/// the rules ask for more than it knows, it changes nothing and says so.
struct DirectTrial {
    /// What came of it.
    enum Outcome {
        case granted
        case nothing(conditionHolds: Bool)
        /// Another way must be taken; nothing was changed.
        case beyond
    }

    /// Whether it is the way for a promotion on most tickets.
    static func serves(_ promotion: Promotion) -> Bool {
        guard promotion.condition.composition.isEmpty, promotion.benefits.count == 1,
            !promotion.condition.simple.contains(where: { $0.group?.measure == .fullPayment }),
            case let benefit = promotion.benefits[0], benefit.maxApplication == nil,
            benefit.proration == .proportional
        else { return false }
        return switch benefit.kind {
        case .percentageDiscount, .fixedDiscount, .newPrice, .coupon, .calculatedCoupon, .loyalty, .percentLoyalty,
            .gift:
            true
        default: false
        }
    }

    let context: EvaluationContext
    let position: Int
    let compiled: CompiledPromotion
    let benefit: CompiledBenefit

    init(context: EvaluationContext, position: Int, compiled: CompiledPromotion) {
        self.context = context
        self.position = position
        self.compiled = compiled
        benefit = compiled.benefits[0]
    }

    /// Tries the promotion.
    ///
    /// - Parameters:
    ///   - state: what earlier promotions left; what the promotion takes is taken of it.
    ///   - scratch: room to work in.
    /// - Returns: whether it was granted.
    func apply(to state: inout EvaluationState, _ scratch: inout Scratch) -> Outcome {
        if context.explains || state.hasEmptyRuns || context.currency.roundAt != .application { return .beyond }
        if !holds(state.pool, &scratch) { return .nothing(conditionHolds: false) }
        var cardSeq: Int?
        if let type = benefit.cardType {
            cardSeq = context.cardSeq(ofType: type)
            if cardSeq == nil { return .nothing(conditionHolds: true) }
        }
        if benefit.asksForCustomer, !context.hasCustomer { return .nothing(conditionHolds: true) }
        let size = choose(from: state.pool, &scratch)
        if scratch.chosen.isEmpty { return .nothing(conditionHolds: true) }
        let value = benefit.steps?.value(for: size) ?? benefit.value
        guard let offer = DirectOffer(benefit, value: value, state.pool, context, &scratch) else {
            return .nothing(conditionHolds: true)
        }
        guard take(offer, of: &state) else { return .beyond }
        offer.spread(&scratch, context)
        let grant = BenefitGrant(
            benefit: 0, order: 0, base: Money(units: offer.base), value: Money(units: offer.amount), nominal: value,
            quantity: Int(clamping: offer.quantity), points: Money(units: offer.points), cardSeq: cardSeq,
            shares: shares(state.pool, scratch))
        settle(&state, &scratch)
        state.grants.append(
            Grant(
                promotion: position, benefits: [grant],
                participants: PromotionTrial.participants(of: compiled, drawn: [], context),
                coupons: PromotionTrial.coupons(of: compiled, drawn: [], context)))
        return .granted
    }

    /// Whether the condition holds; where the target is what the condition matches, that is noted on the way.
    private func holds(_ pool: [Run], _ scratch: inout Scratch) -> Bool {
        if context.circumstanceFailure(of: compiled) != nil { return false }
        scratch.target.removeAll(keepingCapacity: true)
        for index in compiled.simple.indices {
            guard compiled.simple[index].kind == .item else {
                if !context.test(compiled.simple[index], in: pool).holds { return false }
                continue
            }
            context.match(.item, compiled.simple[index].filters, &scratch.mask)
            if compiled.simple[index].group != nil {
                if !context.test(compiled.simple[index], in: pool).holds { return false }
            } else if !pool.contains(where: { $0.kind == .item && scratch.mask[$0.element] }) {
                return false
            }
            if scratch.target.isEmpty {
                swap(&scratch.target, &scratch.mask)
            } else {
                for item in scratch.mask.indices where scratch.mask[item] { scratch.target[item] = true }
            }
        }
        switch benefit.target {
        case .filters(let filters): context.match(.item, filters, &scratch.target)
        case .set: return false
        case .conditioned:
            if compiled.itemConditions.isEmpty { context.match(.item, [], &scratch.target) }
        }
        return true
    }

    /// Notes the runs that benefit.
    ///
    /// - Returns: what the target measures, where steps ask for it.
    private func choose(from pool: [Run], _ scratch: inout Scratch) -> Int128 {
        scratch.chosen.removeAll(keepingCapacity: true)
        scratch.spared.removeAll(keepingCapacity: true)
        var size: Int128 = 0
        for place in pool.indices {
            if pool[place].kind != .item { break }
            let element = pool[place].element
            if !scratch.target[element] || pool[place].isWithdrawn { continue }
            if compiled.sparesBenefited && pool[place].isBenefited { continue }
            if let steps = benefit.steps { size += pool[place].size(in: steps.measure, base: benefit.applyOn) }
            if benefit.isMonetary, !context.lines[element].isDiscountable {
                scratch.spared.append(place)
            } else {
                scratch.chosen.append(place)
            }
        }
        return size
    }

    /// Takes the whole offer of all limits; false where one of them leaves less.
    private func take(_ offer: DirectOffer, of state: inout EvaluationState) -> Bool {
        let limits = compiled.limits[0]
        for limit in limits where offer.use(of: kind(limit)) > state.remaining(ofLimit: limit, context) { return false }
        for limit in limits { state.used[limit, default: 0] += offer.use(of: kind(limit)) }
        return true
    }

    private func kind(_ limit: Int) -> Limit.Kind { context.map.limits[limit].limit.kind }

    private func shares(_ pool: [Run], _ scratch: Scratch) -> [Share] {
        var shares: [Share] = []
        shares.reserveCapacity(scratch.lines.count)
        for index in scratch.chosen.indices {
            let run = pool[scratch.chosen[index]]
            let share = Share(
                seq: context.lines[run.element].seq, pieces: Quantity(units: run.pieces),
                magnitude: Quantity(units: run.magnitude), price: Money(units: run.listPrice),
                value: Money(units: Int128(scratch.shares[index])))
            if let last = shares.last, last.seq == share.seq {
                shares[shares.count - 1] = last.joined(with: share)
            } else {
                shares.append(share)
            }
        }
        return shares
    }

    /// Lowers prices, and withdraws units where the promotion is exclusive.
    private func settle(_ state: inout EvaluationState, _ scratch: inout Scratch) {
        for index in scratch.chosen.indices {
            let place = scratch.chosen[index]
            state.pool[place].shortPrice -= scratch.shares[index]
            state.pool[place].isBenefited = true
            if compiled.sparesBenefited { state.pool[place].isWithdrawn = true }
        }
        if compiled.exclusivity == .units {
            for place in scratch.spared { state.pool[place].isWithdrawn = true }
            scratch.chosen += scratch.spared
        }
        state.join(touched: scratch.chosen, &scratch)
    }
}
