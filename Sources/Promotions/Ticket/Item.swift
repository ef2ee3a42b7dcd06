/// A line of a ticket.
public struct Item: Hashable, Sendable {
    /// The line's number, 1 to 999.
    public var seq: Int
    /// Price of one piece; serves conditions only.
    public var unitPrice: Money
    /// Price of the whole line, `xprice` on the wire: what benefits are computed on.
    public var price: Money
    /// Pieces, 1 or more.
    public var pieces: Int
    /// Weight or length of the whole line; zero where it has none.
    public var magnitude: Quantity
    /// The lowest price a piece that promotions may leave.
    public var minPrice: Money
    /// Whether monetary benefits may lower this line; it counts for conditions either way.
    public var isDiscountable: Bool
    /// All attributes as sent, these included.
    public var attributes: Attributes

    /// A line from its parts.
    public init(
        seq: Int, unitPrice: Money, price: Money, pieces: Int = 1, magnitude: Quantity = .zero,
        minPrice: Money = .zero, isDiscountable: Bool = true, attributes: Attributes = Attributes()
    ) {
        self.seq = seq
        self.unitPrice = unitPrice
        self.price = price
        self.pieces = pieces
        self.magnitude = magnitude
        self.minPrice = minPrice
        self.isDiscountable = isDiscountable
        self.attributes = attributes
    }
}
