internal import Promotions

/// A language in which mails are written.
public enum MailLanguage: String, Hashable, Sendable, CaseIterable {
    /// English.
    case english = "en"
    /// Portuguese.
    case portuguese = "pt"
    /// Spanish.
    case spanish = "es"

    private var months: [String] {
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    }

    /// A day as people write it.
    func text(_ day: LocalDate) -> String {
        let (year, month, day) = day.parts
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        switch self {
        // With the month's name, since not everybody who reads English begins with the day.
        case .english: return "\(day) \(months[month - 1]) \(year)"
        case .portuguese, .spanish: return "\(two(day))/\(two(month))/\(year)"
        }
    }

    /// A number of ten-thousandths as people write it: as many decimals as it has, and at least some.
    func text(_ units: Int128, decimals least: Int) -> String {
        let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: 10_000)
        var digits = String(10_000 + rest).dropFirst()
        while digits.count > least, digits.last == "0" { digits.removeLast() }
        let mark = self == .english ? "." : ","
        return (units < 0 ? "-" : "") + "\(whole)" + (digits.isEmpty ? "" : mark + digits)
    }
}
