internal import Promotions

/// Points in time as people read them, in UTC.
enum Moment {
    /// `2023-08-04 17:00:00Z`.
    ///
    /// - Parameter milliseconds: since 1970.
    /// - Returns: the text.
    static func text(_ milliseconds: Int64) -> String { dateTime(milliseconds).text + "Z" }

    /// Day and time in UTC, where no store tells its own.
    ///
    /// - Parameter milliseconds: since 1970.
    /// - Returns: day and time.
    static func dateTime(_ milliseconds: Int64) -> LocalDateTime {
        let seconds = Int(milliseconds >= 0 ? milliseconds / 1_000 : (milliseconds - 999) / 1_000)
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        return LocalDateTime(date: LocalDate(days: day), secondOfDay: seconds - day * 86_400)
    }
}
