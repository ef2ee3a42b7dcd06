internal import Promotions

/// What the parser's callbacks fill while a document is read.
final class XMLCollector {
    /// What has been read.
    var document = RawDocument()
    /// Errors that make the document malformed.
    var errorCount = 0
    /// Why reading was stopped from a callback; nil where it was not.
    private(set) var stopReason: UnreadableDocument.Reason?
    private var depth = 0

    /// Forgets the last document.
    func reset() {
        document = RawDocument()
        errorCount = 0
        stopReason = nil
        depth = 0
    }

    /// Takes an element's start.
    ///
    /// - Parameters:
    ///   - name: its name, prefix included.
    ///   - attributes: its attributes, decoded only where they are wanted.
    /// - Returns: false where reading must stop.
    func start(_ name: String, _ attributes: () -> [Attributes.Entry]) -> Bool {
        depth += 1
        if depth > Limits.depth { return stop(.tooDeep) }
        if depth == 1 {
            guard name == "message" else { return stop(.root) }
            document.attributes = attributes()
        } else if depth == 2, let command = CommandName(name) {
            document.commands.append(RawDocument.Command(command, attributes()))
        }
        return true
    }

    /// Takes an element's end.
    func end() { depth -= 1 }

    /// Notes why reading stops; the first reason counts.
    ///
    /// - Parameter reason: the reason.
    /// - Returns: false, for callers that pass it on.
    @discardableResult func stop(_ reason: UnreadableDocument.Reason) -> Bool {
        if stopReason == nil { stopReason = reason }
        return false
    }
}
