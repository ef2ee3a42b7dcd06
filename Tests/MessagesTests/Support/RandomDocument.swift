import TestSupport
import Messages
import Promotions

/// Makes valid requests of all kinds of commands, and writes documents in both forms.
enum RandomDocument {
    static func make(_ random: inout SeededRandom) -> RawDocument {
        var header = [
            ("companyId", "2"), ("store", text(&random)), ("terminal", "007"), ("date-time", "2023-08-04 17:05:00"),
            ("messageId", String(1 + random.below(100))),
        ]
        if random.below(2) == 0 { header.append(("evaluate", "true")) }
        if random.below(2) == 0 { header.append(("mine", text(&random))) }
        let commands = (0..<random.below(8)).map { _ in command(&random) }
        return RawDocument(shuffled(header, &random), commands)
    }

    private static func command(_ random: inout SeededRandom) -> RawDocument.Command {
        let kind = random.pick(CommandName.kinds)
        let seq = ("seq", String(1 + random.below(9)))
        if random.below(5) == 0 { return RawDocument.Command(CommandName(kind, isVoid: true), entries([seq])) }
        var attributes = [seq]
        switch kind {
        case .item: attributes += [("unitprice", number(&random)), ("xprice", number(&random))]
        case .coupon, .customer: attributes.append(("id", text(&random)))
        case .loyaltyCard: attributes.append(("number", text(&random)))
        case .payment, .transaction: break
        }
        let more = [
            ("qty", "\(1 + random.below(5))"), ("amount", number(&random)), ("mine", text(&random)), ("type", ""),
        ]
        attributes += more.filter { _ in random.below(2) == 0 }
        return RawDocument.Command(CommandName(kind), entries(shuffled(attributes, &random)))
    }

    private static func number(_ random: inout SeededRandom) -> String {
        "\(random.below(1_000)).\(random.below(10_000))"
    }

    /// A text without blanks other than the space, which XML would change unless it is written as a reference.
    private static func text(_ random: inout SeededRandom) -> String {
        let letters = Array("aZ0&<>\"'\\/é€😀 |;{}[]")
        return "x" + String((0..<random.below(6)).map { _ in random.pick(letters) })
    }

    private static func shuffled<T>(_ values: [T], _ random: inout SeededRandom) -> [T] {
        values.shuffled(using: &random)
    }

    // MARK: Writing

    static func xml(_ document: RawDocument) -> String {
        let inner = document.commands.map { "<\($0.name.text)\(attributes($0.attributes))/>" }.joined(separator: "\n")
        return "<message\(attributes(document.attributes))>\(inner)</message>"
    }

    private static func attributes(_ entries: [Attributes.Entry]) -> String {
        entries.map { entry in
            let value = entry.value.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
                .replacing("\"", with: "&#x22;")
            return " \(entry.name)=\"\(value)\""
        }.joined()
    }

    /// All commands of one name stand in one array.
    static func json(_ document: RawDocument) -> String {
        var members = document.attributes.map { JSONValue.Member($0.name, .string($0.value)) }
        for command in document.commands {
            let object = JSONValue.object(command.attributes.map { JSONValue.Member($0.name, .string($0.value)) })
            if let index = members.firstIndex(where: { $0.name == command.name.text }) {
                guard case .array(let objects) = members[index].value else { continue }
                members[index].value = .array(objects + [object])
            } else {
                members.append(JSONValue.Member(command.name.text, .array([object])))
            }
        }
        return JSONValue.object([JSONValue.Member("message", .object(members))]).text
    }

    /// The document with its commands in the order in which its JSON form holds them.
    static func grouped(_ document: RawDocument) -> RawDocument {
        var names: [CommandName] = []
        for command in document.commands where !names.contains(command.name) { names.append(command.name) }
        let commands = names.flatMap { name in document.commands.filter { $0.name == name } }
        return RawDocument(attributes: document.attributes, commands: commands)
    }
}
