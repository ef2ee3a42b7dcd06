public import Promotions

/// What a transaction takes from a limit.
public struct Hold: Hashable, Sendable {
    /// Which counter.
    public var key: LimitKey
    /// Which tickets count together.
    public var period: Limit.Period
    /// The ticket's day.
    public var day: LocalDate
    /// How much, in ten-thousandths.
    public var amount: Int128
    /// The limit's maximum, in ten-thousandths.
    public var max: Int128

    /// A hold from its parts.
    public init(key: LimitKey, period: Limit.Period, day: LocalDate, amount: Int128, max: Int128) {
        self.key = key
        self.period = period
        self.day = day
        self.amount = amount
        self.max = max
    }
}

extension Hold {
    /// The counter's row.
    var counter: CounterKey {
        switch period {
        case .undefined: CounterKey(key: key, day: 0)
        case .days: CounterKey(key: key, day: Int64(day.days))
        }
    }

    /// The last day whose tickets share a window with it; nil where all of them do.
    var lastDay: Int64? {
        switch period {
        case .undefined: nil
        case .days(let count): Int64(day.days + DayWindows.sensible(count) - 1)
        }
    }
}
