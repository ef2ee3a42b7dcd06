public import Promotions

/// What an evaluation means for coupons and cards: what is booked at finish, and what a return compares.
public struct LoyaltyOutcome: Hashable, Sendable {
    /// Coupons that one benefit issues.
    public struct Issue: Hashable, Sendable {
        /// Id of the benefit.
        public var benefit: String
        /// Code of the coupon type.
        public var type: String
        /// How many.
        public var quantity: Int
        /// What each is worth; nil for normal coupons.
        public var value: Coupon.Value?

        /// An issue from its parts.
        public init(benefit: String, type: String, quantity: Int, value: Coupon.Value? = nil) {
            self.benefit = benefit
            self.type = type
            self.quantity = quantity
            self.value = value
        }
    }

    /// The value of each coupon that a benefit issues, in order of issue; nil for coupons without one.
    func values(ofCouponsBy benefit: String) -> [Coupon.Value?] {
        issues.filter { $0.benefit == benefit }.flatMap { Array(repeating: $0.value, count: $0.quantity) }
    }

    /// An account of a card.
    public struct Account: Hashable, Sendable, Comparable {
        /// The card's number.
        public var card: String
        /// Which of its balances.
        public var balance: Card.Account

        /// An account from its parts.
        public init(card: String, balance: Card.Account = .balance1) {
            self.card = card
            self.balance = balance
        }

        /// The order in which accounts are locked and reported.
        public static func < (left: Account, right: Account) -> Bool {
            (left.card, left.balance) < (right.card, right.balance)
        }
    }

    /// Coupons to issue, in order of application.
    public var issues: [Issue]
    /// Bar codes of the coupons that took part in a granted promotion.
    public var spentCoupons: Set<String>
    /// What each account wins, negative where it pays.
    public var movements: [Account: Money]

    /// An outcome from its parts.
    public init(issues: [Issue] = [], spentCoupons: Set<String> = [], movements: [Account: Money] = [:]) {
        self.issues = issues
        self.spentCoupons = spentCoupons
        self.movements = movements.filter { $0.value != .zero }
    }
}
