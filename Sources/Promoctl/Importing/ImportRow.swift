internal import Messages
internal import PromotionLanguage
internal import Promotions

/// A row of an import: its fields are asked for one by one, and all that is wrong with it is gathered.
struct ImportRow: Hashable, Sendable {
    /// The longest text that a field may hold: what a till can send has to fit.
    static let longestText = 1_024

    /// Where it begins.
    let line: Int
    /// What is wrong with it.
    private(set) var problems: [String] = []
    private var texts: [String: String] = [:]
    private var asked: [String] = []

    /// A row that cannot be read.
    init(line: Int, problem: String) {
        self.line = line
        problems = [problem]
    }

    /// A row of a table; an empty text is no text.
    init(line: Int, texts: [(String, String)]) {
        self.line = line
        for (name, text) in texts where !text.isEmpty { take(name, text) }
    }

    /// A JSON object.
    init(line: Int, json: JSONValue) {
        self.line = line
        guard case .object(let members) = json else {
            problems = ["found \(json.kindName), expected an object"]
            return
        }
        for member in members {
            switch member.value {
            case .string(let text): if !text.isEmpty { take(member.name, text) }
            case .number(let text): take(member.name, text)
            case .bool(let value): take(member.name, value ? "true" : "false")
            case .null: break
            case .array, .object:
                problems.append("\(member.name): found \(member.value.kindName), expected a text or a number")
            }
        }
    }

    private mutating func take(_ name: String, _ text: String) {
        texts[name] = text
        if text.utf8.count > ImportRow.longestText {
            problems.append("\(name): found \(text.utf8.count) bytes, allowed are \(ImportRow.longestText)")
        }
    }

    /// Whether it is read without a problem.
    var isSound: Bool { problems.isEmpty }

    /// Adds what is wrong with the row.
    mutating func refuse(_ problem: String) { problems.append(problem) }

    /// A text; nil where the field is left out.
    mutating func text(_ name: String) -> String? {
        asked.append(name)
        return texts[name]
    }

    /// A text that has to be there.
    mutating func required(_ name: String) -> String {
        if let text = text(name) { return text }
        // A row that could not be read lacks everything; once is enough.
        if !texts.isEmpty || problems.isEmpty { refuse("\(name) is missing") }
        return ""
    }

    /// A flag.
    mutating func flag(_ name: String, default value: Bool) -> Bool {
        guard let text = text(name) else { return value }
        switch text.lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        default:
            refuse("\(name): found \"\(text)\", expected true or false")
            return value
        }
    }

    /// A whole number; nil where the field is left out.
    mutating func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(name) else { return nil }
        if let number = Int(text), text.first != "+", range.contains(number) { return number }
        refuse("\(name): found \"\(text)\", expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    /// A day; nil where the field is left out.
    mutating func day(_ name: String) -> LocalDate? {
        guard let text = text(name) else { return nil }
        if let day = LocalDate(text: text) { return day }
        refuse("\(name): found \"\(text)\", expected a day such as 2026-12-31")
        return nil
    }

    /// An amount of money or points, not below zero; nil where the field is left out.
    mutating func amount(_ name: String) -> Money? {
        guard let text = text(name) else { return nil }
        if let units = DecimalText.parse(text, decimals: Money.decimals), units >= 0 { return Money(units: units) }
        refuse("\(name): found \"\(text)\", expected an amount from 0 on, with at most \(Money.decimals) decimals")
        return nil
    }

    /// One of the words of a type; nil where the field is left out.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, as: Word.Type = Word.self
    ) -> Word? where Word.RawValue == String {
        guard let text = text(name) else { return nil }
        if let word = Word(rawValue: text) { return word }
        refuse(
            "\(name): found \"\(text)\", expected \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        return nil
    }

    /// Refuses the fields that nobody asked for.
    mutating func end() {
        for name in texts.keys.sorted() where !asked.contains(name) {
            let guess = NearName.nearest(to: name, among: asked).map { "; did you mean \($0)?" } ?? ""
            refuse("\(name): unknown field\(guess)")
        }
    }
}

extension LocalDate {
    /// Reads `yyyy-MM-dd`.
    init?(text: String) {
        guard text.utf8.count == 10, let moment = LocalDateTime(text + " 00:00") else { return nil }
        self = moment.date
    }
}
