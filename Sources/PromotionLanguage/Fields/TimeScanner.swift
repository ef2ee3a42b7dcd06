import Promotions

/// Walks over a text that says a time.
struct TimeScanner {
    private var rest: Substring.UTF8View.SubSequence

    init(_ text: Substring) { rest = text.utf8[...] }

    /// Whether everything was walked over.
    var isAtEnd: Bool { rest.isEmpty }

    /// Walks over blanks.
    mutating func skipBlanks() { rest = rest.drop { $0 == UInt8(ascii: " ") } }

    /// Walks over one character, and says whether it was there.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, byte == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// A number with as many digits, or one to four of them.
    mutating func number(digits: Int? = nil) -> Int? {
        var value = 0
        var count = 0
        while let byte = rest.first, (48...57).contains(byte), count < digits ?? 4 {
            value = value * 10 + Int(byte - 48)
            count += 1
            rest = rest.dropFirst()
        }
        return count == digits ?? max(count, 1) ? value : nil
    }

    /// `dd/MM/yyyy`.
    mutating func date() -> LocalDate? {
        guard let day = number(digits: 2), skip("/"), let month = number(digits: 2), skip("/"),
            let year = number(digits: 4)
        else { return nil }
        return LocalDate(year: year, month: month, day: day)
    }

    /// `HH:mm`, as minutes since midnight.
    mutating func minuteOfDay() -> Int? {
        guard let hour = number(digits: 2), hour < 24, skip(":"), let minute = number(digits: 2), minute < 60 else {
            return nil
        }
        return hour * 60 + minute
    }

    /// `dd/MM/yyyy HH:mm`.
    mutating func dateTime() -> LocalDateTime? {
        guard let date = date(), skip(" ") else { return nil }
        skipBlanks()
        return minuteOfDay().map { LocalDateTime(date: date, secondOfDay: $0 * 60) }
    }
}
