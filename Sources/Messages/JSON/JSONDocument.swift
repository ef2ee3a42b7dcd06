internal import Promotions

/// The JSON form of a request.
enum JSONDocument {
    /// Reads a body.
    static func read(_ body: [UInt8]) throws(UnreadableDocument) -> RawDocument {
        let root: JSONValue
        do throws(JSONError) {
            root = try JSONReader.read(body, maxDepth: Limits.depth)
        } catch {
            throw UnreadableDocument(.malformed, line: error.line)
        }
        guard case .object(let members) = root, members.count == 1, members[0].name == "message",
            case .object(let content) = members[0].value
        else { throw UnreadableDocument(.shape) }
        var document = RawDocument()
        for member in content {
            if let command = CommandName(member.name) {
                for element in try elements(member.value) {
                    let entries = try attributes(element, known: AttributeTable.names(of: command))
                    document.commands.append(RawDocument.Command(command, entries))
                }
            } else if let entry = try attribute(member, known: AttributeTable.header) {
                document.attributes.append(entry)
            }
        }
        return document
    }

    /// The objects of a command's member: an array of them, one alone, or none for `null`.
    private static func elements(_ value: JSONValue) throws(UnreadableDocument) -> [[JSONValue.Member]] {
        switch value {
        case .null: return []
        case .object(let members): return [members]
        case .array(let values):
            var result: [[JSONValue.Member]] = []
            for value in values {
                guard case .object(let members) = value else { throw UnreadableDocument(.shape) }
                result.append(members)
            }
            return result
        default: throw UnreadableDocument(.shape)
        }
    }

    private static func attributes(
        _ members: [JSONValue.Member], known: Set<String>
    ) throws(UnreadableDocument) -> [Attributes.Entry] {
        var entries: [Attributes.Entry] = []
        for member in members {
            if let entry = try attribute(member, known: known) { entries.append(entry) }
        }
        return entries
    }

    /// The attribute that a member stands for, nil where it is `null` or an element that is ignored.
    private static func attribute(
        _ member: JSONValue.Member, known: Set<String>
    ) throws(UnreadableDocument) -> Attributes.Entry? {
        switch member.value {
        case .string(let text), .number(let text): return Attributes.Entry(name: member.name, value: text)
        case .bool(let value): return Attributes.Entry(name: member.name, value: value ? "true" : "false")
        case .null: return nil
        case .object, .array:
            if known.contains(member.name) { throw UnreadableDocument(.shape) }
            return nil
        }
    }
}
