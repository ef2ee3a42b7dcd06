import Messages
import TestSupport
import Testing

@Suite struct JSONValueTests {
    private static let sample = JSONValue.object([
        JSONValue.Member("text", .string("a")),
        JSONValue.Member("list", .array([.bool(true), .null, .number("1.50")])),
        JSONValue.Member("empty", .object([])),
    ])

    @Test func `members are found by name`() {
        #expect(Self.sample["text"] == .string("a"))
        #expect(Self.sample["none"] == nil)
        #expect(JSONValue.string("text")["text"] == nil)
    }

    @Test func `it is written on one line without blanks`() {
        #expect(Self.sample.text == "{\"text\":\"a\",\"list\":[true,null,1.50],\"empty\":{}}")
    }

    @Test func `quotes, backslashes and control characters are escaped, nothing else`() {
        #expect(
            JSONValue.string("\"\\/\n\r\t\u{1}\u{1F}\u{7F}é€😀").text == "\"\\\"\\\\/\\n\\r\\t\\u0001\\u001f\u{7F}é€😀\"")
    }

    @Test func `every text comes back`() throws {
        var random = SeededRandom(seed: 1)
        for _ in 0..<500 {
            let scalars = (0..<random.below(20)).compactMap { _ in
                UnicodeScalar(UInt32(random.below(random.pick([0x80, 0x800, 0x11_0000]))))
            }
            let value = JSONValue.string(String(String.UnicodeScalarView(scalars)))
            #expect(try JSONReader.read(Array(value.text.utf8)) == value)  // seed 1
        }
    }

    @Test func `every kind has a name for people`() {
        let values: [JSONValue] = [.object([]), .array([]), .string(""), .number("0"), .bool(true), .null]
        #expect(values.map(\.kindName) == ["object", "array", "text", "number", "true or false", "null"])
    }
}
