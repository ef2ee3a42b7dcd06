/// Products that outgrow 128 bits on their way to a quotient that does not.
enum WideProduct {
    /// A product of 128 bits, cheap where the factors have 64.
    static func product(_ left: Int128, _ right: Int128) -> Int128 {
        if let left = Int64(exactly: left), let right = Int64(exactly: right) { return Int128(left) * Int128(right) }
        return left * right
    }

    /// Whether one product is greater than another; no factor is below 0.
    static func exceeds(_ left: Int128, times right: Int128, _ other: Int128, times factor: Int128) -> Bool {
        if let left = Int64(exactly: left), let right = Int64(exactly: right), let other = Int64(exactly: other),
            let factor = Int64(exactly: factor)
        {
            return Int128(left) * Int128(right) > Int128(other) * Int128(factor)
        }
        let (one, isOneWide) = left.multipliedReportingOverflow(by: right)
        let (two, isTwoWide) = other.multipliedReportingOverflow(by: factor)
        if !isOneWide, !isTwoWide { return one > two }
        let wideOne = left.magnitude.multipliedFullWidth(by: right.magnitude)
        let wideTwo = other.magnitude.multipliedFullWidth(by: factor.magnitude)
        return (wideOne.high, wideOne.low) > (wideTwo.high, wideTwo.low)
    }

    /// `left * right / divisor`, rounded down, with the remainder.
    ///
    /// - Parameters:
    ///   - left: 0 or more.
    ///   - right: 0 or more.
    ///   - divisor: above 0; the quotient must fit 127 bits.
    /// - Returns: quotient and remainder.
    static func divide(
        _ left: Int128, times right: Int128, by divisor: Int128
    ) -> (quotient: Int128, remainder: Int128) {
        if let left = Int64(exactly: left), let right = Int64(exactly: right), let divisor = Int64(exactly: divisor) {
            let product = left.multipliedFullWidth(by: right)
            if product.high == 0 {
                let (quotient, remainder) = product.low.quotientAndRemainder(dividingBy: UInt64(divisor))
                return (Int128(quotient), Int128(remainder))
            }
        }
        let (product, overflows) = left.multipliedReportingOverflow(by: right)
        if !overflows { return product.quotientAndRemainder(dividingBy: divisor) }
        let wide = left.magnitude.multipliedFullWidth(by: right.magnitude)
        let (quotient, remainder) = divisor.magnitude.dividingFullWidth(wide)
        return (Int128(quotient), Int128(remainder))
    }
}
