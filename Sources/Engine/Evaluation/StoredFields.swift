internal import Messages
internal import Promotions

/// What stored texts are made of, and how it is read back: nil where it is something else.
extension JSONValue {
    /// Money as a text of ten-thousandths.
    init(_ amount: Money) { self = .string(String(amount.units)) }

    /// A list of texts.
    init(_ texts: some Sequence<String>) { self = .array(texts.map { .string($0) }) }

    /// Attributes, name by name.
    init(_ attributes: Attributes) {
        self = .array(attributes.entries.map { JSONValue([$0.name, $0.value]) })
    }

    /// The text of a member.
    func text(_ name: String) -> String? {
        if case .string(let text)? = self[name] { text } else { nil }
    }

    /// The whole number of a member.
    func whole(_ name: String) -> Int? {
        if case .number(let text)? = self[name] { Int(text) } else { nil }
    }

    /// The ten-thousandths of a member.
    func units(_ name: String) -> Int128? { text(name).flatMap { Int128($0) } }

    /// The money of a member.
    func money(_ name: String) -> Money? { units(name).map { Money(units: $0) } }

    /// The flag of a member.
    func flag(_ name: String) -> Bool? {
        if case .bool(let flag)? = self[name] { flag } else { nil }
    }

    /// The list of a member; empty where there is none.
    func list(_ name: String) -> [JSONValue] {
        if case .array(let values)? = self[name] { values } else { [] }
    }

    /// Its texts, where it is a list.
    var texts: [String] {
        guard case .array(let values) = self else { return [] }
        return values.compactMap { value in
            if case .string(let text) = value { text } else { nil }
        }
    }

    /// The attributes that it lists.
    var attributes: Attributes {
        guard case .array(let entries) = self else { return Attributes() }
        return Attributes(
            entries.map(\.texts).filter { $0.count == 2 }.map { Attributes.Entry(name: $0[0], value: $0[1]) })
    }

    /// Reads all of a list; nil where one of them is something else.
    static func all<Value>(_ values: [JSONValue], _ read: (JSONValue) -> Value?) -> [Value]? {
        let found = values.compactMap(read)
        return found.count == values.count ? found : nil
    }
}
