/// How a value that lies between two minor units is brought to one of them.
public enum Rounding: String, Sendable, CaseIterable {
    /// To the nearest; a half goes away from zero.
    case halfUp
    /// To the nearest; a half goes towards zero.
    case halfDown
    /// To the nearest; a half goes to the even neighbour.
    case halfEven
    /// Away from zero.
    case up
    /// Towards zero.
    case truncate

    /// The quotient of two numbers, brought to a whole number.
    ///
    /// - Parameters:
    ///   - dividend: any value.
    ///   - divisor: greater than zero.
    /// - Returns: `dividend / divisor`, rounded.
    public func divide(_ dividend: Int128, by divisor: Int128) -> Int128 {
        if let dividend = Int64(exactly: dividend), let divisor = Int64(exactly: divisor) {
            let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
            if remainder == 0 { return Int128(quotient) }
        }
        let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        if remainder == 0 { return quotient }
        let away: Int128 = dividend < 0 ? -1 : 1
        let twice = remainder.magnitude * 2
        let goesAway =
            switch self {
            case .halfUp: twice >= divisor.magnitude
            case .halfDown: twice > divisor.magnitude
            case .halfEven: twice > divisor.magnitude || (twice == divisor.magnitude && quotient % 2 != 0)
            case .up: true
            case .truncate: false
            }
        return goesAway ? quotient + away : quotient
    }
}
