internal import Loyalty
internal import Promotions

extension Evaluation {
    /// Says of promotions that lack a coupon or a card why those of the ticket do not count.
    ///
    /// - Parameters:
    ///   - seen: what is known of the ticket.
    ///   - map: the map it was evaluated under.
    mutating func explain(_ seen: TicketLookup, under map: CompiledMap) {
        guard !verdicts.isEmpty, !(seen.refusedCoupons.isEmpty && seen.refusedCards.isEmpty) else { return }
        let coupons = seen.refusedCoupons.sorted { $0.key < $1.key }.map { "coupon \($0.key) \($0.value.text)" }
        let cards = seen.refusedCards.sorted { $0.key < $1.key }.map { "card \($0.key) \($0.value.text)" }
        for index in verdicts.indices where verdicts[index].outcome == .notApplied {
            let promotion = map.promotions[index]
            var why: [String] = []
            switch verdicts[index].reason {
            case .noMatch: why = (promotion.asksCoupon ? coupons : []) + (promotion.asksCard ? cards : [])
            case .conditionCoupon: why = coupons
            case .conditionCard, .noCard: why = cards
            case .noGain, .comboMin: why = promotion.asksCoupon ? coupons : []
            default: break
            }
            guard !why.isEmpty else { continue }
            let found = verdicts[index].observed.isEmpty ? "none" : verdicts[index].observed
            verdicts[index].observed = "\(found); \(why.prefix(3).joined(separator: ", "))"
        }
    }
}

extension Promotion {
    /// Whether it asks for a coupon, by a condition or by what a benefit draws on.
    fileprivate var asksCoupon: Bool {
        asks(.coupon) || benefits.contains { if case .calculatedCouponRedemption = $0.kind { true } else { false } }
    }

    /// Whether a condition asks for a card.
    fileprivate var asksCard: Bool { asks(.loyaltyCard) }

    private func asks(_ kind: ElementKind) -> Bool {
        condition.simple.contains { $0.element == kind } || condition.composition.contains { $0.element == kind }
    }
}

extension CouponRefusal {
    /// The rest of a sentence that begins with the coupon, and the protocol's number.
    var text: String {
        let reason =
            switch self {
            case .notFound: "is not known"
            case .consumed: "was used"
            case .inactive: "is not active"
            case .typeDiffers: "is of another type"
            case .expired: "has expired"
            case .usedUp: "was used as often as it may be"
            case .needsCustomer: "belongs to a customer who is not on the ticket"
            case .typeInactive: "is of a type that is not active"
            case .amountDiffers: "has another amount"
            }
        return "\(reason) (\(rawValue))"
    }
}

extension CardRefusal {
    /// The rest of a sentence that begins with the card, and the protocol's number.
    var text: String {
        let reason =
            switch self {
            case .notFound: "is not known"
            case .disabled: "is disabled or has expired"
            case .cancelled: "was cancelled"
            case .typeNotFound: "is of a type that is not known"
            case .typeInactive: "is of a type that is not active"
            case .needsCustomer: "needs a customer"
            case .notAuthorised: "belongs to another customer or is blocked"
            case .balanceExceeded: "holds too little"
            }
        return "\(reason) (\(rawValue))"
    }
}
