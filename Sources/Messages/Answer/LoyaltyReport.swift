public import Promotions

/// What an answer to a validation or to a finish says about coupons, cards and customers.
public struct LoyaltyReport: Hashable, Sendable {
    /// A loyalty card.
    public enum Card: Hashable, Sendable {
        /// Checked by a validation; the type is nil where the engine does not know the card.
        case checked(ack: Ack, balance: Money, number: String, seq: Int, type: String?)
        /// Moved by a finish: the balance after it, and the change in points, negative for a debit.
        case moved(balance: Money, number: String, points: Money, type: String)
    }

    /// A coupon.
    public enum Coupon: Hashable, Sendable {
        /// Checked by a validation; the coupon's type is nil where the engine does not know it.
        case checked(ack: Ack, barcode: String, couponId: String?, seq: Int)
        /// Issued by a finish: its face value, zero where it has none, and its first and last day.
        case issued(amount: Money, barcode: String, couponId: String, validFrom: LocalDate, validTo: LocalDate?)
    }

    /// A customer, as the engine knows it.
    public struct Customer: Hashable, Sendable {
        /// Customer code.
        public var code: String
        /// Address.
        public var email: String
        /// Identity document.
        public var identifier: String
        /// Family name.
        public var lastName: String
        /// What is left of the customer's limits, `{limitId}:{amount};` repeated.
        public var limitedBenefits: String
        /// Given name.
        public var name: String
        /// Segments.
        public var segment: String
        /// The element.
        public var seq: Int

        /// A customer from its parts; the defaults are those of a customer that the engine does not know.
        public init(
            code: String, email: String = "-", identifier: String = "-", lastName: String = "-",
            limitedBenefits: String = "", name: String = "-", segment: String = "", seq: Int
        ) {
            self.code = code
            self.email = email
            self.identifier = identifier
            self.lastName = lastName
            self.limitedBenefits = limitedBenefits
            self.name = name
            self.segment = segment
            self.seq = seq
        }
    }

    /// Cards.
    public var cards: [Card]
    /// Coupons.
    public var coupons: [Coupon]
    /// What is wrong with them.
    public var errors: [AnswerError]
    /// Customers.
    public var customers: [Customer]

    /// A report from its parts.
    public init(
        cards: [Card] = [], coupons: [Coupon] = [], errors: [AnswerError] = [], customers: [Customer] = []
    ) {
        self.cards = cards
        self.coupons = coupons
        self.errors = errors
        self.customers = customers
    }
}
