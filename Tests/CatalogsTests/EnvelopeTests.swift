import Messages
import TestSupport
import Testing

@testable import Catalogs

struct EnvelopeTests {
    static func scan(_ text: String, pieces: Int = .max, company: String? = nil) throws -> Envelope {
        var scanner = EnvelopeScanner()
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            try scanner.take(Array(rest.prefix(pieces)))
            rest = rest.dropFirst(pieces)
        }
        return try scanner.finish(company: company)
    }

    /// The items of an envelope, read through pieces of the size that loads are kept in.
    static func items(_ text: String, at offset: Int64) -> [ItemSlicer.Piece] {
        let bytes = Array(text.utf8)
        var slicer = ItemSlicer(at: offset)
        var found: [ItemSlicer.Piece] = []
        while true {
            let piece = slicer.next { (number: Int64) -> [UInt8]? in
                let start = Int(number) * Limits.chunkBytes
                return start < bytes.count ? Array(bytes[start..<min(start + Limits.chunkBytes, bytes.count)]) : nil
            }
            if piece == .end { return found }
            // Beginning again from where a slice ended finds the same.
            slicer = ItemSlicer(at: slicer.position)
            found.append(piece)
        }
    }

    @Test(arguments: [1, 2, 7, 1_000])
    func `members and items are found in pieces of any size`(_ size: Int) throws {
        let text = """
            \u{FEFF} { "companyId" : "2", "x": {"items": [1, "]}"]}, "items" : [ {"code":"a]\\"}"}, 7 ,"b,]" ],
              "catalog":"CatalogItem", "n": -1.5e3 }
            """
        let envelope = try Self.scan(text, pieces: size)
        #expect(envelope.company == "2")
        #expect(envelope.catalog.key == "catalogitem")
        #expect(!envelope.isReplacing)
        #expect(
            Self.items(text, at: envelope.itemsAt)
                == [#"{"code":"a]\"}"}"#, "7", #""b,]""#].map { .item(Array($0.utf8)) })
    }

    struct Replacing: CustomTestStringConvertible, Sendable {
        var member: String
        var isReplacing: Bool
        var testDescription: String { member }
    }

    @Test(arguments: [
        Replacing(member: "", isReplacing: false),
        Replacing(member: #""deleteAllCollectionFirst": true,"#, isReplacing: true),
        Replacing(member: #""deleteAllCollectionFirst": "true","#, isReplacing: true),
        Replacing(member: #""deleteAllCollectionFirst": "false","#, isReplacing: false),
        Replacing(member: #""params": [],"#, isReplacing: false),
        Replacing(member: #""params": ["deleteAllCollectionFirst"],"#, isReplacing: true),
        Replacing(member: #""params": [{"deleteAllCollectionFirst": "TRUE"}],"#, isReplacing: true),
        Replacing(member: #""params": [{"name": "deleteAllCollectionFirst", "value": "true"}],"#, isReplacing: true),
        Replacing(member: #""params": [{"name": "other", "value": "true"}],"#, isReplacing: false),
        Replacing(member: #""params": {"deleteAllCollectionFirst": false},"#, isReplacing: false),
    ])
    func `an envelope says whether it replaces the catalog`(_ example: Replacing) throws {
        let text = #"{\#(example.member)"companyId":"2","catalog":"catalogBrand","items":[]}"#
        #expect(try Self.scan(text).isReplacing == example.isReplacing)
        #expect(Self.items(text, at: try Self.scan(text).itemsAt) == [])
    }

    struct Bad: CustomTestStringConvertible, Sendable {
        var text: String
        var problem: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        Bad(text: "", problem: "byte 1: the text ends before the envelope is complete"),
        Bad(text: "[]", problem: "byte 1: found \"[\", expected an object"),
        Bad(text: "{}", problem: "items: found nothing, expected a list"),
        Bad(text: #"{"items":{}}"#, problem: "byte 10: found \"{\", expected a list"),
        Bad(text: #"{"items":[],"items":[]}"#, problem: "byte 21: found \"[\", expected a list"),
        Bad(text: #"{"items":[]}x"#, problem: "byte 13: found \"x\", expected nothing more"),
        Bad(text: #"{"items":[],}"#, problem: "byte 13: found \"}\", expected a member's name in quotes"),
        Bad(text: #"{"items":[{}"#, problem: "byte 13: the text ends before the envelope is complete"),
        Bad(
            text: #"{"items":[],"catalog":"catalogItem"}"#,
            problem: "companyId: found nothing, expected a company's code"),
        Bad(
            text: #"{"items":[],"companyId":2,"catalog":"item"}"#,
            problem: "catalog: found \"item\", expected the name of a catalog such as catalogItem"),
        Bad(
            text: #"{"items":[],"companyId":"2","catalog":"catalogItem","deleteAllCollectionFirst":"maybe"}"#,
            problem: "deleteAllCollectionFirst: found \"maybe\", expected true or false"),
        Bad(
            text: #"{"companyId":"2","companyId":"3","items":[]}"#,
            problem: "the members of the envelope are no JSON: the member \"companyId\" stands twice"),
    ])
    func `what is no envelope says where and why`(_ example: Bad) {
        #expect(throws: ImportProblem(example.problem)) { try Self.scan(example.text) }
        #expect(throws: ImportProblem(example.problem)) { try Self.scan(example.text, pieces: 1) }
    }

    @Test func `members besides items are bounded, items are not`() {
        let long = String(repeating: "x", count: Limits.headerBytes)
        #expect(throws: ImportProblem.self) { try Self.scan(#"{"a":"\#(long)","items":[]}"#) }
        #expect(throws: Never.self) { try Self.scan(#"{"companyId":"2","catalog":"catalogX","items":["\#(long)"]}"#) }
    }

    @Test func `an item that is too long is told apart, and the next is found`() {
        let long = String(repeating: "x", count: Limits.itemBytes)
        #expect(Self.items("\"\(long)\",{}]", at: 0) == [.tooLong, .item(Array("{}".utf8))])
    }

    @Test func `any list of JSON values is cut where its values end`() throws {
        for seed in UInt64(0)..<300 {
            var random = SeededRandom(seed: seed)
            let values = (0..<Int.random(in: 0...5, using: &random)).map { _ in Self.value(&random, depth: 3) }
            let text = "[" + values.map(\.text).joined(separator: random.next() % 2 == 0 ? "," : " ,\n ") + "]"
            let found = Self.items(text, at: 1).map { piece -> JSONValue? in
                if case .item(let bytes) = piece { try? JSONReader.read(bytes) } else { nil }
            }
            #expect(found == values, "seed \(seed)")
        }
    }

    static func value(_ random: inout SeededRandom, depth: Int) -> JSONValue {
        let texts = ["", "a", "]", "}", ",", "\"", "\\", "\\\"", "é", "\n"]
        switch Int.random(in: 0...(depth > 0 ? 5 : 3), using: &random) {
        case 0: return .string(texts.randomElement(using: &random) ?? "")
        case 1: return .number("\(Int.random(in: -9...9, using: &random))")
        case 2: return .bool(true)
        case 3: return .null
        case 4: return .array((0..<2).map { _ in value(&random, depth: depth - 1) })
        default:
            return .object(
                [("a", 1), ("b\"]", 2)].map { JSONValue.Member($0.0, value(&random, depth: depth - 1)) })
        }
    }
}
