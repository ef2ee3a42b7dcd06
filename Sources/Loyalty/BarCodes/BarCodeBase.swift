/// The symbology that a coupon type's numbers are made for.
public enum BarCodeBase: String, Hashable, Sendable, CaseIterable {
    /// 13 digits.
    case ean13 = "EAN13"
    /// 12 digits.
    case upcA = "UPCA"
    /// Any printable ASCII characters, up to `longestCode128`.
    case code128 = "Code128"

    /// The most characters that a Code 128 number may have; longer symbols do not fit on a receipt.
    public static let longestCode128 = 32

    /// How many characters a number may have.
    public var widths: ClosedRange<Int> {
        switch self {
        case .ean13: 13...13
        case .upcA: 12...12
        case .code128: 1...BarCodeBase.longestCode128
        }
    }

    /// Whether numbers consist of digits only.
    public var isNumeric: Bool { self != .code128 }

    /// The check digit of GS1 numbers: weights 3 and 1 in turn from the right, what lacks to the next ten.
    ///
    /// Characters other than digits, which Code 128 allows, count nothing but keep their place.
    ///
    /// - Parameter text: the characters before the check digit.
    /// - Returns: 0 to 9.
    public static func checkDigit(of text: some StringProtocol) -> Int {
        var sum = 0
        var weight = 3
        for byte in text.utf8.reversed() {
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { sum += weight * Int(byte - UInt8(ascii: "0")) }
            weight = 4 - weight
        }
        return (10 - sum % 10) % 10
    }
}
