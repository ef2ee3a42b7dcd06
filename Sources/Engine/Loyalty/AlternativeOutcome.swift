internal import Loyalty
internal import Promotions

extension LoyaltyOutcome {
    /// What an alternative means for coupons and cards.
    ///
    /// - Parameters:
    ///   - alternative: what is granted.
    ///   - map: the map it was granted under.
    ///   - ticket: the completed ticket.
    ///   - findings: what was known of it.
    init(_ alternative: Alternative, under map: CompiledMap, of ticket: Ticket, _ findings: SaleFindings) {
        self.init()
        let holdings = findings.input(ticket).holdings
        var issues: [(order: Int, issue: Issue)] = []
        for grant in alternative.grants {
            let promotion = map.promotions[grant.promotion]
            var isUsed = false
            for benefit in grant.benefits {
                let definition = promotion.benefits[benefit.benefit]
                isUsed = isUsed || !benefit.isOffer(of: definition.kind, map, findings)
                if let issue = Issue(benefit, of: definition) { issues.append((benefit.order, issue)) }
                earn(benefit, definition.kind, ticket, findings.register, holdings)
                for debit in benefit.debits { spend(debit, ticket) }
            }
            if isUsed { grant.coupons.forEach { spendCoupon($0, ticket) } }
        }
        self.issues = issues.sorted { $0.order < $1.order }.map(\.issue)
        movements = movements.filter { $0.value != .zero }
    }

    /// What an alternative draws from each account, whatever it earns there.
    static func draws(_ alternative: Alternative) -> [Account: Money] {
        var draws: [Account: Money] = [:]
        for debit in alternative.grants.flatMap(\.benefits).flatMap(\.debits) {
            guard let account = debit.account else { continue }
            draws[account, default: .zero] += debit.amount
        }
        return draws.filter { $0.value != .zero }
    }

    /// Points go to the presented card of the type, else to the customer's own.
    ///
    /// A card of a type that the company does not have is somebody else's, and so are its points.
    private mutating func earn(
        _ benefit: BenefitGrant, _ kind: BenefitKind, _ ticket: Ticket, _ register: Register, _ holdings: Holdings
    ) {
        guard let type = kind.earnedCardType, benefit.points > .zero else { return }
        let presented = benefit.cardSeq.flatMap { seq in
            ticket.loyaltyCards.first { $0.seq == seq }?.attributes["number"]
        }
        let own = holdings.ownCards.first { holdings.cards[$0]?.type == type }
        guard let card = presented ?? own, register.cards[card] != nil || register.cardTypes.contains(type) else {
            return
        }
        movements[Account(card: card), default: .zero] += benefit.points
    }

    private mutating func spend(_ debit: Debit, _ ticket: Ticket) {
        switch debit.source {
        case .card:
            if let account = debit.account { movements[account, default: .zero] -= debit.amount }
        case .coupon(let seq, _), .attribute(_, let seq?): spendCoupon(seq, ticket)
        // Points that a message says a customer has are kept elsewhere, as is an amount of the ticket itself.
        case .customer, .attribute(_, nil): break
        }
    }

    private mutating func spendCoupon(_ seq: Int, _ ticket: Ticket) {
        guard let barCode = ticket.coupons.first(where: { $0.seq == seq })?.attributes["id"] else { return }
        spentCoupons.insert(barCode)
    }
}

extension Debit {
    /// The account that pays; nil where no card does.
    fileprivate var account: LoyaltyOutcome.Account? {
        guard case .card(let number, let balance, _) = source else { return nil }
        return LoyaltyOutcome.Account(card: number, balance: balance == 2 ? .balance2 : .balance1)
    }
}

extension LoyaltyOutcome.Issue {
    /// The coupons that a benefit issues; nil where it issues none.
    fileprivate init?(_ grant: BenefitGrant, of benefit: Benefit) {
        guard grant.quantity > 0 else { return nil }
        switch benefit.kind {
        case .coupon(let type, _, _): self.init(benefit: benefit.id, type: type, quantity: grant.quantity)
        case .calculatedCoupon(let type, let appliesTo, _, _):
            let value: Coupon.Value? =
                switch appliesTo {
                case .percentage: .percentage(grant.nominal)
                case .fixedAmount: .amount(Money(units: grant.nominal))
                case .externalAmount: nil
                }
            self.init(benefit: benefit.id, type: type, quantity: grant.quantity, value: value)
        default: return nil
        }
    }
}

extension BenefitKind {
    /// The type of card whose points it grants; nil for other types.
    var earnedCardType: String? {
        switch self {
        case .loyalty(let type, _, _), .factorLoyalty(let type, _), .percentLoyalty(let type, _): type
        default: nil
        }
    }

    /// The types of the cards that it draws on by type.
    var spentCardTypes: [String] {
        switch self {
        case .pointsRedemption(let type, _), .catalogRedemption(let type): [type]
        case .redemptionWithOptions(let options): options.map(\.cardType).filter { !$0.isEmpty }
        default: []
        }
    }
}

extension BenefitGrant {
    /// Whether it is only offered: options of which no line chose one, or a payment plan that payments could use, and
    /// that none uses.
    fileprivate func isOffer(of kind: BenefitKind, _ map: CompiledMap, _ findings: SaleFindings) -> Bool {
        if redeemOption == 0 { return true }
        guard payment == nil, (map.map.paymentCalculation ?? findings.paymentCalculation) != .none else { return false }
        switch kind {
        case .paymentPlan, .bankRefund: return true
        default: return false
        }
    }
}
