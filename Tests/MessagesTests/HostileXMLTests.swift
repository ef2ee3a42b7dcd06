import Messages
import Testing

/// A body that must be refused, and why.
struct RefusedXML: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: [UInt8]
    var reason: UnreadableDocument.Reason

    init(_ description: String, _ text: String, _ reason: UnreadableDocument.Reason = .malformed) {
        self.init(description, bytes: Array(text.utf8), reason)
    }

    init(_ description: String, bytes: [UInt8], _ reason: UnreadableDocument.Reason) {
        testDescription = description
        self.bytes = bytes
        self.reason = reason
    }

    static let all = doctypes + broken + encodings + costly

    private static let laughs = (1...9).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }
        .joined()
    private static let doctypes = [
        RefusedXML("a DOCTYPE alone", "<!DOCTYPE message><message/>", .doctype),
        RefusedXML(
            "billion laughs in an attribute",
            "<!DOCTYPE m [<!ENTITY l0 \"ha\">\(laughs)]><message a=\"&l9;\"/>", .doctype),
        RefusedXML(
            "billion laughs in content",
            "<!DOCTYPE m [<!ENTITY l0 \"ha\">\(laughs)]><message>&l9;</message>", .doctype),
        RefusedXML(
            "quadratic blow-up",
            "<!DOCTYPE m [<!ENTITY a \"\(String(repeating: "x", count: 50_000))\">]><message>"
                + String(repeating: "&a;", count: 20_000) + "</message>", .doctype),
        RefusedXML(
            "external entity",
            "<!DOCTYPE m [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><message a=\"1\">&x;</message>",
            .doctype),
        RefusedXML("external subset", "<!DOCTYPE m SYSTEM \"http://127.0.0.1/m.dtd\"><message/>", .doctype),
        RefusedXML(
            "parameter entity", "<!DOCTYPE m [<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;]><message/>", .doctype),
        RefusedXML("a declaration within the root", "<message><!ENTITY a 'b'></message>", .doctype),
        RefusedXML("DOCTYPE in lower case", "<!doctype message><message/>", .doctype),
    ]

    private static let broken = [
        RefusedXML("nothing", "", .empty),
        RefusedXML("blanks", " \t\r\n", .empty),
        RefusedXML("a byte order mark alone", "\u{FEFF}", .empty),
        RefusedXML("no XML", "hello"),
        RefusedXML("JSON", "{\"message\":{}}"),
        RefusedXML("a declaration alone", "<?xml version=\"1.0\"?>"),
        RefusedXML("an unclosed root", "<message><item-add seq=\"1\"/>"),
        RefusedXML("a tag cut off", "<message a=\"1"),
        RefusedXML("a comment cut off", "<message/><!-- "),
        RefusedXML("garbage behind the root", "<message/>garbage"),
        RefusedXML("two roots", "<message/><message/>"),
        RefusedXML("a blank before the declaration", " <?xml version=\"1.0\"?><message/>"),
        RefusedXML("a declaration without end", "<?xml version=\"1.0\" " + String(repeating: " ", count: 300)),
        RefusedXML("the wrong closing tag", "<message><item-add></message></item-add>"),
        RefusedXML("an attribute twice", "<message a=\"1\" a=\"2\"/>"),
        RefusedXML("an attribute without quotes", "<message a=1/>"),
        RefusedXML("an attribute without value", "<message a/>"),
        RefusedXML("< in a value", "<message a=\"<\"/>"),
        RefusedXML("an undefined entity", "<message a=\"&nope;\"/>"),
        RefusedXML("a lone &", "<message a=\"a & b\"/>"),
        RefusedXML("a reference to a forbidden character", "<message a=\"&#0;\"/>"),
        RefusedXML("a reference beyond Unicode", "<message a=\"&#x110000;\"/>"),
        RefusedXML("a control character", "<message a=\"\u{1}\"/>"),
        RefusedXML("another root", "<messages/>", .root),
        RefusedXML("the root in upper case", "<Message/>", .root),
        RefusedXML("the root with a prefix", "<x:message/>", .root),
        RefusedXML("the message within another root", "<root><message/></root>", .root),
    ]

    private static func declared(_ encoding: String, _ tail: [UInt8] = []) -> [UInt8] {
        Array("<?xml version=\"1.0\" encoding=\"\(encoding)\"?><message a=\"".utf8) + tail + Array("\"/>".utf8)
    }

    private static let encodings = [
        RefusedXML(
            "UTF-16 with a mark", bytes: [0xFF, 0xFE] + "<message/>".utf16.flatMap { [UInt8($0), 0] }, .encoding),
        RefusedXML("UTF-16 without a mark", bytes: "<message/>".utf16.flatMap { [0, UInt8($0)] }, .encoding),
        RefusedXML("UTF-16 declared", bytes: declared("UTF-16"), .encoding),
        RefusedXML("UTF-7", bytes: declared("UTF-7"), .encoding),
        RefusedXML("EBCDIC", bytes: [0x4C, 0x6F, 0xA7, 0x94, 0x93], .malformed),
        RefusedXML("ISO-8859-15", bytes: declared("ISO-8859-15"), .encoding),
        RefusedXML("an unknown encoding", bytes: declared("x-none"), .encoding),
        RefusedXML(
            "a mark that contradicts the declaration", bytes: [0xEF, 0xBB, 0xBF] + declared("ISO-8859-1"), .encoding),
        RefusedXML("a broken UTF-8 sequence", bytes: declared("UTF-8", [0xC3]), .encoding),
        RefusedXML("an overlong UTF-8 sequence", bytes: declared("UTF-8", [0xC0, 0xAF]), .encoding),
        RefusedXML("a surrogate in UTF-8", bytes: declared("UTF-8", [0xED, 0xA0, 0x80]), .encoding),
        RefusedXML(
            "Latin-1 without a declaration", bytes: Array("<message a='".utf8) + [0xE9] + Array("'/>".utf8), .encoding),
        RefusedXML("a letter in ASCII", bytes: declared("US-ASCII", [0xC3, 0xA9]), .encoding),
        RefusedXML("a byte that windows-1252 lacks", bytes: declared("windows-1252", [0x81]), .encoding),
        RefusedXML("a zero byte", bytes: declared("UTF-8", [0]), .encoding),
    ]

    private static let costly = [
        RefusedXML("depth 9", nested(8), .tooDeep),
        RefusedXML("depth 100,000", nested(100_000), .tooDeep),
        RefusedXML(
            "50,000 attributes",
            "<message>" + "<item-add " + (0..<50_000).map { "a\($0)=''" }.joined(separator: " ") + "/></message>",
            .startTagTooLarge),
        RefusedXML("a value of 500 KB", "<message a='\(String(repeating: "x", count: 500_000))'/>", .startTagTooLarge),
        RefusedXML("a tag that never ends", "<message a='\(String(repeating: ">", count: 100_000))", .startTagTooLarge),
        RefusedXML("over 1 MiB", "<message>\(String(repeating: "x", count: 1 << 20))</message>", .tooLarge),
    ]

    private static func nested(_ depth: Int) -> String {
        "<message>" + String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth) + "</message>"
    }
}

@Suite struct HostileXMLTests {
    @Test(arguments: RefusedXML.all) func `hostile and broken documents are refused`(_ example: RefusedXML) {
        #expect(refusal(example.bytes) == example.reason)
    }

    @Test(arguments: UnreadableDocument.Reason.allCases) func `an empty body has an ack of its own`(
        _ reason: UnreadableDocument.Reason
    ) {
        #expect(UnreadableDocument(reason).ack.rawValue == (reason == .empty ? 8297 : 2001))
    }

    @Test func `the line is told, and nothing of the document`() throws {
        let error = #expect(throws: UnreadableDocument.self) { try read("<message>\n<secret>\n</message>") }
        #expect(error?.description == "malformed, line 3")
    }
}
