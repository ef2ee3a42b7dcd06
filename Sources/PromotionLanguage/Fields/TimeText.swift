import Promotions

/// The texts in which authors write times, both ways.
enum TimeText: Sendable {
    /// Reads `dd/MM/yyyy HH:mm`, which is open, or two of them with a dash between.
    static func range(_ text: Substring) throws(Refusal) -> DateTimeRange {
        var scanner = TimeScanner(text)
        let form = Refusal(expected: "dd/MM/yyyy HH:mm or dd/MM/yyyy HH:mm - dd/MM/yyyy HH:mm")
        scanner.skipBlanks()
        guard let start = scanner.dateTime() else { throw form }
        scanner.skipBlanks()
        if scanner.isAtEnd { return DateTimeRange(start: start) }
        guard scanner.skip("-") else { throw form }
        scanner.skipBlanks()
        guard let end = scanner.dateTime() else { throw form }
        scanner.skipBlanks()
        guard scanner.isAtEnd else { throw form }
        guard end >= start else { throw Refusal(expected: "an end that is not before the start") }
        return DateTimeRange(start: start, end: end)
    }

    /// Reads `HH:mm-HH:mm`.
    static func hours(_ text: Substring) throws(Refusal) -> HourInterval {
        var scanner = TimeScanner(text)
        let form = Refusal(expected: "HH:mm-HH:mm")
        scanner.skipBlanks()
        guard let start = scanner.minuteOfDay() else { throw form }
        scanner.skipBlanks()
        guard scanner.skip("-") else { throw form }
        scanner.skipBlanks()
        guard let end = scanner.minuteOfDay() else { throw form }
        scanner.skipBlanks()
        guard scanner.isAtEnd else { throw form }
        return HourInterval(start: start, end: end)
    }

    /// Reads `dd/MM/yyyy Nd` or `dd/MM/yyyy Ns(d,d)`.
    static func frequency(_ text: Substring) throws(Refusal) -> Frequency {
        var scanner = TimeScanner(text)
        let form = Refusal(expected: "dd/MM/yyyy Nd or dd/MM/yyyy Ns(d,d) with days 1 (Sunday) to 7")
        scanner.skipBlanks()
        guard let anchor = scanner.date() else { throw form }
        scanner.skipBlanks()
        guard let count = scanner.number(), count > 0 else { throw form }
        if scanner.skip("d") {
            scanner.skipBlanks()
            guard scanner.isAtEnd else { throw form }
            return Frequency(anchor: anchor, rhythm: .days(count))
        }
        guard scanner.skip("s") else { throw form }
        scanner.skipBlanks()
        guard scanner.skip("(") else { throw form }
        var days: [Int] = []
        repeat {
            scanner.skipBlanks()
            guard let day = scanner.number(), (1...7).contains(day), !days.contains(day) else { throw form }
            days.append(day)
            scanner.skipBlanks()
        } while scanner.skip(",")
        guard scanner.skip(")") else { throw form }
        scanner.skipBlanks()
        guard scanner.isAtEnd else { throw form }
        return Frequency(anchor: anchor, rhythm: .weeks(count, on: days))
    }

    /// Writes a range as it is read.
    static func text(_ range: DateTimeRange) -> String {
        let start = text(range.start)
        return range.end.map { "\(start) - \(text($0))" } ?? start
    }

    /// Writes an interval as it is read.
    static func text(_ interval: HourInterval) -> String {
        "\(clock(interval.start))-\(clock(interval.end))"
    }

    /// Writes a rhythm as it is read.
    static func text(_ frequency: Frequency) -> String {
        switch frequency.rhythm {
        case .days(let count): "\(text(frequency.anchor)) \(count)d"
        case .weeks(let count, let days):
            "\(text(frequency.anchor)) \(count)s(\(days.map(String.init).joined(separator: ",")))"
        }
    }

    /// The text without the blanks around it.
    static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " }
        guard let last = start.lastIndex(where: { $0 != " " }) else { return "" }
        return String(start[...last])
    }

    private static func text(_ moment: LocalDateTime) -> String {
        "\(text(moment.date)) \(clock(moment.minuteOfDay))"
    }

    private static func text(_ date: LocalDate) -> String {
        let (year, month, day) = date.parts
        return "\(padded(day, 2))/\(padded(month, 2))/\(padded(year, 4))"
    }

    private static func clock(_ minute: Int) -> String { "\(padded(minute / 60, 2)):\(padded(minute % 60, 2))" }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
