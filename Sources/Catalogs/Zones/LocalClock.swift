public import Promotions

/// The clock on a store's wall.
public struct LocalClock: Hashable, Sendable {
    private let zone: TimeZoneFile

    /// The clock of a time zone.
    public init(_ zone: TimeZoneFile) { self.zone = zone }

    /// What it shows at a moment.
    ///
    /// - Parameter milliseconds: since 1970.
    /// - Returns: the local date and time.
    public func time(at milliseconds: Int64) -> LocalDateTime {
        let moment = LocalClock.quotient(milliseconds, 1_000)
        let local = moment + Int64(zone.offset(at: moment))
        let day = LocalClock.quotient(local, 86_400)
        return LocalDateTime(date: LocalDate(days: Int(day)), secondOfDay: Int(local - day * 86_400))
    }

    /// The first moment at which it shows a minute of a day; where clocks are put forward over that minute, the moment
    /// that lies as far behind the change as the minute lies behind it.
    ///
    /// - Parameters:
    ///   - day: the day.
    ///   - minute: minutes since midnight.
    /// - Returns: milliseconds since 1970.
    public func moment(_ day: LocalDate, minute: Int) -> Int64 {
        let local = Int64(day.days) * 86_400 + Int64(minute) * 60
        // No zone is a day from UTC, and none changes twice within two.
        let around = [zone.offset(at: local - 86_400), zone.offset(at: local + 86_400)]
        let hits = around.map { local - Int64($0) }.filter { $0 + Int64(zone.offset(at: $0)) == local }
        return (hits.min() ?? local - Int64(around[0])) * 1_000
    }

    /// When something that is due every day at a minute was due last.
    ///
    /// - Parameters:
    ///   - minute: minutes since midnight.
    ///   - now: milliseconds since 1970.
    /// - Returns: milliseconds since 1970, not after now.
    public func lastDue(minute: Int, now: Int64) -> Int64 {
        let today = time(at: now).date
        for back in 0...2 {
            let due = moment(LocalDate(days: today.days - back), minute: minute)
            if due <= now { return due }
        }
        return now
    }

    private static func quotient(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }
}
