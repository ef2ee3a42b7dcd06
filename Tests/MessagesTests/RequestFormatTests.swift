import Messages
import Testing

struct FormatExample: Sendable, CustomTestStringConvertible {
    var contentType: String?
    var body: String
    var format: RequestFormat
    var testDescription: String { "\(contentType ?? "none"): \(body)" }

    init(_ contentType: String?, _ body: String, _ format: RequestFormat) {
        self.contentType = contentType
        self.body = body
        self.format = format
    }

    static let all = [
        FormatExample("application/xml", "{", .xml), FormatExample("text/xml", "{", .xml),
        FormatExample("application/json", "<", .json), FormatExample("application/json; charset=utf-8", "<", .json),
        FormatExample("Application/JSON", "<", .json), FormatExample(" text/xml ;charset=x", "{", .xml),
        FormatExample(nil, "<message/>", .xml), FormatExample(nil, "{}", .json), FormatExample("", "{}", .json),
        FormatExample("text/plain", "{}", .json), FormatExample("text/plain", "<m/>", .xml),
        FormatExample("application/octet-stream", "hello", .xml), FormatExample(nil, "", .xml),
        FormatExample(nil, " \t\r\n{", .json), FormatExample(nil, " \n<", .xml), FormatExample(nil, "[", .xml),
        FormatExample(nil, "\u{FEFF}{", .json), FormatExample(nil, "\u{FEFF}", .xml),
        FormatExample("application/jsonx", "<", .xml),
    ]
}

@Suite struct RequestFormatTests {
    @Test(arguments: FormatExample.all) func `content type, then first byte`(_ example: FormatExample) {
        #expect(RequestFormat(contentType: example.contentType, body: Array(example.body.utf8)) == example.format)
    }

    @Test(arguments: RequestFormat.allCases) func `the content type of an answer names its form`(
        _ format: RequestFormat
    ) {
        #expect(RequestFormat(contentType: format.contentType, body: []) == format)
    }
}
