internal import Promotions

/// The sentences that explain verdicts to people.
enum VerdictText {
    /// One sentence.
    static func sentence(for verdict: Verdict) -> String {
        let isMissing = verdict.observed.hasPrefix("none")
        switch verdict.reason {
        case .ok: return isMissing ? "Offered, but no payment uses it." : "Granted."
        case .suspended: return "The promotion is suspended."
        case .noMatch: return "Nothing on the ticket concerns this promotion."
        case .date: return "The date is outside the promotion's dates."
        case .hours: return "The time is outside the promotion's hours."
        case .frequency: return "The day is not one of the promotion's days."
        case .exclusionDate: return "The promotion is switched off in this store on this day."
        case .channel: return "The promotion is not for this sales channel."
        case .store: return "The promotion is not for this store."
        case .conditionTransaction: return "The ticket itself is not as asked for."
        case .conditionItem: return isMissing ? "No product as asked for." : "Too little of the product asked for."
        case .conditionCoupon:
            return isMissing ? "No coupon of the type asked for." : "Too little of the coupon asked for."
        case .conditionCustomer: return isMissing ? "No customer as asked for." : "The customer is not as asked for."
        case .conditionPayment: return isMissing ? "No payment as asked for." : "Too little of the payment asked for."
        case .conditionCard:
            return isMissing ? "No loyalty card of the type asked for." : "The loyalty card is not as asked for."
        case .comboMin: return "Too few products for one combination."
        case .noTarget: return "There is nothing to benefit."
        case .noCard: return "There is no loyalty card to credit or debit."
        case .noCustomer: return "There is no customer, and the limit is for each customer."
        case .noGain: return "The price is already lower."
        case .minDiscount: return "The discount is below the smallest that is granted."
        case .exclusiveUsed: return "An exclusive promotion took what it needs."
        case .lostToBetter: return "Another promotion was worth more."
        case .optionNotChosen: return "Another alternative was chosen."
        case .limitCut: return "\(owner(of: verdict.scope)) limit cut the benefit."
        case .limitExhausted: return "\(owner(of: verdict.scope)) limit leaves nothing to grant."
        }
    }

    private static func owner(of scope: Limit.Scope?) -> String {
        switch scope {
        case .customer: "The customer's"
        case .store: "The store's"
        case .retailer: "The company's"
        case nil: "A"
        }
    }
}
