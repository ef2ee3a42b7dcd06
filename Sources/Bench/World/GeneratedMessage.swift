internal import Messages

/// A request before it is written in one of the two forms.
struct GeneratedMessage {
    /// The attributes of `message`.
    var header: [(String, String)]
    /// The commands, in document order, with their attributes.
    var commands: [(name: String, attributes: [(String, String)])] = []

    /// Replaces an attribute of `message`, or adds it.
    mutating func setHeader(_ name: String, _ value: String) {
        header.removeAll { $0.0 == name }
        header.append((name, value))
    }

    /// The same as a whole sale of a till of its own, so that none waits for another's session.
    func sale(_ number: Int) -> [UInt8] {
        var sale = self
        sale.setHeader("terminal", "\(number)")
        sale.setHeader("messageId", "1")
        sale.setHeader("status", "finish")
        sale.setHeader("autoCommit", "true")
        return sale.bytes(.xml)
    }

    /// The document in one of the two forms.
    func bytes(_ format: RequestFormat) -> [UInt8] {
        switch format {
        case .json: Array(json.text.utf8)
        case .xml: Array(xml.utf8)
        }
    }

    private var json: JSONValue {
        var members = GeneratedMessage.members(header)
        for command in commands {
            let object = JSONValue.object(GeneratedMessage.members(command.attributes))
            let place = members.firstIndex { $0.name == command.name }
            if let place, case .array(let others) = members[place].value {
                members[place].value = .array(others + [object])
            } else {
                members.append(JSONValue.Member(command.name, .array([object])))
            }
        }
        return .object([JSONValue.Member("message", .object(members))])
    }

    private var xml: String {
        let lines = commands.map { "  <\($0.name)\(GeneratedMessage.attributes($0.attributes))/>\n" }
        return "<message\(GeneratedMessage.attributes(header))>\n\(lines.joined())</message>\n"
    }

    private static func members(_ attributes: [(String, String)]) -> [JSONValue.Member] {
        attributes.map { JSONValue.Member($0.0, .string($0.1)) }
    }

    /// Generated values hold nothing that would have to be escaped.
    private static func attributes(_ attributes: [(String, String)]) -> String {
        attributes.map { " \($0.0)=\"\($0.1)\"" }.joined()
    }
}
