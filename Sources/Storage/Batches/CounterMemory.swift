/// The counters of one limit that a database transaction has locked, day by day.
struct CounterMemory {
    /// A day's counter.
    struct Day {
        /// What the row holds; nil where there is no row.
        var stored: Int64?
        /// What it is to hold.
        var used: Int64
        /// Whether something was taken, which decides how long the row is needed.
        var isTaken = false
        /// The last day whose tickets share a window with it; nil where all of them do.
        var lastDay: Int64?
    }

    /// The days that were read.
    private var known: ClosedRange<Int>?
    /// Whether day zero was read, whose row locks all days: it stands apart, far from the days of any ticket.
    private var knowsZero = false
    private(set) var days: [Int: Day] = [:]

    /// Whether all days of a range were read.
    func covers(_ range: ClosedRange<Int>) -> Bool {
        if range == 0...0, knowsZero { return true }
        guard let known else { return false }
        return known.lowerBound <= range.lowerBound && range.upperBound <= known.upperBound
    }

    /// The smallest range that holds the days that were read and these.
    func widened(to range: ClosedRange<Int>) -> ClosedRange<Int> {
        guard let known else { return range }
        return min(known.lowerBound, range.lowerBound)...max(known.upperBound, range.upperBound)
    }

    /// Takes what was read of a range; what is known already stands.
    mutating func learn(_ uses: [DayWindows.Use], of range: ClosedRange<Int>) {
        for use in uses where days[use.day] == nil {
            days[use.day] = Day(stored: Int64(use.used), used: Int64(use.used))
        }
        if range == 0...0 { knowsZero = true } else { known = range }
    }

    /// What was used on the days of a range, ascending by day.
    func uses(in range: ClosedRange<Int>) -> [DayWindows.Use] {
        if range.count == 1 {
            return days[range.lowerBound].map { [DayWindows.Use(day: range.lowerBound, used: Int128($0.used))] } ?? []
        }
        return days.filter { range.contains($0.key) }.map { DayWindows.Use(day: $0.key, used: Int128($0.value.used)) }
            .sorted { $0.day < $1.day }
    }

    /// Adds to a day.
    mutating func take(_ amount: Int64, on day: Int, lastDay: Int64?) {
        var counter = days[day] ?? Day(used: 0)
        counter.used += amount
        counter.isTaken = true
        if let lastDay { counter.lastDay = max(lastDay, counter.lastDay ?? lastDay) }
        days[day] = counter
    }

    /// Takes off a day what was taken before.
    mutating func give(_ amount: Int64, on day: Int) { days[day]?.used -= amount }

    /// Notes that a day is written.
    mutating func written(_ day: Int) {
        guard var counter = days[day] else { return }
        counter.stored = counter.used
        counter.isTaken = false
        days[day] = counter
    }
}

/// The holds of one transaction: what the rows say, and what they are to say.
struct HoldMemory {
    var stored: [CounterKey: StoredHold]
    var current: [CounterKey: StoredHold]

    init(_ stored: [CounterKey: StoredHold]) { (self.stored, current) = (stored, stored) }

    /// The counters whose rows have to be written, in order.
    var changed: [CounterKey] {
        Set(stored.keys).union(current.keys).filter { stored[$0] != current[$0] }.sorted()
    }
}
