import Messages
import Promotions

/// Reads a text as a document, with a reader of its own.
func read(_ text: String, _ format: RequestFormat = .xml) throws(UnreadableDocument) -> RawDocument {
    try read(Array(text.utf8), format)
}

func read(_ bytes: [UInt8], _ format: RequestFormat = .xml) throws(UnreadableDocument) -> RawDocument {
    var reader = DocumentReader()
    return try reader.read(bytes, format)
}

/// Why a body is refused; nil where it is accepted.
func refusal(_ bytes: [UInt8], _ format: RequestFormat = .xml) -> UnreadableDocument.Reason? {
    do throws(UnreadableDocument) {
        _ = try read(bytes, format)
        return nil
    } catch {
        return error.reason
    }
}

/// The commands of a text that holds only commands, behind a valid header.
func commands(_ inner: String, asReturn: Bool = false) throws -> [Command] {
    try Request(read(message(inner))).commands(asReturn: asReturn)
}

/// What is wrong with the commands of a text; empty where nothing is.
func problems(_ inner: String, asReturn: Bool = false) throws -> [AnswerError] {
    let document = try read(message(inner))
    do throws(InvalidRequest) {
        _ = try Request(document).commands(asReturn: asReturn)
        return []
    } catch {
        return error.errors
    }
}

/// A message with a valid header.
func message(_ inner: String) -> String {
    let header = "companyId='2' store='3' terminal='1' date-time='2023-08-04 17:05:00' messageId='1'"
    return "<message \(header)>\(inner)</message>"
}

extension RawDocument {
    init(_ attributes: [(String, String)], _ commands: [Command] = []) {
        self.init(attributes: entries(attributes), commands: commands)
    }
}

func entries(_ attributes: [(String, String)]) -> [Attributes.Entry] {
    attributes.map { Attributes.Entry(name: $0.0, value: $0.1) }
}
