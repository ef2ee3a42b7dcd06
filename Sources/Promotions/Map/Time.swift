/// A span of time; both ends count, the end's minute whole.
public struct DateTimeRange: Hashable, Sendable {
    /// The first moment.
    public var start: LocalDateTime
    /// The last minute; nil is open.
    public var end: LocalDateTime?

    /// A range from its ends.
    public init(start: LocalDateTime, end: LocalDateTime? = nil) {
        self.start = start
        self.end = end
    }

    /// Whether a moment lies within.
    ///
    /// - Parameter moment: the ticket's time.
    /// - Returns: true within the range.
    public func contains(_ moment: LocalDateTime) -> Bool {
        guard moment >= start else { return false }
        guard let end else { return true }
        return (moment.date, moment.minuteOfDay) <= (end.date, end.minuteOfDay)
    }
}

/// Hours of every day, in minutes since midnight; both ends count, an end before the start crosses midnight.
public struct HourInterval: Hashable, Sendable {
    /// First minute, 0 to 1,439.
    public var start: Int
    /// Last minute, 0 to 1,439.
    public var end: Int

    /// An interval from its ends.
    public init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }

    /// Whether a minute of the day lies within.
    ///
    /// - Parameter minute: minutes since midnight.
    /// - Returns: true within the interval.
    public func contains(minute: Int) -> Bool {
        start <= end ? (start...end).contains(minute) : minute >= start || minute <= end
    }
}

/// A rhythm of days, counted from an anchor and never before it.
public struct Frequency: Hashable, Sendable {
    /// What repeats.
    public enum Rhythm: Hashable, Sendable {
        /// Every N days.
        case days(Int)
        /// Every N weeks, on these days; 1 = Sunday to 7 = Saturday, weeks start on Sunday.
        case weeks(Int, on: [Int])
    }

    /// The day from which is counted; its week is week 0.
    public var anchor: LocalDate
    /// What repeats.
    public var rhythm: Rhythm

    /// A rhythm from its anchor.
    public init(anchor: LocalDate, rhythm: Rhythm) {
        self.anchor = anchor
        self.rhythm = rhythm
    }

    /// Whether a day is one of the rhythm's.
    ///
    /// - Parameter day: the ticket's day.
    /// - Returns: true on a hit.
    public func hits(_ day: LocalDate) -> Bool {
        guard day >= anchor else { return false }
        switch rhythm {
        case .days(let count): return count > 0 && (day.days - anchor.days) % count == 0
        case .weeks(let count, let weekdays):
            let anchorSunday = anchor.days - (anchor.weekday - 1)
            let weeks = (day.days - anchorSunday) / 7
            return count > 0 && weeks % count == 0 && weekdays.contains(day.weekday)
        }
    }
}

/// A day on which a promotion is off in a store.
public struct ExclusionDate: Hashable, Sendable {
    /// The store.
    public var store: String
    /// The promotion's name.
    public var promotionName: String
    /// The day.
    public var day: LocalDate

    /// An exclusion from its parts.
    public init(store: String, promotionName: String, day: LocalDate) {
        self.store = store
        self.promotionName = promotionName
        self.day = day
    }
}
