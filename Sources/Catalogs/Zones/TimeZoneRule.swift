internal import Promotions

/// The rule by which a time zone changes its clocks from now on, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
struct TimeZoneRule: Hashable, Sendable {
    /// A day of the year and a time of it.
    private enum Day: Hashable, Sendable {
        /// The week's day of a month; week 5 is the last.
        case month(Int, week: Int, weekday: Int)
        /// A day from 1, the 29th of February never counted.
        case julian(Int)
        /// A day from 0, the 29th of February counted.
        case ordinal(Int)
    }

    private struct Change: Hashable, Sendable {
        var day: Day
        var second: Int
    }

    private let standard: Int
    private var summer: (offset: Int, start: Change, end: Change)? {
        guard let summerOffset, let start, let end else { return nil }
        return (summerOffset, start, end)
    }
    private var summerOffset: Int?
    private var start: Change?
    private var end: Change?

    /// Reads a rule; nil where it is none.
    init?(_ text: String) {
        var scanner = Scanner(Array(text.utf8))
        guard scanner.name(), let offset = scanner.time() else { return nil }
        standard = -offset
        if scanner.isAtEnd { return }
        guard scanner.name() else { return nil }
        var ahead = standard + 3_600
        if !scanner.isAt(",") {
            guard let offset = scanner.time() else { return nil }
            ahead = -offset
        }
        guard let start = TimeZoneRule.change(&scanner), let end = TimeZoneRule.change(&scanner), scanner.isAtEnd
        else { return nil }
        (summerOffset, self.start, self.end) = (ahead, start, end)
    }

    /// The offset at a moment, in seconds since 1970.
    func offset(at moment: Int64) -> Int {
        guard let summer else { return standard }
        let local = moment + Int64(standard)
        let days = Int((local - (local % 86_400 + 86_400) % 86_400) / 86_400)
        let year = LocalDate(days: days).parts.year
        let begin = TimeZoneRule.second(summer.start, year) - Int64(standard)
        let end = TimeZoneRule.second(summer.end, year) - Int64(summer.offset)
        let isSummer = begin < end ? (begin..<end).contains(moment) : !(end..<begin).contains(moment)
        return isSummer ? summer.offset : standard
    }

    /// When a change happens in a year, in seconds since 1970 on the clock that holds before it.
    private static func second(_ change: Change, _ year: Int) -> Int64 {
        let first = LocalDate(year: year, month: 1, day: 1)?.days ?? 0
        let day: Int
        switch change.day {
        case .ordinal(let number): day = first + number
        case .julian(let number):
            let isLeap = LocalDate(year: year, month: 2, day: 29) != nil
            day = first + number - 1 + (isLeap && number >= 60 ? 1 : 0)
        case .month(let month, let week, let weekday):
            let begin = LocalDate(year: year, month: month, day: 1) ?? LocalDate(days: first)
            var found = begin.days + (weekday + 1 - begin.weekday + 7) % 7 + (week - 1) * 7
            while week == 5, LocalDate(days: found).parts.month != month { found -= 7 }
            day = found
        }
        return Int64(day) * 86_400 + Int64(change.second)
    }

    private static func change(_ scanner: inout Scanner) -> Change? {
        guard scanner.take(",") else { return nil }
        let day: Day
        if scanner.take("M") {
            guard let month = scanner.number(), (1...12).contains(month), scanner.take("."),
                let week = scanner.number(), (1...5).contains(week), scanner.take("."),
                let weekday = scanner.number(), (0...6).contains(weekday)
            else { return nil }
            day = .month(month, week: week, weekday: weekday)
        } else if scanner.take("J") {
            guard let number = scanner.number(), (1...365).contains(number) else { return nil }
            day = .julian(number)
        } else {
            guard let number = scanner.number(), (0...365).contains(number) else { return nil }
            day = .ordinal(number)
        }
        guard scanner.take("/") else { return Change(day: day, second: 7_200) }
        guard let second = scanner.time() else { return nil }
        return Change(day: day, second: second)
    }

    private struct Scanner {
        private let bytes: [UInt8]
        private var position = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { position == bytes.count }

        func isAt(_ character: Unicode.Scalar) -> Bool {
            position < bytes.count && bytes[position] == UInt8(ascii: character)
        }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard isAt(character) else { return false }
            position += 1
            return true
        }

        /// The name of a time: letters, or anything in angle brackets.
        mutating func name() -> Bool {
            let start = position
            if take("<") {
                while !isAtEnd, !isAt(">") { position += 1 }
                return take(">")
            }
            while position < bytes.count, UnicodeScalar(bytes[position]).properties.isAlphabetic { position += 1 }
            return position > start
        }

        mutating func number() -> Int? {
            let start = position
            while position < bytes.count, (0x30...0x39).contains(bytes[position]), position - start < 4 {
                position += 1
            }
            return Int(String(decoding: bytes[start..<position], as: UTF8.self))
        }

        /// Hours, and minutes and seconds where they stand, with a sign.
        mutating func time() -> Int? {
            let isNegative = take("-")
            if !isNegative { _ = take("+") }
            guard let hours = number() else { return nil }
            var seconds = hours * 3_600
            for unit in [60, 1] where take(":") {
                guard let part = number() else { return nil }
                seconds += part * unit
            }
            return isNegative ? -seconds : seconds
        }
    }
}
