import Messages
import Promotions

/// What would have been accepted in place of a value.
struct Refusal: Error, Sendable {
    /// In words, to follow "expected".
    var expected: String
}

/// How one value that is no object is read.
struct Scalar<Value> {
    /// What is expected, for a value that is missing.
    let expected: String
    /// The value, or what would have been accepted.
    let read: (JSONValue) throws(Refusal) -> Value
}

extension Scalar<String> {
    /// A text; empty only where it is optional, and then as good as absent.
    static func text(_ maxLength: Int = Limits.nameLength) -> Scalar {
        Scalar(expected: "a text") { (value: JSONValue) throws(Refusal) in
            guard case .string(let text) = value else { throw Refusal(expected: "a text in quotes") }
            guard text.utf8.count <= maxLength || text.unicodeScalars.count <= maxLength else {
                throw Refusal(expected: "a text of at most \(maxLength) characters")
            }
            return text
        }
    }

    /// A text that is not empty.
    static func filledText(_ maxLength: Int = Limits.nameLength) -> Scalar {
        let any = text(maxLength)
        return Scalar(expected: "a text") { (value: JSONValue) throws(Refusal) in
            let text = try any.read(value)
            guard !text.isEmpty else { throw Refusal(expected: "a text that is not empty") }
            return text
        }
    }

    /// A value to compare attributes with: attributes are texts, whatever the author wrote.
    static var comparand: Scalar {
        let filled = filledText(Limits.textLength)
        return Scalar(expected: filled.expected) { (value: JSONValue) throws(Refusal) in
            switch value {
            case .bool(let bool): return bool ? "true" : "false"
            case .number(let text):
                guard !text.contains(where: { $0 == "e" || $0 == "E" }) else {
                    throw Refusal(expected: "a number without an exponent")
                }
                return text
            case .string: return try filled.read(value)
            default: throw Refusal(expected: "a text, a number, true or false")
            }
        }
    }

    /// The identifier of a promotion, benefit or limit.
    static var id: Scalar {
        Scalar(expected: "24 lower-case hexadecimal digits") { (value: JSONValue) throws(Refusal) in
            guard case .string(let text) = value, text.utf8.count == 24,
                text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
            else { throw Refusal(expected: "24 lower-case hexadecimal digits") }
            return text
        }
    }

    /// A supplier that bears a benefit, as `code,amount|percentage,value`.
    static var provider: Scalar {
        Scalar(expected: "code,amount|percentage,value") { (value: JSONValue) throws(Refusal) in
            let refusal = Refusal(expected: "code,amount|percentage,value such as \"0045,amount,50\"")
            guard case .string(let text) = value, text.utf8.count <= Limits.nameLength else { throw refusal }
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            guard parts.count == 3, !parts[0].isEmpty, ["amount", "percentage"].contains(parts[1]),
                let number = DecimalText.parse(parts[2], decimals: Money.decimals), number >= 0,
                parts[1] == "amount" || number <= 100 * Money.unitsPerWhole
            else { throw refusal }
            return text
        }
    }
}

extension Scalar<Bool> {
    /// True or false, without quotes.
    static var bool: Scalar {
        Scalar(expected: "true or false") { (value: JSONValue) throws(Refusal) in
            guard case .bool(let bool) = value else { throw Refusal(expected: "true or false") }
            return bool
        }
    }
}

extension Scalar where Value: RawRepresentable<String> {
    /// One word of a closed list.
    static func word(_ words: [Value]) -> Scalar {
        let expected = words.count == 1 ? words[0].rawValue : "one of " + words.map(\.rawValue).joined(separator: ", ")
        return Scalar(expected: expected) { (value: JSONValue) throws(Refusal) in
            guard case .string(let text) = value, let word = Value(rawValue: text),
                words.contains(where: { $0.rawValue == word.rawValue })
            else { throw Refusal(expected: expected) }
            return word
        }
    }
}

extension Scalar where Value: RawRepresentable<String> & CaseIterable {
    /// One of the words of a type.
    static var word: Scalar { word(Array(Value.allCases)) }
}
