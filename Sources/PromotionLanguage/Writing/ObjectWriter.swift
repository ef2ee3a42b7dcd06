import Messages
import Promotions

/// Collects the members of one object; what equals its default is left out.
struct ObjectWriter {
    private var members: [JSONValue.Member] = []

    /// An object whose members a function adds.
    static func object(_ body: (inout ObjectWriter) -> Void) -> JSONValue {
        var writer = ObjectWriter()
        body(&writer)
        return .object(writer.members)
    }

    /// Adds a value where there is one.
    mutating func value(_ name: String, _ value: JSONValue?) {
        if let value { members.append(JSONValue.Member(name, value)) }
    }

    /// Adds a text where it is there and not its default.
    mutating func text(_ name: String, _ text: String?, unless standard: String = "") {
        if let text, text != standard { value(name, .string(text)) }
    }

    /// Adds a word.
    mutating func word(_ name: String, _ word: some RawRepresentable<String>) { value(name, .string(word.rawValue)) }

    /// Adds a word that is not its default.
    mutating func word<Word: RawRepresentable<String>>(_ name: String, _ word: Word, unless standard: Word) {
        if word.rawValue != standard.rawValue { self.word(name, word) }
    }

    /// Adds a true or false that is not its default.
    mutating func bool(_ name: String, _ bool: Bool, unless standard: Bool) {
        if bool != standard { value(name, .bool(bool)) }
    }

    /// Adds a whole number where there is one that is not its default.
    mutating func whole(_ name: String, _ number: Int?, unless standard: Int? = nil) {
        if let number, number != standard { value(name, .number(String(number))) }
    }

    /// Adds an exact number in units of 10 to the power of minus `scale`, where there is one.
    mutating func number(_ name: String, _ units: Int128?, scale: Int = Money.decimals) {
        value(name, units.map { .number(DecimalText.printShort($0, scale: scale)) })
    }

    /// Adds an amount, as a text, so that no program takes it for binary floating point.
    mutating func money(_ name: String, _ amount: Money?) { value(name, amount.map(ObjectWriter.money)) }

    /// Adds texts where there are any.
    mutating func texts(_ name: String, _ texts: [String]) { list(name, texts) { .string($0) } }

    /// Adds a list where it has entries.
    mutating func list<Entry>(_ name: String, _ entries: [Entry], _ write: (Entry) -> JSONValue) {
        if !entries.isEmpty { value(name, .array(entries.map(write))) }
    }

    /// An amount as a text with two decimals, or with as many as it has.
    static func money(_ amount: Money) -> JSONValue { .string(amount.text(decimals: 2)) }
}
