/// What the company knows of the coupons and cards of a ticket: what benefits may draw on.
///
/// Balances are those without this ticket. What is not listed has nothing to draw on, whatever the ticket says of it.
public struct Holdings: Hashable, Sendable {
    /// A card that can be used.
    public struct Card: Hashable, Sendable {
        /// Its number.
        public var number: String
        /// Code of its type.
        public var type: String
        /// Its first balance, in points or money.
        public var balance1: Money
        /// Its second balance.
        public var balance2: Money

        /// A card from its parts.
        public init(number: String, type: String, balance1: Money = .zero, balance2: Money = .zero) {
            self.number = number
            self.type = type
            self.balance1 = balance1
            self.balance2 = balance2
        }
    }

    /// What a coupon carries.
    public enum CouponValue: Hashable, Sendable {
        /// Money.
        case amount(Money)
        /// A percentage, in ten-thousandths.
        case percentage(Int128)
    }

    /// The cards presented and the customer's own, by number.
    public var cards: [String: Card]
    /// Numbers of the customer's own cards, the one that counts first in front.
    public var ownCards: [String]
    /// What the usable coupons of the ticket carry, by bar code; a coupon without a value is absent.
    public var coupons: [String: CouponValue]

    /// Holdings from their parts.
    public init(cards: [Card] = [], ownCards: [String] = [], coupons: [String: CouponValue] = [:]) {
        self.cards = Dictionary(cards.map { ($0.number, $0) }) { first, _ in first }
        self.ownCards = ownCards
        self.coupons = coupons
    }
}
