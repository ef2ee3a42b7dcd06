/// The two forms of a document; an answer has the form of its request.
public enum RequestFormat: String, Sendable, CaseIterable {
    /// XML.
    case xml
    /// JSON.
    case json

    /// The form of a message: its content type decides, and the first byte that is no blank where that says nothing.
    ///
    /// - Parameters:
    ///   - contentType: the message's property, parameters included; nil where it has none.
    ///   - body: the message's body.
    public init(contentType: String?, body: [UInt8]) {
        switch RequestFormat.mediaType(contentType ?? "") {
        case "application/xml", "text/xml": self = .xml
        case "application/json": self = .json
        default: self = RequestFormat.firstByte(of: body) == UInt8(ascii: "{") ? .json : .xml
        }
    }

    /// The content type of an answer in this form.
    public var contentType: String {
        switch self {
        case .xml: "application/xml"
        case .json: "application/json"
        }
    }

    private static func mediaType(_ contentType: String) -> String {
        let beforeParameters = contentType.prefix { $0 != ";" }
        return beforeParameters.filter { $0 != " " && $0 != "\t" }.lowercased()
    }

    private static func firstByte(of body: [UInt8]) -> UInt8? {
        body[ByteOrderMark.length(in: body)...].first { !$0.isBlank }
    }
}
