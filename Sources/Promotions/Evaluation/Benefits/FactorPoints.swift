/// Multiplies the points that a ticket earned: the loyalty benefits that are worked out last.
enum FactorPoints {
    /// Fills in the extra points of factor benefits, within their limits.
    ///
    /// Those that multiply nothing are dropped, with what they took from limits, and the record says so.
    static func apply(to state: inout EvaluationState, _ record: inout EvaluationRecord, _ context: EvaluationContext) {
        guard let earned = earnedPoints(state.grants, context) else { return }
        for index in state.grants.indices {
            let position = state.grants[index].promotion
            var kept: [BenefitGrant] = []
            var verdict: Verdict?
            for var grant in state.grants[index].benefits {
                guard case .factorLoyalty(let type, _) = kind(of: grant, position, context) else {
                    kept.append(grant)
                    continue
                }
                let wanted = Points.rounded(
                    earned[type] ?? 0, times: grant.nominal - Money.unitsPerWhole, by: Money.unitsPerWhole)
                let limited = fill(&grant, wanted: wanted, position, &state, context)
                if grant.points > .zero { kept.append(grant) }
                verdict = limited ?? verdict ?? (grant.points > .zero ? nil : Verdict(.notApplied, .noTarget))
            }
            state.grants[index].benefits = kept
            guard var verdict else { continue }
            if !kept.isEmpty, verdict.outcome == .limited { verdict.reason = .limitCut }
            if kept.isEmpty || verdict.outcome == .limited { record.correct(position, verdict) }
        }
        state.dropEmptyGrants()
    }

    /// Gives a factor benefit what its limits leave of what it wants.
    ///
    /// - Returns: the verdict where a limit cut it; nil otherwise.
    private static func fill(
        _ grant: inout BenefitGrant, wanted: Int128, _ position: Int, _ state: inout EvaluationState,
        _ context: EvaluationContext
    ) -> Verdict? {
        let limits = context.map.compiled[position].limits[grant.benefit]
        let counting = limits.filter { context.map.limits[$0].limit.kind == .pointsAmount }
        let left = state
        let tightest = counting.min { left.remaining(ofLimit: $0, context) < left.remaining(ofLimit: $1, context) }
        let balance = tightest.map { left.remaining(ofLimit: $0, context) }
        let granted = balance.map { min(wanted, Points.whole($0)) } ?? wanted
        for limit in counting where granted > 0 { state.used[limit] = granted }
        if granted == 0 { for limit in limits { state.used[limit] = nil } }
        grant.points = Money(units: granted)
        guard granted < wanted, let tightest, let balance else { return nil }
        grant.isCut = true
        return context.limited(
            granted > 0 ? .limitCut : .limitExhausted, context.map.limits[tightest].limit, wanted, balance)
    }

    private static func kind(of grant: BenefitGrant, _ position: Int, _ context: EvaluationContext) -> BenefitKind {
        context.map.promotions[position].benefits[grant.benefit].kind
    }

    /// Points by card type, without those of factor benefits themselves; nil where no factor benefit was granted.
    private static func earnedPoints(_ grants: [Grant], _ context: EvaluationContext) -> [String: Int128]? {
        var earned: [String: Int128] = [:]
        var hasFactor = false
        for grant in grants {
            for benefit in grant.benefits {
                let kind = kind(of: benefit, grant.promotion, context)
                guard let type = kind.grantedCardType else { continue }
                if case .factorLoyalty = kind { hasFactor = true }
                earned[type, default: 0] += benefit.points.units
            }
        }
        return hasFactor ? earned : nil
    }
}
