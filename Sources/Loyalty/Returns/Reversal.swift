public import Promotions

/// One thing that a return undoes.
public enum Reversal: Hashable, Sendable {
    /// An issued coupon is no longer earned.
    case cancelCoupon(barCode: String)
    /// An issued coupon is worth less, or more, than it was.
    case revalueCoupon(barCode: String, value: Coupon.Value)
    /// A coupon that the sale spent can be used again.
    case giveBackCoupon(barCode: String)
    /// An account is credited, or debited where the points are negative.
    case move(LoyaltyOutcome.Account, points: Money)
}

/// One thing that a return would have to undo and cannot: it stays as it is and is reported.
public struct ReversalRefusal: Error, Hashable, Sendable {
    /// Why; the raw value is the protocol's number where it has one for the case.
    public enum Reason: Int, Hashable, Sendable, CaseIterable {
        /// The issued coupon was used.
        case couponConsumed = 9102
        /// The issued coupon was cancelled.
        case couponCancelled = 9103
        /// The issued coupon has expired.
        case couponExpired = 9105
        /// The card is not known any more.
        case cardNotFound = 9500
        /// The card has expired.
        case cardDisabled = 9501
        /// The card was cancelled.
        case cardCancelled = 9502
        /// The card holds less than is to be taken back.
        case cardLacksBalance = 9516
    }

    /// The coupon's bar code or the card's number.
    public var element: String
    /// Why it stays as it is.
    public var reason: Reason

    /// A refusal from its parts.
    public init(element: String, reason: Reason) {
        self.element = element
        self.reason = reason
    }

    /// A sentence for the report.
    public var text: String {
        switch reason {
        case .couponConsumed: "coupon \(element) was used and cannot be taken back"
        case .couponCancelled: "coupon \(element) was cancelled before"
        case .couponExpired: "coupon \(element) has expired"
        case .cardNotFound: "card \(element) is not known"
        case .cardDisabled: "card \(element) has expired"
        case .cardCancelled: "card \(element) was cancelled"
        case .cardLacksBalance: "card \(element) holds less than is to be taken back"
        }
    }
}

/// What a return has to undo, found by comparing what the sale had with what it has now.
public struct ReversalPlan: Hashable, Sendable {
    /// What is undone, in the order in which it is done.
    public private(set) var reversals: [Reversal] = []
    /// What stays as it is.
    public private(set) var refusals: [ReversalRefusal] = []

    /// Compares.
    ///
    /// An element that cannot be reversed does not keep the others from it.
    ///
    /// - Parameters:
    ///   - before: what the sale had before this return.
    ///   - now: what it has with the goods that are kept.
    ///   - elements: the coupons and cards concerned, as they are.
    public init(before: LoyaltyOutcome, now: LoyaltyOutcome, elements: SaleElements) {
        takeBackCoupons(before, now, elements)
        for barCode in before.spentCoupons.subtracting(now.spentCoupons).sorted() {
            giveBack(barCode, elements)
        }
        for account in Set(before.movements.keys).union(now.movements.keys).sorted() {
            let change = (now.movements[account] ?? .zero) - (before.movements[account] ?? .zero)
            if change != .zero { move(account, change, elements) }
        }
    }

    /// Of each benefit's coupons those stay that are still earned at their value, the oldest first; of the others the
    /// newest are cancelled, and the rest get the values that are still earned.
    private mutating func takeBackCoupons(
        _ before: LoyaltyOutcome, _ now: LoyaltyOutcome, _ elements: SaleElements
    ) {
        var benefits: [String] = []
        for issue in before.issues where !benefits.contains(issue.benefit) { benefits.append(issue.benefit) }
        for benefit in benefits {
            var earned = now.values(ofCouponsBy: benefit)
            let isRevalued = earned != before.values(ofCouponsBy: benefit)
            var others: [Coupon] = []
            for issued in elements.issued where issued.benefit == benefit && !issued.isTakenBack {
                // Coupons without a value of their own are all alike.
                let place = earned.firstIndex { $0 == nil || $0 == issued.coupon.value }
                if let place { earned.remove(at: place) } else { others.append(issued.coupon) }
            }
            for coupon in others.dropFirst(earned.count).reversed() { cancel(coupon) }
            guard isRevalued else { continue }
            for case (let coupon, let value?) in zip(others, earned) { revalue(coupon, value) }
        }
    }

    private mutating func cancel(_ coupon: Coupon) {
        if let reason = coupon.irrevocable {
            refusals.append(ReversalRefusal(element: coupon.barCode, reason: reason))
        } else {
            reversals.append(.cancelCoupon(barCode: coupon.barCode))
        }
    }

    private mutating func revalue(_ coupon: Coupon, _ value: Coupon.Value) {
        if let reason = coupon.irrevocable {
            refusals.append(ReversalRefusal(element: coupon.barCode, reason: reason))
        } else {
            reversals.append(.revalueCoupon(barCode: coupon.barCode, value: value))
        }
    }

    private mutating func giveBack(_ barCode: String, _ elements: SaleElements) {
        // A coupon that the engine does not know was not consumed either.
        guard let coupon = elements.spent[barCode] else { return }
        guard coupon.state.after(.giveBack) != nil else {
            let reason: ReversalRefusal.Reason = coupon.state == .expired ? .couponExpired : .couponCancelled
            refusals.append(ReversalRefusal(element: barCode, reason: reason))
            return
        }
        reversals.append(.giveBackCoupon(barCode: barCode))
    }

    private mutating func move(_ account: LoyaltyOutcome.Account, _ change: Money, _ elements: SaleElements) {
        func refuse(_ reason: ReversalRefusal.Reason) {
            refusals.append(ReversalRefusal(element: account.card, reason: reason))
        }
        guard let card = elements.cards[account.card] else { return refuse(.cardNotFound) }
        switch card.state {
        case .cancelled: refuse(.cardCancelled)
        case .expired: refuse(.cardDisabled)
        // One that is switched off may be switched on again, and must not hold the points of what came back.
        case .active, .disabled:
            if card[account.balance] + change < .zero { return refuse(.cardLacksBalance) }
            reversals.append(.move(account, points: change))
        }
    }
}

extension Coupon {
    /// Why it cannot be taken back; nil where it can.
    fileprivate var irrevocable: ReversalRefusal.Reason? {
        switch state {
        case .issued, .active, .blocked: uses > 0 ? .couponConsumed : nil
        case .consumed: .couponConsumed
        case .cancelled: .couponCancelled
        case .expired: .couponExpired
        }
    }
}
