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
    func append(to writer: inout ByteWriter) {
        guard scale >= decimals, let small = Int64(exactly: units) else {
            return writer.put(DecimalText.print(units, scale: scale, decimals: decimals, rounding: rounding).utf8)
        }
        writer.put(rounded(small), decimals: decimals)
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
