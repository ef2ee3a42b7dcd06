public import Promotions

/// A command of a request.
public enum Command: Hashable, Sendable {
    /// Enters or replaces a line.
    case addItem(Item)
    /// Enters or replaces an element of another kind.
    case add(ElementKind, Element)
    /// Enters or replaces a line of a return.
    case addReturnLine(ReturnLine)
    /// Removes an element; nothing where the seq is not in use.
    case void(ElementKind, seq: Int)
}

/// What comes back of a line of the original sale.
public struct ReturnLine: Hashable, Sendable {
    /// The line's seq in the original sale.
    public var seq: Int
    /// Pieces; nil where none were sent.
    public var qty: Int?
    /// Weight or length, for a weighed line; nil where none was sent.
    public var magnitude: Quantity?

    /// A line from its parts.
    public init(seq: Int, qty: Int? = nil, magnitude: Quantity? = nil) {
        self.seq = seq
        self.qty = qty
        self.magnitude = magnitude
    }
}
