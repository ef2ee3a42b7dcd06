public import Promotions

/// From when to when the coupons of a type can be used.
public enum CouponValidity: Hashable, Sendable {
    /// From the day of issue; the last day is that day plus so many. Nil: without end.
    case daysFromIssue(Int?)
    /// From one day to another, both included, whenever they are issued. A nil end: without end.
    case dates(from: LocalDate, to: LocalDate?)

    /// The first and the last day of a coupon.
    ///
    /// - Parameter day: when it is issued.
    /// - Returns: both days; the last is nil without end.
    public func range(issued day: LocalDate) -> (from: LocalDate, to: LocalDate?) {
        switch self {
        case .daysFromIssue(let days): (day, days.map { LocalDate(days: day.days + $0) })
        case .dates(let from, let to): (from, to)
        }
    }
}
