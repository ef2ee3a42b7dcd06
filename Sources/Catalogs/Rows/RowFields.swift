internal import Messages
internal import Promotions

/// The fields of an item, read one by one.
struct RowFields {
    let members: [JSONValue.Member]

    /// The fields of an item's bytes.
    init(_ bytes: [UInt8]) throws(RowError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONReader.read(bytes, maxDepth: Limits.depth)
        } catch {
            throw RowError(field: "", found: "column \(error.column): \(error.problem)", allowed: "a JSON object")
        }
        guard case .object(let members) = value else {
            throw RowError(field: "", found: value.kindName, allowed: "an object")
        }
        self.members = members
        for member in members {
            // Such a name cannot even be written down as the place of an error.
            let isNamed = !member.name.utf8.contains(0)
            guard isNamed, !RowFields.holdsZero(member.value) else {
                throw RowError(
                    field: isNamed ? member.name : "",
                    found: isNamed ? "a character of code 0" : "a name with a character of code 0", allowed: "text")
            }
        }
    }

    init(members: [JSONValue.Member]) { self.members = members }

    subscript(name: String) -> JSONValue? { members.first { $0.name == name }?.value }

    /// What happens to the entry.
    func operation() throws(RowError) -> Operation {
        guard let value = self["operation"], value != .null else { return .insert }
        switch Flag.text(value)?.uppercased() {
        case "I", "": return .insert
        case "U": return .update
        case "R": return .remove
        default: throw RowError(field: "operation", found: Flag.shown(value), allowed: "I, U or R")
        }
    }

    /// A code, which finds an entry.
    func code(_ name: String = "code") throws(RowError) -> String {
        guard let text = Flag.text(self[name]), !text.isEmpty else {
            throw RowError(field: name, found: Flag.shown(self[name]), allowed: "1 to \(Limits.codeBytes) bytes")
        }
        try RowFields.check(text, name, atMost: Limits.codeBytes)
        return text
    }

    /// Refuses a text that is longer than its index holds.
    static func check(_ text: String, _ name: String, atMost limit: Int = Limits.keyBytes) throws(RowError) {
        guard text.utf8.count > limit else { return }
        throw RowError(field: name, found: "\(text.utf8.count) bytes", allowed: "\(limit) bytes at most")
    }

    /// A text; nil where it is left out or empty.
    func text(_ name: String) throws(RowError) -> String? {
        guard let value = self[name], value != .null else { return nil }
        guard let text = Flag.text(value) else { throw RowError(field: name, found: value.kindName, allowed: "a text") }
        return text.isEmpty ? nil : text
    }

    /// A truth value, also as a text.
    func flag(_ name: String) throws(RowError) -> Bool? {
        guard let value = self[name], value != .null else { return nil }
        guard let flag = Flag.value(value) else {
            throw RowError(field: name, found: Flag.shown(value), allowed: "true or false")
        }
        return flag
    }

    /// A whole number in a range.
    func whole(_ name: String, in range: ClosedRange<Int>) throws(RowError) -> Int? {
        guard let text = try text(name) else { return nil }
        guard let number = Int(text), text.first != "+", range.contains(number) else {
            throw RowError(
                field: name, found: Flag.shown(self[name]),
                allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// An amount of money, zero or more.
    func money(_ name: String) throws(RowError) -> Money? {
        guard let text = try text(name) else { return nil }
        guard let units = DecimalText.parse(text, decimals: Money.decimals), units >= 0 else {
            throw RowError(
                field: name, found: Flag.shown(self[name]), allowed: "an amount such as 12.50, zero or more")
        }
        return Money(units: units)
    }

    /// One of a few words, compared without case.
    func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, as type: Word.Type
    ) throws(RowError) -> Word? where Word.RawValue == String {
        guard let text = try text(name) else { return nil }
        guard let word = Word.allCases.first(where: { $0.rawValue.lowercased() == text.lowercased() }) else {
            throw RowError(
                field: name, found: Flag.shown(self[name]),
                allowed: Word.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return word
    }

    /// Several texts: a list, or a text in which `|` separates them; empty where they are left out.
    func list(_ name: String) throws(RowError) -> [String] {
        switch self[name] {
        case nil, .null: return []
        case .array(let values):
            return try values.map { (value) throws(RowError) in
                guard let text = Flag.text(value) else {
                    throw RowError(field: name, found: value.kindName, allowed: "a list of texts")
                }
                return text
            }
        default:
            return (try text(name) ?? "").split(separator: "|", omittingEmptySubsequences: true).map(String.init)
        }
    }

    private static func holdsZero(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): text.utf8.contains(0)
        case .array(let values): values.contains(where: holdsZero)
        case .object(let members): members.contains { holdsZero($0.value) || $0.name.utf8.contains(0) }
        case .number, .bool, .null: false
        }
    }
}

/// What an item does to the entry of its code.
enum Operation: Hashable, Sendable {
    /// Writes it, in place of what was there.
    case insert
    /// Changes the fields that it names; writes it where there is none.
    case update
    /// Removes it.
    case remove
}
