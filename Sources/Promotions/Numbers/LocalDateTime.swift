/// A day of the proleptic Gregorian calendar, as the number of days since 1970-01-01.
public struct LocalDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; negative before.
    public var days: Int

    /// A day from its number.
    public init(days: Int) { self.days = days }

    /// A day from year, month and day.
    ///
    /// - Parameters:
    ///   - year: 1 to 9999.
    ///   - month: 1 to 12.
    ///   - day: 1 to the month's length.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= LocalDate.length(ofMonth: month, year: year)
        else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        days = era * 146_097 + dayOfEra - 719_468
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// 1 = Sunday to 7 = Saturday.
    public var weekday: Int { ((days + 4) % 7 + 7) % 7 + 1 }

    /// `yyyy-MM-dd`.
    public var text: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    fileprivate func write(to bytes: inout [UInt8]) {
        let (year, month, day) = parts
        append(year, 4, to: &bytes)
        bytes.append(dash)
        append(month, 2, to: &bytes)
        bytes.append(dash)
        append(day, 2, to: &bytes)
    }

    /// Whether the first is the earlier.
    public static func < (left: LocalDate, right: LocalDate) -> Bool { left.days < right.days }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// A store's local date and time, to the second.
public struct LocalDateTime: Hashable, Comparable, Sendable {
    /// The day.
    public var date: LocalDate
    /// Seconds since midnight, 0 to 86,399.
    public var secondOfDay: Int

    /// A moment from its day and the seconds since midnight.
    public init(date: LocalDate, secondOfDay: Int) {
        self.date = date
        self.secondOfDay = secondOfDay
    }

    /// Minutes since midnight, 0 to 1,439.
    public var minuteOfDay: Int { secondOfDay / 60 }

    /// Reads `yyyy-MM-dd HH:mm:ss`; without seconds it is second 00.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 16 || bytes.count == 19, bytes[4] == dash, bytes[7] == dash,
            bytes[10] == UInt8(ascii: " "), bytes[13] == colon,
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let date = LocalDate(year: year, month: month, day: day),
            let hour = number(bytes[11..<13]), hour < 24, let minute = number(bytes[14..<16]), minute < 60
        else { return nil }
        var second = 0
        if bytes.count == 19 {
            guard bytes[16] == colon, let value = number(bytes[17..<19]), value < 60 else { return nil }
            second = value
        }
        self.init(date: date, secondOfDay: hour * 3600 + minute * 60 + second)
    }

    /// `yyyy-MM-dd HH:mm:ss`.
    public var text: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(19)
        date.write(to: &bytes)
        bytes.append(UInt8(ascii: " "))
        append(secondOfDay / 3600, 2, to: &bytes)
        bytes.append(colon)
        append(secondOfDay / 60 % 60, 2, to: &bytes)
        bytes.append(colon)
        append(secondOfDay % 60, 2, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `yyyyMMddHHmmss`, as it stands in transaction strings.
    public var compactText: String {
        let (year, month, day) = date.parts
        let (hour, minute, second) = (secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60)
        let digits = [year * 100 + month, day, hour, minute, second].reduce(0) { $0 * 100 + $1 }
        var bytes: [UInt8] = []
        append(digits, 14, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether the first is the earlier.
    public static func < (left: LocalDateTime, right: LocalDateTime) -> Bool {
        (left.date, left.secondOfDay) < (right.date, right.secondOfDay)
    }
}

private let dash = UInt8(ascii: "-")
private let colon = UInt8(ascii: ":")

private func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
        value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
}

/// Writes a number with zeros before it.
private func append(_ value: Int, _ width: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    bytes += repeatElement(UInt8(ascii: "0"), count: width)
    var rest = value
    for place in (start..<start + width).reversed() where rest > 0 {
        bytes[place] += UInt8(rest % 10)
        rest /= 10
    }
    guard rest != 0 else { return }
    // No day or time that anybody sends; shown as it is.
    bytes.removeLast(width)
    bytes += String(value).utf8
}
