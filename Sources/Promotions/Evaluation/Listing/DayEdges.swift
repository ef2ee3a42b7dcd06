/// The moments at which what a promotion asks of time begins or ceases to hold.
public enum DayEdges: Sendable {
    /// The moments within a span.
    ///
    /// - Parameters:
    ///   - promotion: the promotion.
    ///   - span: after its start, up to and with its end.
    ///   - hasExclusions: whether the promotion may be off on some of the days.
    /// - Returns: the moments, not in order.
    public static func moments(
        of promotion: Promotion, in span: ClosedRange<LocalDateTime>, hasExclusions: Bool
    ) -> Set<LocalDateTime> {
        let condition = promotion.condition
        var found: [LocalDateTime] = []
        for range in condition.dateTimeRanges {
            found.append(range.start)
            if let end = range.end { found.append(end.nextMinute) }
        }
        for day in span.lowerBound.date.days...span.upperBound.date.days {
            let midnight = LocalDateTime(date: LocalDate(days: day), secondOfDay: 0)
            if condition.frequency != nil || hasExclusions { found.append(midnight) }
            for interval in condition.hourIntervals {
                found.append(LocalDateTime(date: midnight.date, secondOfDay: interval.start * 60))
                found.append(LocalDateTime(date: midnight.date, secondOfDay: interval.end * 60).nextMinute)
            }
        }
        return Set(found.filter { $0 > span.lowerBound && $0 <= span.upperBound })
    }

    /// The first moment at which something no longer holds whose last minute is given.
    public static func after(_ end: LocalDateTime) -> LocalDateTime { end.nextMinute }
}

extension LocalDateTime {
    /// The beginning of the next minute.
    fileprivate var nextMinute: LocalDateTime {
        let second = (minuteOfDay + 1) * 60
        return second < 86_400
            ? LocalDateTime(date: date, secondOfDay: second)
            : LocalDateTime(date: LocalDate(days: date.days + 1), secondOfDay: 0)
    }
}
