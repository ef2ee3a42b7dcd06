@testable import Messages
import Promotions
import Testing

/// What a body of JSON is read as; nil where it is refused.
struct JSONDocumentExample: Sendable, CustomTestStringConvertible {
    var text: String
    var document: RawDocument?
    var testDescription: String { text }

    init(_ text: String, _ document: RawDocument?) {
        self.text = text
        self.document = document
    }

    private static func item(_ attributes: [(String, String)]) -> RawDocument.Command {
        RawDocument.Command(CommandName(.item), entries(attributes))
    }

    static let accepted = [
        JSONDocumentExample("{\"message\":{}}", RawDocument()),
        JSONDocumentExample(
            "{\"message\":{\"b\":\"2\",\"a\":1.50,\"c\":true,\"d\":false,\"e\":null,\"f\":\"\"}}",
            RawDocument([("b", "2"), ("a", "1.50"), ("c", "true"), ("d", "false"), ("f", "")])),
        JSONDocumentExample("{\"message\":{\"item-add\":[]}}", RawDocument()),
        JSONDocumentExample("{\"message\":{\"item-add\":null}}", RawDocument()),
        JSONDocumentExample("{\"message\":{\"item-add\":{\"seq\":1}}}", RawDocument([], [item([("seq", "1")])])),
        JSONDocumentExample(
            "{\"message\":{\"item-add\":[{\"seq\":\"1\"},{\"seq\":\"2\"}],\"a\":\"x\","
                + "\"coupon-void\":[{\"seq\":\"3\"}]}}",
            RawDocument(
                [("a", "x")],
                [
                    item([("seq", "1")]), item([("seq", "2")]),
                    RawDocument.Command(CommandName(.coupon, isVoid: true), entries([("seq", "3")])),
                ])),
        JSONDocumentExample(
            "{\"message\":{\"extra\":{\"item-add\":[{}]},\"more\":[1,[2]],"
                + "\"item-add\":{\"seq\":1,\"child\":{\"a\":[1]}}}}",
            RawDocument([], [item([("seq", "1")])])),
        JSONDocumentExample(" \u{FEFF}{}", nil),
        JSONDocumentExample("\u{FEFF}{\"message\":{}}", RawDocument()),
    ]

    static let refused = [
        "{}", "[]", "\"message\"", "{\"message\":[]}", "{\"message\":null}", "{\"message\":\"\"}", "{\"Message\":{}}",
        "{\"message\":{},\"more\":1}", "{\"message\":{\"item-add\":\"1\"}}", "{\"message\":{\"item-add\":1}}",
        "{\"message\":{\"item-add\":[1]}}", "{\"message\":{\"item-add\":[null]}}",
        "{\"message\":{\"item-add\":[[{}]]}}", "{\"message\":{\"store\":{}}}", "{\"message\":{\"store\":[\"1\"]}}",
        "{\"message\":{\"item-add\":{\"seq\":[1]}}}", "{\"message\":{\"item-add\":{},\"item-add\":{}}}",
        "{\"message\":{\"item-add\":{\"seq\":1,\"seq\":2}}}", "{\"message\":{}", "<message/>",
        "{\"message\":{\"a\":[[[[[[[1]]]]]]]}}",
    ].map { JSONDocumentExample($0, nil) }
}

@Suite struct JSONDocumentTests {
    @Test func `the reader of JSON needs no reader of XML`() throws {
        #expect(try JSONDocument.read(Array("{\"message\":{\"a\":1}}".utf8)) == RawDocument([("a", "1")]))
    }

    @Test(arguments: JSONDocumentExample.accepted) func `documents are read`(_ example: JSONDocumentExample) {
        let document = try? read(example.text, .json)
        #expect(document == example.document)
    }

    @Test(arguments: JSONDocumentExample.refused) func `anything else is unreadable`(_ example: JSONDocumentExample) {
        let error = #expect(throws: UnreadableDocument.self) { try read(example.text, .json) }
        #expect(error?.ack == .unreadable)
    }

    @Test(arguments: ["", " \n", "\u{FEFF} "]) func `a blank body is empty in both forms`(_ text: String) {
        for format in RequestFormat.allCases { #expect(refusal(Array(text.utf8), format) == .empty) }
    }

    @Test func `a body over 1 MiB is refused`() {
        let blanks = String(repeating: " ", count: Limits.bodyBytes)
        #expect(refusal(Array("{\"message\":{}}\(blanks)".utf8), .json) == .tooLarge)
    }
}
