/// Points as they are granted: told with two decimals, so that many are given.
enum Points {
    /// The most that one benefit gives for one application: twelve digits, as many as a number on the wire may have.
    static let most: Int128 = 9_999_999_999_999_900

    private static let step: Int128 = 100

    /// `left * right / divisor` in steps of a hundredth, to the nearest, a half up; never below zero.
    static func rounded(_ left: Int128, times right: Int128, by divisor: Int128) -> Int128 {
        guard left > 0, right > 0 else { return 0 }
        let (quotient, remainder) = WideProduct.divide(left, times: right, by: divisor * step)
        if quotient >= most / step { return most }
        return (remainder * 2 >= divisor * step ? quotient + 1 : quotient) * step
    }

    /// The next hundredth that is not less.
    static func roundedUp(_ amount: Int128) -> Int128 { (amount + step - 1) / step * step }

    /// What of an amount can be given.
    static func whole(_ amount: Int128) -> Int128 { amount / step * step }
}
