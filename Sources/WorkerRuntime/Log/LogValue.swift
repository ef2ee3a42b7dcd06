/// A value in a log line: never personal data, never a secret.
public enum LogValue: Hashable, Sendable {
    /// A text.
    case text(String)
    /// A whole number.
    case integer(Int64)
    /// True or false.
    case boolean(Bool)

    /// A number.
    ///
    /// - Parameter value: the number.
    /// - Returns: the value.
    public static func number(_ value: some BinaryInteger) -> LogValue { .integer(Int64(clamping: value)) }

    var json: String {
        switch self {
        case .text(let text): JSONText.quoted(text)
        case .integer(let number): String(number)
        case .boolean(let flag): flag ? "true" : "false"
        }
    }

    var plain: String {
        switch self {
        case .text(let text):
            text.isEmpty || text.contains(where: { $0 == " " || $0 == "\"" || $0.isNewline })
                ? JSONText.quoted(text) : text
        default: json
        }
    }
}

extension LogValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    /// A text from a literal.
    public init(stringLiteral value: String) { self = .text(value) }

    /// A number from a literal.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    /// True or false from a literal.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
}

/// Texts as JSON writes them.
enum JSONText {
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            // Line and paragraph separators and the C1 controls break lines in some viewers.
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
