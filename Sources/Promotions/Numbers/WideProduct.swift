/// Products that outgrow 128 bits on their way to a quotient that does not.
enum WideProduct {
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
        let (product, overflows) = left.multipliedReportingOverflow(by: right)
        if !overflows { return product.quotientAndRemainder(dividingBy: divisor) }
        let wide = left.magnitude.multipliedFullWidth(by: right.magnitude)
        let (quotient, remainder) = divisor.magnitude.dividingFullWidth(wide)
        return (Int128(quotient), Int128(remainder))
    }
}
