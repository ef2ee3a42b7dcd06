/// The kinds of element that a condition can ask for; the raw value is the word maps and messages use.
public enum ElementKind: String, Sendable, CaseIterable {
    /// A line.
    case item
    /// A coupon presented.
    case coupon
    /// A customer.
    case customer
    /// A payment.
    case payment
    /// A loyalty card presented.
    case loyaltyCard = "loyaltycard"
    /// The ticket itself.
    case transaction
}

/// A customer, coupon, payment or loyalty card of a ticket.
public struct Element: Hashable, Sendable {
    /// Its number among its kind, 1 to 999.
    public var seq: Int
    /// How many coupons it stands for; 1 for the other kinds.
    public var count: Int
    /// Value of a coupon, balance of a customer or card, money of a payment.
    public var amount: Money
    /// Points of a customer.
    public var points: Money
    /// All attributes as sent, these included.
    public var attributes: Attributes

    /// An element from its parts.
    public init(
        seq: Int, count: Int = 1, amount: Money = .zero, points: Money = .zero, attributes: Attributes = Attributes()
    ) {
        self.seq = seq
        self.count = count
        self.amount = amount
        self.points = points
        self.attributes = attributes
    }
}
