/// Reads the bodies of requests.
///
/// It keeps a parser from one message to the next; one thread at a time may use it.
public struct DocumentReader: ~Copyable {
    private var xml = XMLReader()

    /// Makes a reader; the parser comes with the first XML document.
    public init() {}

    /// Reads a body.
    ///
    /// - Parameters:
    ///   - body: the bytes of the message.
    ///   - format: their form.
    /// - Returns: what stands in it, unchecked.
    /// - Throws: `UnreadableDocument` where the body is no request at all.
    public mutating func read(_ body: [UInt8], _ format: RequestFormat) throws(UnreadableDocument) -> RawDocument {
        guard body.count <= Limits.bodyBytes else { throw UnreadableDocument(.tooLarge) }
        let start = ByteOrderMark.length(in: body)
        guard body[start...].contains(where: { !$0.isBlank }) else { throw UnreadableDocument(.empty) }
        switch format {
        case .xml: return try xml.read(body)
        case .json: return try JSONDocument.read(body)
        }
    }
}

@available(*, unavailable, message: "a parser belongs to one thread at a time")
extension DocumentReader: Sendable {}
