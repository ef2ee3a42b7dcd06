internal import Promotions

/// A request whose header is valid.
///
/// Its commands are read separately, since what a command must hold depends on whether the transaction is a return, and
/// that only the transaction knows.
public struct Request: Hashable, Sendable {
    /// The header.
    public let header: RequestHeader
    private let raw: [RawDocument.Command]

    /// Checks a document's header.
    ///
    /// Where it is not valid the commands are checked as well, as far as the document itself says what it is, so that
    /// the answer names everything at once.
    ///
    /// - Parameter document: what was read.
    /// - Throws: `InvalidRequest` with everything that is wrong.
    public init(_ document: RawDocument) throws(InvalidRequest) {
        let decoder = HeaderDecoder(document.attributes)
        raw = document.commands
        guard let header = decoder.header else {
            let isReturn = document.attributes.contains { $0.name == "void-trx" && $0.value.lowercased() == "true" }
            let errors = decoder.errors + Request.decode(raw, asReturn: isReturn).errors
            throw InvalidRequest(echo: decoder.echo, errors: errors)
        }
        self.header = header
    }

    /// Reads the commands.
    ///
    /// - Parameter asReturn: whether the transaction is a return: then item commands name lines of the original sale,
    ///   and other commands are left out.
    /// - Returns: the commands, in document order.
    /// - Throws: `InvalidRequest` with everything that is wrong.
    public func commands(asReturn: Bool) throws(InvalidRequest) -> [Command] {
        let (commands, errors) = Request.decode(raw, asReturn: asReturn)
        guard errors.isEmpty else { throw InvalidRequest(echo: header.echo, errors: errors) }
        return commands
    }

    private static func decode(_ raw: [RawDocument.Command], asReturn: Bool) -> ([Command], errors: [AnswerError]) {
        var commands: [Command] = []
        var errors: [AnswerError] = []
        for command in raw where errors.count < Limits.errors {
            var decoder = CommandDecoder(command)
            if let decoded = decoder.decode(asReturn: asReturn) { commands.append(decoded) }
            errors += decoder.errors
        }
        return (commands, errors)
    }
}
