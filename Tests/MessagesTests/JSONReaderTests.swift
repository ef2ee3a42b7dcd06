import Messages
import Testing

/// A JSON text and the value it stands for; nil where it is refused.
struct JSONExample: Sendable, CustomTestStringConvertible {
    var text: String
    var value: JSONValue?
    var testDescription: String { text }

    init(_ text: String, _ value: JSONValue?) {
        self.text = text
        self.value = value
    }

    static let accepted = [
        JSONExample("null", .null),
        JSONExample("true", .bool(true)),
        JSONExample(" false\n", .bool(false)),
        JSONExample("0", .number("0")),
        JSONExample("-12.340", .number("-12.340")),
        JSONExample("1e5", .number("1e5")),
        JSONExample("123456789012345678901234567890", .number("123456789012345678901234567890")),
        JSONExample("\"\"", .string("")),
        JSONExample("\"é€\"", .string("é€")),
        JSONExample("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", .string("\"\\/\u{8}\u{C}\n\r\t")),
        JSONExample("\"\\u0041\\u00e9\\uD83D\\uDE00\"", .string("Aé😀")),
        JSONExample("[]", .array([])),
        JSONExample("[1, \"2\",[ ]]", .array([.number("1"), .string("2"), .array([])])),
        JSONExample("{}", .object([])),
        JSONExample(
            "{ \"b\" : 1 , \"a\":{\"b\":null} }",
            .object([
                JSONValue.Member("b", .number("1")),
                JSONValue.Member("a", .object([JSONValue.Member("b", .null)])),
            ])),
        JSONExample("\u{FEFF}1", .number("1")),
    ]

    static let refused = [
        "", " ", "nul", "True", "+1", "01", ".5", "1.", "1e", "-", "NaN", "'a'", "\"", "\"a", "\"\\x\"", "\"\\u12\"",
        "\"\\u12G4\"", "\"\\ud83d\"", "\"\\ud83dx\"", "\"\\ud83d\\u0041\"", "\"\\ude00\"", "\"\u{1}\"", "\"\n\"", "[",
        "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{a:1}", "{1:1}",
        "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "1 2", "{} {}", "// 1\n1", "/* */1", "[1]x",
    ].map { JSONExample($0, nil) }
}

@Suite struct JSONReaderTests {
    @Test(arguments: JSONExample.accepted) func `JSON is read`(_ example: JSONExample) throws {
        #expect(try JSONReader.read(Array(example.text.utf8)) == example.value)
    }

    @Test(arguments: JSONExample.refused) func `anything else is refused`(_ example: JSONExample) {
        #expect(throws: JSONError.self) { try JSONReader.read(Array(example.text.utf8)) }
    }

    @Test(arguments: JSONExample.accepted) func `what is written reads back the same`(_ example: JSONExample) throws {
        let value = try JSONReader.read(Array(example.text.utf8))
        #expect(try JSONReader.read(Array(value.text.utf8)) == value)
    }

    @Test(arguments: JSONExample.accepted) func `no beginning of a text with an end is accepted`(
        _ example: JSONExample
    ) throws {
        let bytes = Array(example.text.utf8)
        guard let last = bytes.last,
            last == UInt8(ascii: "}") || last == UInt8(ascii: "]") || last == UInt8(ascii: "\"")
        else { return }
        for length in 0..<bytes.count {
            #expect(throws: JSONError.self, "\(length) bytes") { try JSONReader.read(Array(bytes[..<length])) }
        }
    }

    @Test(arguments: [[0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xFF]] as [[UInt8]])
    func `broken UTF-8 is refused`(_ sequence: [UInt8]) {
        let quote = [UInt8(ascii: "\"")]
        #expect(throws: JSONError.self) { try JSONReader.read(quote + sequence + quote) }
    }

    @Test func `nesting has a bound`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(throws: Never.self) { try JSONReader.read(nested(3), maxDepth: 3) }
        #expect(throws: JSONError.self) { try JSONReader.read(nested(4), maxDepth: 3) }
        #expect(throws: JSONError.self) { try JSONReader.read(nested(1_000_000)) }
    }

    @Test(arguments: [0, 20]) func `names of different bytes are different members, though they look the same`(
        _ others: Int
    ) throws {
        let more = (0..<others).map { ",\"n\($0)\":1" }.joined()
        let json = try JSONReader.read(Array("{\"\u{e9}\":1\(more),\"e\u{301}\":2}".utf8))
        guard case .object(let members) = json else { return #expect(Bool(false), "no object") }
        #expect(members.count == others + 2)
    }

    @Test(arguments: [2, 15, 16, 17, 40]) func `a member that stands twice is found among few and many`(_ count: Int) {
        let members = (0..<count).map { "\"m\($0)\":1" }
        func object(_ members: [String]) -> [UInt8] { Array("{\(members.joined(separator: ","))}".utf8) }
        #expect(throws: Never.self) { try JSONReader.read(object(members)) }
        for index in 0..<count {
            #expect(throws: JSONError.self) { try JSONReader.read(object(members + [members[index]])) }
        }
    }

    @Test func `an error tells where it is`() throws {
        let error = #expect(throws: JSONError.self) { try JSONReader.read(Array("{\n  \"a\": 1,\n  \"a\": 2}".utf8)) }
        #expect(error?.description == "line 3, column 3: the member \"a\" stands twice")
    }
}
