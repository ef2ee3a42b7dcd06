/// The value of one message header.
///
/// Numbers of every width arrive as `integer`. Binary floating point and decimals, which no message of ours uses,
/// arrive as `other` and are not sent on.
public enum HeaderValue: Hashable, Sendable {
    /// A text.
    case text(String)
    /// A whole number or a time stamp in seconds.
    case integer(Int64)
    /// True or false.
    case boolean(Bool)
    /// Values in order.
    case list([HeaderValue])
    /// Values by name.
    case table([String: HeaderValue])
    /// A kind that is not read; the broker's letter for it.
    case other(kind: UInt8)

    /// The text, where it is one.
    public var text: String? {
        if case .text(let value) = self { value } else { nil }
    }

    /// The number, where it is one.
    public var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }
}

extension HeaderValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    /// A text from a literal.
    public init(stringLiteral value: String) { self = .text(value) }

    /// A number from a literal.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    /// True or false from a literal.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
}
