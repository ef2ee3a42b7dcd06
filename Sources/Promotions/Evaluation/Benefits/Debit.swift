/// What a benefit draws on and how much: what is booked when the sale ends.
public struct Debit: Hashable, Sendable {
    /// A balance or value that is drawn on.
    public enum Source: Hashable, Sendable {
        /// A balance, 1 or 2, of a card; presented ones may belong to an agreement.
        case card(number: String, balance: Int, agreement: String)
        /// The points of a customer.
        case customer(seq: Int)
        /// What a coupon carries; a percentage is not used up.
        case coupon(seq: Int, isPercentage: Bool)
        /// An amount in an attribute of a coupon, or of the transaction where no coupon is named.
        case attribute(name: String, couponSeq: Int?)

        /// What is held there, under whatever agreement it is drawn on: a card that is presented under two has one
        /// balance all the same.
        var held: Source {
            if case .card(let number, let balance, _) = self {
                return .card(number: number, balance: balance, agreement: "")
            }
            return self
        }
    }

    /// What is drawn on.
    public var source: Source
    /// How much, in the points or the money that the source holds.
    public var amount: Money

    /// A debit from its parts.
    public init(source: Source, amount: Money) {
        self.source = source
        self.amount = amount
    }
}
