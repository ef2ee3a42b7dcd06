/// Multiplies the points that a ticket earned: the loyalty benefits that are worked out last.
enum FactorPoints {
    /// Fills in the extra points of factor benefits, within their limits; those that multiply nothing are dropped.
    static func apply(to state: inout EvaluationState, _ context: EvaluationContext) {
        let earned = earnedPoints(state.grants, context)
        guard !earned.isEmpty else { return }
        for grantIndex in state.grants.indices {
            let position = state.grants[grantIndex].promotion
            for index in state.grants[grantIndex].benefits.indices {
                let number = state.grants[grantIndex].benefits[index].benefit
                let benefit = context.map.promotions[position].benefits[number]
                guard case .factorLoyalty(let type, let factor) = benefit.kind else { continue }
                let numerator = (earned[type] ?? 0) * (factor - Money.unitsPerWhole)
                let wanted = max(0, Rounding.halfUp.divide(numerator, by: Money.unitsPerWhole * 100) * 100)
                let limits = context.map.compiled[position].limits[number].filter {
                    context.map.limits[$0].limit.kind == .pointsAmount
                }
                let granted = limits.reduce(wanted) { min($0, state.remaining(ofLimit: $1, context)) }
                for limit in limits { state.used[limit, default: 0] += granted }
                state.grants[grantIndex].benefits[index].points = Money(units: granted)
                state.grants[grantIndex].benefits[index].isCut = granted < wanted
            }
        }
        dropEmpty(&state, context)
    }

    /// Points by card type, without those of factor benefits themselves; empty where no factor benefit was granted.
    private static func earnedPoints(_ grants: [Grant], _ context: EvaluationContext) -> [String: Int128] {
        var earned: [String: Int128] = [:]
        var hasFactor = false
        for grant in grants {
            for benefit in grant.benefits {
                let kind = context.map.promotions[grant.promotion].benefits[benefit.benefit].kind
                guard let type = kind.grantedCardType else { continue }
                if case .factorLoyalty = kind { hasFactor = true }
                earned[type, default: 0] += benefit.points.units
            }
        }
        return hasFactor ? earned : [:]
    }

    private static func dropEmpty(_ state: inout EvaluationState, _ context: EvaluationContext) {
        for index in state.grants.indices {
            let benefits = context.map.promotions[state.grants[index].promotion].benefits
            state.grants[index].benefits.removeAll { benefit in
                if case .factorLoyalty = benefits[benefit.benefit].kind { return benefit.points == .zero }
                return false
            }
        }
        state.grants.removeAll { $0.benefits.isEmpty }
    }
}
