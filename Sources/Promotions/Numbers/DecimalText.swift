/// Decimal numbers as text: read and printed exactly, never through binary floating point.
public enum DecimalText: Sendable {
    /// The most digits before the point that a number on the wire may have.
    public static let maxIntegerDigits = 12

    /// The number that a text stands for, in units of 10 to the power of minus `decimals`.
    ///
    /// Accepted are an optional leading `-`, at most 12 digits, and after a point at most `decimals` digits that count;
    /// further zeros are allowed. No exponent, no thousands separator, no blank.
    ///
    /// - Parameters:
    ///   - text: the characters.
    ///   - decimals: how many decimals the result carries, 0 to 4.
    /// - Returns: the scaled number, or nil where the text is not such a number.
    public static func parse(_ text: String, decimals: Int) -> Int128? { parse(utf8: text.utf8, decimals: decimals) }

    /// The number that a part of a text stands for, by the same rules.
    ///
    /// - Parameters:
    ///   - text: the characters.
    ///   - decimals: how many decimals the result carries, 0 to 4.
    /// - Returns: the scaled number, or nil where the text is not such a number.
    public static func parse(_ text: Substring, decimals: Int) -> Int128? {
        parse(utf8: text.utf8, decimals: decimals)
    }

    private static func parse(utf8 text: some Sequence<UInt8>, decimals: Int) -> Int128? {
        var value: Int64 = 0
        var integerDigits = 0
        var fractionDigits = 0
        var isNegative = false
        var sawPoint = false
        var isFirst = true
        for byte in text {
            defer { isFirst = false }
            switch byte {
            case UInt8(ascii: "-") where isFirst: isNegative = true
            case UInt8(ascii: ".") where !sawPoint && integerDigits > 0: sawPoint = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digit = Int64(byte - UInt8(ascii: "0"))
                if sawPoint {
                    fractionDigits += 1
                    if fractionDigits > decimals {
                        if digit != 0 { return nil }
                        continue
                    }
                } else {
                    integerDigits += 1
                    if integerDigits > maxIntegerDigits { return nil }
                }
                value = value * 10 + digit
            default: return nil
            }
        }
        guard integerDigits > 0, !sawPoint || fractionDigits > 0 else { return nil }
        for _ in min(fractionDigits, decimals)..<decimals { value *= 10 }
        return Int128(isNegative ? -value : value)
    }

    /// Prints a scaled number with a fixed number of decimals.
    ///
    /// - Parameters:
    ///   - units: the number, in units of 10 to the power of minus `scale`.
    ///   - scale: how many decimals the unit stands for.
    ///   - decimals: how many are printed; fewer than `scale` rounds.
    ///   - rounding: how.
    /// - Returns: digits with a point, a leading `-` where the printed number is below zero.
    public static func print(
        _ units: Int128, scale: Int, decimals: Int, rounding: Rounding = .halfUp
    ) -> String {
        var value = units
        if decimals < scale {
            value = rounding.divide(value, by: powerOfTen(scale - decimals))
        } else if decimals > scale {
            value *= powerOfTen(decimals - scale)
        }
        let magnitude = value.magnitude
        var digits = magnitude <= UInt128(UInt64.max) ? String(UInt64(magnitude)) : String(magnitude)
        if decimals > 0 {
            if digits.utf8.count <= decimals {
                digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
            }
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
        }
        return value < 0 ? "-" + digits : digits
    }

    /// Prints a number without the zeros that say nothing: `2`, `2.5`.
    ///
    /// - Parameters:
    ///   - units: the number, in units of 10 to the power of minus `scale`.
    ///   - scale: how many decimals the unit stands for.
    /// - Returns: the shortest exact text.
    public static func printShort(_ units: Int128, scale: Int) -> String {
        var (value, decimals) = (units, scale)
        while decimals > 0, value % 10 == 0 {
            value /= 10
            decimals -= 1
        }
        return print(value, scale: decimals, decimals: decimals)
    }

    /// 10 to a power.
    ///
    /// - Parameter exponent: 0 or more.
    /// - Returns: the power.
    public static func powerOfTen(_ exponent: Int) -> Int128 {
        var result: Int128 = 1
        for _ in 0..<exponent { result *= 10 }
        return result
    }
}
