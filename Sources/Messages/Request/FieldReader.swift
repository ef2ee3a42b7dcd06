internal import Promotions

/// Reads the typed attributes of one element and collects what is wrong with them.
struct FieldReader {
    /// The attributes that count: not empty, under their present names.
    private(set) var attributes: Attributes
    /// The element's seq, for errors; 0 until it is read.
    var seq = 0
    private let type: String
    private var problems: [(position: Int, attribute: String, text: String)] = []

    /// Starts on an element.
    ///
    /// - Parameters:
    ///   - entries: its attributes as sent.
    ///   - known: the names of its table, older ones included.
    ///   - kind: its kind, for older names; nil for the header.
    ///   - type: what errors say they are about.
    init(_ entries: [Attributes.Entry], known: Set<String>, kind: ElementKind?, type: String) {
        self.type = type
        attributes = Attributes()
        var kept = entries.contains { $0.value.isEmpty } ? entries.filter { !$0.value.isEmpty } : entries
        if let kind { kept = FieldReader.renamed(kept, kind) }
        attributes.entries = kept
        // So few cannot be too many, whatever they are: nearly all elements are like that.
        if kept.count > Limits.unknownAttributes { countUnknown(known) }
        for entry in kept { check(entry) }
    }

    private mutating func countUnknown(_ known: Set<String>) {
        let unknown = attributes.entries.filter { !known.contains($0.name) }
        guard unknown.count > Limits.unknownAttributes else { return }
        report(
            unknown[Limits.unknownAttributes].name, "at most \(Limits.unknownAttributes) unknown attributes allowed")
    }

    /// What was found wrong, in the order of the attributes; missing ones last.
    var errors: [AnswerError] {
        problems.sorted { $0.position < $1.position }.map { problem in
            let name = String(problem.attribute.unicodeScalars.prefix(Limits.nameBytes))
            return AnswerError(attribute: name, text: problem.text, seq: seq, type: type)
        }
    }

    /// Whether something is wrong with an attribute.
    func hasError(_ name: String) -> Bool { problems.contains { $0.attribute == name } }

    /// Notes that an attribute is wrong; the first thing said about an attribute stands.
    mutating func report(_ name: String, _ text: String) {
        if hasError(name) { return }
        let position = attributes.entries.firstIndex { $0.name == name } ?? attributes.entries.count
        problems.append((position, name, text))
    }

    /// Forgets what was found wrong, where the element is ignored.
    mutating func forgive() { problems = [] }

    /// A text; nil where it is absent.
    mutating func text(_ name: String, isRequired: Bool = false, longest: Int = Limits.valueCharacters) -> String? {
        guard let value = value(name, isRequired) else { return nil }
        guard value.isAtMost(longest) else {
            report(name, "at most \(longest) characters expected")
            return nil
        }
        return value
    }

    /// A number in ten-thousandths.
    mutating func money(_ name: String, isRequired: Bool = false, allowsNegative: Bool = false) -> Money? {
        guard let value = value(name, isRequired) else { return nil }
        if let units = DecimalText.parse(value, decimals: Money.decimals), allowsNegative || units >= 0 {
            return Money(units: units)
        }
        report(name, allowsNegative ? "number expected" : "number of 0 or more expected")
        return nil
    }

    /// A weight or length, in thousandths.
    mutating func quantity(_ name: String) -> Quantity? {
        guard let value = value(name, false) else { return nil }
        if let units = DecimalText.parse(value, decimals: Quantity.decimals), units >= 0 {
            return Quantity(units: units)
        }
        report(name, "number of 0 or more with at most \(Quantity.decimals) decimals expected")
        return nil
    }

    /// A whole number; nil where it is absent or wrong.
    mutating func whole(_ name: String, isRequired: Bool = false, _ range: WholeRange) -> Int? {
        guard let value = value(name, isRequired) else { return nil }
        if let number = DecimalText.parse(value, decimals: 0), number >= range.least, number <= range.most {
            return Int(number)
        }
        report(name, range.expected)
        return nil
    }

    /// `true` or `false` in any letter case.
    mutating func bool(_ name: String) -> Bool? {
        guard let value = value(name, false) else { return nil }
        switch value.lowercased() {
        case "true": return true
        case "false": return false
        default:
            report(name, "true or false expected")
            return nil
        }
    }

    /// A date and time.
    mutating func dateTime(_ name: String, isRequired: Bool = false) -> LocalDateTime? {
        guard let value = value(name, isRequired) else { return nil }
        if let moment = LocalDateTime(value) { return moment }
        report(name, "date and time as yyyy-MM-dd HH:mm:ss expected")
        return nil
    }

    private mutating func value(_ name: String, _ isRequired: Bool) -> String? {
        if let value = attributes[name] { return value }
        if isRequired { report(name, "required") }
        return nil
    }

    private mutating func check(_ entry: Attributes.Entry) {
        // No name of the protocol is that long.
        if entry.name.utf8.count > Limits.nameBytes {
            report(entry.name, "name of at most \(Limits.nameBytes) bytes expected")
        } else if !entry.value.isAtMost(Limits.valueCharacters) {
            report(entry.name, "at most \(Limits.valueCharacters) characters expected")
        } else if entry.value.utf8.contains(where: { $0 < 0x20 && !$0.isBlank }) {
            report(entry.name, "no control characters expected")
        }
    }

    /// The entries under their present names; where both were sent the present name's stands.
    private static func renamed(_ entries: [Attributes.Entry], _ kind: ElementKind) -> [Attributes.Entry] {
        guard entries.contains(where: { AttributeTable.successor(of: $0.name, in: kind) != nil }) else {
            return entries
        }
        let names = Set(entries.map(\.name))
        return entries.compactMap { entry in
            guard let name = AttributeTable.successor(of: entry.name, in: kind) else { return entry }
            return names.contains(name) ? nil : Attributes.Entry(name: name, value: entry.value)
        }
    }
}

/// The whole numbers that an attribute may have.
enum WholeRange {
    case positive, notNegative, seq, messageId

    /// The least.
    var least: Int128 { self == .notNegative ? 0 : 1 }

    /// The most; what 12 digits can say where the protocol sets no bound.
    var most: Int128 {
        switch self {
        case .positive, .notNegative: 999_999_999_999
        case .seq: Int128(Limits.seq)
        case .messageId: Int128(Limits.messageId)
        }
    }

    /// What errors say.
    var expected: String {
        switch self {
        case .positive: "positive whole number expected"
        case .notNegative: "whole number of 0 or more expected"
        case .seq, .messageId: "whole number from 1 to \(most) expected"
        }
    }
}

extension String {
    /// Whether it has at most so many characters (code points).
    func isAtMost(_ characters: Int) -> Bool { utf8.count <= characters || unicodeScalars.count <= characters }
}
