/// Sums over windows of consecutive days.
enum DayWindows {
    /// What was used on a day.
    struct Use: Hashable, Sendable {
        var day: Int
        var used: Int128
    }

    /// A number of days that a window can have: the calendar of tickets has less than four million.
    static func sensible(_ days: Int) -> Int { min(max(days, 1), 4_000_000) }

    /// The most that any window holds that contains a day.
    ///
    /// - Parameters:
    ///   - uses: Never below zero, ascending by day.
    ///   - length: How many days a window has.
    ///   - day: The day that all windows contain.
    /// - Returns: The sum; zero without uses.
    static func largest(_ uses: [Use], length: Int, containing day: Int) -> Int128 {
        // Moving a window's end only adds something where the end meets a use, so those ends suffice.
        let ends = [day] + uses.map(\.day).filter { $0 > day && $0 < day + length }
        var (sum, largest): (Int128, Int128) = (0, 0)
        var (first, next) = (0, 0)
        for end in ends {
            while next < uses.count, uses[next].day <= end {
                sum += uses[next].used
                next += 1
            }
            while first < next, uses[first].day <= end - length {
                sum -= uses[first].used
                first += 1
            }
            largest = max(largest, sum)
        }
        return largest
    }
}
