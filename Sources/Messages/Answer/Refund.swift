public import Promotions

/// What a return refunds.
public struct Refund: Hashable, Sendable {
    /// A line that comes back.
    public struct Line: Hashable, Sendable {
        /// The line's seq in the original sale.
        public var seq: Int
        /// Pieces that come back.
        public var pieces: Quantity
        /// Weight or length that comes back.
        public var magnitude: Quantity
        /// List price of that part.
        public var price: Money
        /// Monetary benefit that was granted on it, payment plans included.
        public var value: Money
        /// Its share of what the kept goods, evaluated alone, leave of what was paid.
        public var reprice: Money

        /// A line from its parts.
        public init(
            seq: Int, pieces: Quantity, magnitude: Quantity, price: Money, value: Money, reprice: Money
        ) {
            self.seq = seq
            self.pieces = pieces
            self.magnitude = magnitude
            self.price = price
            self.value = value
            self.reprice = reprice
        }

        /// What the customer paid for it.
        public var paid: Money { price - value }
    }

    /// The lines, ascending by seq.
    public var lines: [Line]

    /// A refund from its lines.
    public init(lines: [Line]) { self.lines = lines }

    /// What the customer paid for everything that comes back.
    public var paid: Money { lines.reduce(.zero) { $0 + $1.paid } }
    /// The re-evaluated amount.
    public var reprice: Money { lines.reduce(.zero) { $0 + $1.reprice } }
}
