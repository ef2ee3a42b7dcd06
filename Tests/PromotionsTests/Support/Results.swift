import Promotions

extension Ticket {
    /// What it gets under a map, everything asked for.
    func under(_ map: PromotionMap, used: [Int: String] = [:], choice: [Int] = []) -> Evaluation {
        CompiledMap(map).evaluate(
            EvaluationInput(
                ticket: self, balances: Balances(used: used.mapValues(decimal)), choice: choice, explains: true,
                listsBalances: true))
    }

    /// What it gets under a map of one promotion.
    func under(_ promotion: Promotion, used: [Int: String] = [:]) -> Evaluation {
        under(level(.cumulative, promotion), used: used)
    }

    /// What it gets from one benefit on any items.
    func under(_ benefit: Benefit, used: [Int: String] = [:]) -> Evaluation {
        under(promotion("P", benefit), used: used)
    }
}

extension Evaluation {
    /// `P 5.00 = 1:3.00 2:2.00` for each benefit of the first alternative, in map order; where there are counts,
    /// `qty` and `points` with them.
    func text(_ map: PromotionMap? = nil) -> String { alternatives[0].text(map) }

    /// Shares of the only benefit: `1:3.00 2:2.00`.
    var shares: String {
        alternatives[0].grants.first?.benefits.first.map(\.sharesText) ?? "nothing"
    }

    /// `applied OK`, `limited LIMIT_CUT 90.00 0.00`.
    var verdictTexts: [String] {
        verdicts.map { verdict in
            ["\(verdict.outcome.rawValue) \(verdict.reason.rawValue)", verdict.needed, verdict.observed]
                .joined(separator: "/")
        }
    }

    /// The verdict of the only promotion.
    var verdictText: String { verdictTexts[0] }

    /// What limits have left.
    var balanceTexts: [String] { limitBalances.map { Money(units: $0.amount).text } }
}

extension Alternative {
    /// As `Evaluation.text`.
    func text(_ map: PromotionMap? = nil) -> String {
        let names = map?.levels.flatMap(\.promotions).map(\.name)
        return grants.map { grant in
            let benefits = grant.benefits.map { benefit in
                var parts = [benefit.value.text]
                if benefit.quantity != 0 { parts.append("qty \(benefit.quantity)") }
                if benefit.points != .zero { parts.append("points \(benefit.points.text)") }
                if benefit.isCut { parts.append("cut") }
                return parts.joined(separator: " ") + " = " + benefit.sharesText
            }
            return "\(names?[grant.promotion] ?? "\(grant.promotion)") " + benefits.joined(separator: ", ")
        }.joined(separator: "; ")
    }
}

extension BenefitGrant {
    /// `1:3.00 2:2.00`.
    var sharesText: String { shares.map { "\($0.seq):\($0.value.text)" }.joined(separator: " ") }
}
