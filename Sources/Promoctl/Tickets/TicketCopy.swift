internal import Messages

/// Makes a message of another till out of a message: everything but the till and the number stays.
enum TicketCopy {
    /// Rewrites a message.
    ///
    /// - Parameters:
    ///   - ticket: the message.
    ///   - store: the store of the copy; nil keeps it.
    ///   - terminal: the terminal of the copy.
    /// - Returns: the copy, with messageId 1; nil where no head is found.
    static func make(_ ticket: TicketFile, store: String?, terminal: String) -> [UInt8]? {
        var changes = [("terminal", terminal), ("messageId", "1")]
        if let store { changes.append(("store", store)) }
        switch ticket.format {
        case .json: return json(ticket.body, changes)
        case .xml: return xml(ticket.body, changes)
        }
    }

    private static func json(_ body: [UInt8], _ changes: [(name: String, value: String)]) -> [UInt8]? {
        guard case .object(let members)? = (try? JSONReader.read(body))?["message"] else { return nil }
        var changed = members
        for change in changes {
            let member = JSONValue.Member(change.name, .string(change.value))
            if let index = changed.firstIndex(where: { $0.name == change.name }) {
                changed[index] = member
            } else {
                changed.append(member)
            }
        }
        return Array(JSONValue.members(("message", .object(changed))).text.utf8)
    }

    private static func xml(_ body: [UInt8], _ changes: [(name: String, value: String)]) -> [UInt8]? {
        guard var tag = StartTag(in: body, named: "message") else { return nil }
        for change in changes { tag.set(change.name, change.value) }
        return tag.document
    }
}
