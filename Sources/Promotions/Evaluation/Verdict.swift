/// Why a promotion applied, or why not.
public struct Verdict: Hashable, Sendable {
    /// How it ended; the raw value is the word on the wire.
    public enum Outcome: String, Sendable, CaseIterable {
        /// Granted in full.
        case applied
        /// Something it asks for is missing.
        case notApplied
        /// Another promotion or choice took precedence.
        case excluded
        /// A limit cut it or left nothing.
        case limited
    }

    /// The closed list of reasons; the raw value is the word on the wire.
    public enum Reason: String, Sendable, CaseIterable {
        /// Granted.
        case ok = "OK"
        /// It is suspended.
        case suspended = "SUSPENDED"
        /// No element of the ticket meets any of its element conditions.
        case noMatch = "NO_MATCH"
        /// Outside its date ranges.
        case date = "DATE"
        /// Outside its hours.
        case hours = "HOURS"
        /// Not one of its days.
        case frequency = "FREQUENCY"
        /// Switched off in this store on this day.
        case exclusionDate = "EXCLUSION_DATE"
        /// Not for this channel.
        case channel = "CHANNEL"
        /// Not for this store.
        case store = "STORE"
        /// A condition on the transaction fails.
        case conditionTransaction = "CONDITION_TRANSACTION"
        /// A condition on items fails.
        case conditionItem = "CONDITION_ITEM"
        /// A condition on coupons fails.
        case conditionCoupon = "CONDITION_COUPON"
        /// A condition on customers fails.
        case conditionCustomer = "CONDITION_CUSTOMER"
        /// A condition on payments fails.
        case conditionPayment = "CONDITION_PAYMENT"
        /// A condition on loyalty cards fails.
        case conditionCard = "CONDITION_CARD"
        /// Too few elements for one combination.
        case comboMin = "COMBO_MIN"
        /// Nothing to benefit.
        case noTarget = "NO_TARGET"
        /// No card to credit or debit.
        case noCard = "NO_CARD"
        /// A customer limit, and no customer.
        case noCustomer = "NO_CUSTOMER"
        /// The price is already lower.
        case noGain = "NO_GAIN"
        /// Below the minimum discount.
        case minDiscount = "MIN_DISCOUNT"
        /// Its units were taken by an exclusive promotion.
        case exclusiveUsed = "EXCLUSIVE_USED"
        /// Another promotion of its level was worth more.
        case lostToBetter = "LOST_TO_BETTER"
        /// Another alternative was chosen.
        case optionNotChosen = "OPTION_NOT_CHOSEN"
        /// A limit cut it.
        case limitCut = "LIMIT_CUT"
        /// A limit left nothing.
        case limitExhausted = "LIMIT_EXHAUSTED"
    }

    /// How it ended.
    public var outcome: Outcome
    /// Why.
    public var reason: Reason
    /// What the deciding test asked for; for `limited` the uncut benefit; may be empty.
    public var needed: String
    /// What it found; for `excluded` the id of the promotion that took precedence, for `limited` the balance.
    public var observed: String
    /// The scope of the limit, for `limited`.
    public var scope: Limit.Scope?

    /// A verdict from its parts.
    public init(
        _ outcome: Outcome, _ reason: Reason, needed: String = "", observed: String = "", scope: Limit.Scope? = nil
    ) {
        self.outcome = outcome
        self.reason = reason
        self.needed = needed
        self.observed = observed
        self.scope = scope
    }
}

extension Verdict {
    /// The verdict of a promotion from those of its benefits.
    ///
    /// Where anything was granted, a limit decides; where nothing was, the benefit that came nearest to it: kept by a
    /// limit, then by another promotion, then by the first reason in the order of the list.
    static func decisive(_ verdicts: [Verdict], isGranted: Bool) -> Verdict {
        var limited = verdicts.first { $0.outcome == .limited }
        guard !isGranted else {
            limited?.reason = .limitCut
            return limited ?? Verdict(.applied, .ok)
        }
        let reasons = verdicts.filter { $0.outcome == .notApplied }
        let first = Reason.allCases.lazy.compactMap { reason in reasons.first { $0.reason == reason } }.first
        return limited ?? verdicts.first { $0.outcome == .excluded } ?? first ?? Verdict(.notApplied, .noTarget)
    }
}

extension EvaluationContext {
    /// The verdict where a limit took something; what was wanted and found is said only where somebody asked.
    func limited(_ reason: Verdict.Reason, _ limit: Limit, _ wanted: Int128, _ balance: Int128) -> Verdict {
        guard explains else { return Verdict(.limited, reason, scope: limit.scope) }
        func text(_ value: Int128) -> String {
            switch limit.kind {
            case .benefitAmount: moneyText(value)
            case .pointsAmount: DecimalText.print(value, scale: Money.decimals, decimals: 2)
            default: DecimalText.printShort(value, scale: Money.decimals)
            }
        }
        return Verdict(.limited, reason, needed: text(wanted), observed: text(balance), scope: limit.scope)
    }
}
