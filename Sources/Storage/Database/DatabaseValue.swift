/// A value of a column or a parameter.
public enum DatabaseValue: Hashable, Sendable {
    /// No value.
    case null
    /// A whole number.
    case integer(Int64)
    /// Text.
    case text(String)
    /// Bytes.
    case blob([UInt8])

    /// A whole number of any platform's size.
    public static func int(_ value: Int) -> DatabaseValue { .integer(Int64(value)) }
    /// A truth value, as 1 or 0.
    public static func flag(_ value: Bool) -> DatabaseValue { .integer(value ? 1 : 0) }
    /// Text, or no value.
    public static func optional(_ value: String?) -> DatabaseValue { value.map { .text($0) } ?? .null }
    /// A whole number, or no value.
    public static func optional(_ value: Int64?) -> DatabaseValue { value.map { .integer($0) } ?? .null }
}
