internal import Promotions

/// A number of an answer, with a fixed number of decimals.
struct Figure: Sendable {
    /// In units of 10 to the power of minus `scale`.
    let units: Int128
    /// How many decimals the unit stands for.
    let scale: Int
    /// How many are printed.
    let decimals: Int
    var rounding = Rounding.halfUp

    /// Appends its digits, with a point, and with a leading `-` where what is printed is below zero.
    func append(to bytes: inout [UInt8]) {
        guard scale >= decimals, let small = Int64(exactly: units) else {
            let text = DecimalText.print(units, scale: scale, decimals: decimals, rounding: rounding)
            bytes.append(contentsOf: text.utf8)
            return
        }
        let value = rounded(small)
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        var count = 1
        var bound: UInt64 = 10
        while count < 19, rest >= bound {
            count += 1
            bound *= 10
        }
        if count == 19, rest >= bound { count = 20 }
        count = max(count, decimals + 1)
        let point = decimals > 0 ? count - decimals : count
        let start = bytes.count
        for _ in 0..<(decimals > 0 ? count + 1 : count) { bytes.append(UInt8(ascii: ".")) }
        for index in stride(from: count - 1, through: 0, by: -1) {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            bytes[start + (index < point ? index : index + 1)] = UInt8(ascii: "0") + UInt8(digit)
            rest = quotient
        }
    }

    /// The number in units of its last decimal.
    private func rounded(_ small: Int64) -> Int64 {
        let divisor = Figure.powers[scale - decimals]
        let (quotient, remainder) = small.quotientAndRemainder(dividingBy: divisor)
        if remainder == 0 { return quotient }
        return Int64(rounding.divide(units, by: Int128(divisor)))
    }

    /// Powers of ten; a scale has four decimals at most.
    private static let powers: [Int64] = [1, 10, 100, 1_000, 10_000]
}
