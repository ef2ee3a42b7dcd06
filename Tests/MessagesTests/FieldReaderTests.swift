@testable import Messages
import Promotions
import Testing

@Suite struct FieldReaderTests {
    private func fields(_ attributes: [(String, String)], known: Set<String> = ["a", "b"]) -> FieldReader {
        FieldReader(entries(attributes), known: known, kind: nil, type: "item-add")
    }

    @Test func `an empty value counts as absent`() {
        var fields = fields([("a", ""), ("b", "1"), ("mine", "")])
        #expect(fields.attributes == ["b": "1"])
        #expect(fields.text("a") == nil && fields.errors.isEmpty)
        #expect(fields.text("a", isRequired: true) == nil)
        #expect(fields.errors == [AnswerError(attribute: "a", text: "required", seq: 0, type: "item-add")])
    }

    @Test func `errors stand in the order of the attributes, missing ones last, one for each`() {
        var fields = fields([("b", "x"), ("a", "y")])
        fields.seq = 7
        _ = fields.money("c", isRequired: true)
        _ = fields.money("a")
        _ = fields.whole("a", .positive)
        _ = fields.bool("b")
        #expect(
            fields.errors.map { "\($0.seq) \($0.info)" } == [
                "7 b: true or false expected", "7 a: number of 0 or more expected", "7 c: required",
            ])
        #expect(fields.hasError("a") && !fields.hasError("d"))
        fields.forgive()
        #expect(fields.errors.isEmpty)
    }

    @Test(arguments: [WholeRange.positive, .notNegative, .seq, .messageId])
    func `whole numbers end where their range ends`(_ range: WholeRange) {
        for (value, isIn) in [
            (range.least, true), (range.least - 1, false), (range.most, true), (range.most + 1, false),
        ] {
            var fields = fields([("a", "\(value)")])
            #expect(fields.whole("a", range) == (isIn ? Int(value) : nil))
            #expect(fields.errors.map(\.info) == (isIn ? [] : ["a: \(range.expected)"]))
        }
    }

    @Test func `older names are known, and lead to known names`() {
        for kind in CommandName.kinds {
            let names = AttributeTable.names(of: CommandName(kind))
            #expect(names.contains("seq"))
            for name in names {
                guard let successor = AttributeTable.successor(of: name, in: kind) else { continue }
                #expect(names.contains(successor))
                #expect(AttributeTable.successor(of: successor, in: kind) == nil)
            }
            #expect(AttributeTable.names(of: CommandName(kind, isVoid: true)) == ["seq"])
        }
    }

    @Test func `a header in error keeps what can be echoed`() {
        let decoder = HeaderDecoder(entries([("store", "3"), ("terminal", "x"), ("messageId", "4")]))
        #expect(decoder.header == nil)
        #expect(decoder.echo == Echo(store: "3", messageId: 4))
        #expect(decoder.errors.count == 3)
    }

    @Test func `a command in error is none`() {
        var decoder = CommandDecoder(
            RawDocument.Command(CommandName(.payment), entries([("seq", "1"), ("amount", "x")])))
        let command = decoder.decode(asReturn: false)
        #expect(command == nil && decoder.errors.count == 1)
    }
}
