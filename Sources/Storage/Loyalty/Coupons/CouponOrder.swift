public import Loyalty
public import Promotions

/// Coupons that a transaction, or an operator, issues.
public struct CouponOrder: Hashable, Sendable {
    /// Whose they are.
    public var company: String
    /// The transaction; nil where an operator issues.
    public var transaction: String?
    /// Where.
    public var store: String
    /// At which till.
    public var terminal: String
    /// When, in the store's time.
    public var moment: LocalDateTime
    /// To whom; nil for nobody in particular.
    public var customer: String?
    /// What, in order.
    public var issues: [LoyaltyOutcome.Issue]

    /// An order from its parts.
    public init(
        company: String, transaction: String?, store: String, terminal: String, moment: LocalDateTime,
        customer: String?, issues: [LoyaltyOutcome.Issue]
    ) {
        self.company = company
        self.transaction = transaction
        self.store = store
        self.terminal = terminal
        self.moment = moment
        self.customer = customer
        self.issues = issues
    }
}

/// Coupons that could not be issued.
public struct IssueFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why.
    public enum Reason: Hashable, Sendable {
        /// The company has no such type.
        case unknownType
        /// The type is switched off.
        case inactiveType
        /// The running number has outgrown the format.
        case overflow(SequenceOverflow)
        /// Every number that was tried belongs to a coupon.
        case taken(tries: Int)
        /// The order asks for more than a transaction may issue.
        case tooMany(most: Int)
    }

    /// What was to be issued.
    public var issue: LoyaltyOutcome.Issue
    /// How many of it were not.
    public var missing: Int
    /// Why.
    public var reason: Reason

    /// What happened and what helps.
    public var description: String {
        let why =
            switch reason {
            case .unknownType: "the company has no such type"
            case .inactiveType: "the type is not active"
            case .overflow(let overflow): overflow.description
            case .taken(let tries):
                "the next \(tries) numbers belong to coupons already; its format has to keep the prefix whole"
            case .tooMany(let most): "a transaction issues no more than \(most)"
            }
        return "\(missing) coupons of type \(issue.type) for benefit \(issue.benefit) not issued: \(why)"
    }
}

/// What came of an order.
public struct IssuedCoupons: Hashable, Sendable {
    /// The coupons, in order of issue.
    public var coupons: [CouponRecord] = []
    /// What could not be issued, in order.
    public var failures: [IssueFailure] = []
}
