/// The coupons and cards that a sale involved, as they are when its return is worked on.
public struct SaleElements: Hashable, Sendable {
    /// A coupon that the sale issued.
    public struct Issued: Hashable, Sendable {
        /// Id of the benefit that issued it.
        public var benefit: String
        /// The coupon.
        public var coupon: Coupon
        /// Whether an earlier return of the sale settled it: cancelled it, or reported that it could not.
        public var isTakenBack: Bool

        /// An issued coupon from its parts.
        public init(benefit: String, coupon: Coupon, isTakenBack: Bool = false) {
            self.benefit = benefit
            self.coupon = coupon
            self.isTakenBack = isTakenBack
        }
    }

    /// What it issued, in order of issue.
    public var issued: [Issued]
    /// The coupons it spent, by bar code.
    public var spent: [String: Coupon]
    /// The cards it moved, by number.
    public var cards: [String: Card]

    /// Elements from their parts.
    public init(issued: [Issued] = [], spent: [String: Coupon] = [:], cards: [String: Card] = [:]) {
        self.issued = issued
        self.spent = spent
        self.cards = cards
    }
}
