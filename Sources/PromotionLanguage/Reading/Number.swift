import Messages
import Promotions

/// Which numbers are accepted, in units of 10 to the power of minus `decimals`.
struct NumberRange {
    /// How many decimals the unit stands for.
    let decimals: Int
    /// The smallest.
    let least: Int128
    /// The greatest; nil where only the digits of a number on the wire bound it.
    let most: Int128?
    /// In words, to follow "expected".
    let words: String

    /// From 0 to 100 percent.
    static let percent = NumberRange(decimals: 4, least: 0, most: 1_000_000, words: "a number from 0 to 100")
    /// Money, points and factors.
    static let amount = NumberRange(decimals: 4, least: 0, most: nil, words: "a number of 0 or more")
    /// Money, points and factors that must be there.
    static let positive = NumberRange(decimals: 4, least: 1, most: nil, words: "a number above 0")
    /// Money that may be owed.
    static let anyAmount = NumberRange(decimals: 4, least: .min, most: nil, words: "a number")

    /// Whole numbers between two bounds.
    static func whole(_ range: ClosedRange<Int>) -> NumberRange {
        NumberRange(
            decimals: 0, least: Int128(range.lowerBound), most: Int128(range.upperBound),
            words: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }

    /// What elements can measure: above or from zero; pieces may have to be whole.
    static func measured(decimals: Int, fromZero: Bool = false, whole: Bool = false) -> NumberRange {
        NumberRange(
            decimals: decimals, least: fromZero ? 0 : 1, most: nil,
            words: (whole ? "a whole number " : "a number ") + (fromZero ? "of 0 or more" : "above 0"))
    }
}

extension Scalar<Int128> {
    /// A number, written as one or as a text, in units of the range's decimals.
    static func number(_ range: NumberRange, whole: Bool = false) -> Scalar {
        Scalar(expected: range.words) { (value: JSONValue) throws(Refusal) in
            let text: String
            switch value {
            case .number(let written), .string(let written): text = written
            default: throw Refusal(expected: range.words)
            }
            guard let units = DecimalText.parse(text, decimals: range.decimals) else {
                throw Refusal(expected: reason(against: text, range))
            }
            guard units >= range.least, range.most.map({ units <= $0 }) ?? true,
                !whole || units % DecimalText.powerOfTen(range.decimals) == 0
            else { throw Refusal(expected: range.words) }
            return units
        }
    }

    private static func reason(against text: String, _ range: NumberRange) -> String {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let isDecimal = parts.allSatisfy { part in !part.isEmpty && part.utf8.allSatisfy { (48...57).contains($0) } }
        guard isDecimal else {
            let isExponent =
                digits.utf8.first.map { (48...57).contains($0) } == true
                && digits.utf8.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
                && digits.utf8.contains { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }
            return isExponent ? "a number without an exponent" : range.words
        }
        if parts[0].utf8.count > DecimalText.maxIntegerDigits {
            return "a number with at most \(DecimalText.maxIntegerDigits) digits before the point"
        }
        return range.decimals == 0 ? range.words : "a number with at most \(range.decimals) decimals"
    }
}

extension Scalar<Int> {
    /// A whole number between two bounds.
    static func whole(_ range: ClosedRange<Int>) -> Scalar {
        let number = Scalar<Int128>.number(.whole(range))
        return Scalar(expected: number.expected) { (value: JSONValue) throws(Refusal) in Int(try number.read(value)) }
    }
}

extension Scalar<Money> {
    /// An amount of money or points.
    static func money(_ range: NumberRange = .amount) -> Scalar {
        let number = Scalar<Int128>.number(range)
        return Scalar(expected: number.expected) { (value: JSONValue) throws(Refusal) in
            Money(units: try number.read(value))
        }
    }
}
