/// What a benefit draws on: one fund, or for an option that costs points of the customer and of a card, both.
struct Purse {
    private var funds: [Fund]

    init(_ funds: [Fund]) { self.funds = funds }

    /// By fund: what is left, in ten-thousandths of points or money.
    var left: [Int128] { funds.map(\.left) }

    /// What was drawn, in the order in which it was drawn on.
    var debits: [Debit] { funds.flatMap(\.debits) }

    /// Seq of the presented card that pays.
    var cardSeq: Int? { funds.lazy.compactMap(\.cardSeq).first }

    /// The percentage that a coupon carries in place of money.
    var percentage: Int128? { funds.first?.percentage }

    /// What the first fund held before any benefit.
    var initial: Int128 { funds.first?.initial ?? 0 }

    /// Whether a fund has nothing to give.
    var isEmpty: Bool { funds.contains { $0.percentage == nil && $0.left == 0 } }

    /// Draws on each fund.
    mutating func take(_ costs: [Int128]) {
        for (index, cost) in costs.enumerated() { funds[index].take(cost) }
    }

    /// The points that a benefit shows as paid: of options those of the customer, for the card's stand beside them.
    func points(of benefit: CompiledBenefit) -> Money {
        let counted =
            benefit.options.isEmpty
            ? debits
            : debits.filter { debit in
                if case .customer = debit.source { true } else { false }
            }
        return counted.reduce(.zero) { $0 + $1.amount }
    }

    /// What a benefit may draw on.
    ///
    /// - Parameters:
    ///   - benefit: a benefit that draws on something.
    ///   - option: the option that pays, from 1; nil for other types.
    ///   - promotion: its promotion.
    ///   - state: knows what was drawn before.
    ///   - context: the ticket and what is known of its cards and coupons.
    /// - Returns: the purse, which may be empty, or what is missing.
    static func of(
        _ benefit: CompiledBenefit, option: Int? = nil, in promotion: CompiledPromotion, _ state: EvaluationState,
        _ context: EvaluationContext
    ) -> Result<Purse, Verdict> {
        guard let option else {
            guard let fund = Fund.of(benefit, in: promotion, state, context) else {
                let reason: Verdict.Reason = benefit.kind.asksForFundedCard ? .noCard : .noGain
                return .failure(Verdict(.notApplied, reason, observed: "none"))
            }
            return .success(Purse([fund]))
        }
        let chosen = benefit.options[option - 1]
        var funds: [Fund] = []
        if chosen.customerPoints > .zero {
            guard let fund = Fund.ofCustomer(state, context) else {
                return .failure(Verdict(.notApplied, .noCustomer, observed: "none"))
            }
            funds.append(fund)
        }
        if chosen.cardPoints > .zero {
            guard let fund = Fund.ofCard(chosen.cardType, state, context) else {
                return .failure(Verdict(.notApplied, .noCard, needed: chosen.cardType, observed: "none"))
            }
            funds.append(fund)
        }
        return .success(Purse(funds))
    }
}

extension Verdict: Error {}
