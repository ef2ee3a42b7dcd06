import Messages
import Promotions
import Testing

/// What a body of XML is read as.
struct AcceptedXML: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: [UInt8]
    var document: RawDocument

    init(_ description: String, _ text: String, _ document: RawDocument) {
        self.init(description, bytes: Array(text.utf8), document)
    }

    init(_ description: String, bytes: [UInt8], _ document: RawDocument) {
        testDescription = description
        self.bytes = bytes
        self.document = document
    }

    private static func value(_ text: String) -> RawDocument { RawDocument([("a", text)]) }
    private static let item = RawDocument.Command(CommandName(.item), entries([("seq", "1")]))

    static let all = [
        AcceptedXML("nothing but the root", "<message/>", RawDocument()),
        AcceptedXML("declaration", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<message a='1'/>", value("1")),
        AcceptedXML("byte order mark", "\u{FEFF}<message a='1'/>", value("1")),
        AcceptedXML("blanks around the root", "\n \t<message a='1'/>\r\n", value("1")),
        AcceptedXML(
            "order of attributes is kept", "<message b='2' a='1'/>", RawDocument([("b", "2"), ("a", "1")])),
        AcceptedXML("predefined entities", "<message a='&amp;&lt;&gt;&quot;&apos;'/>", value("&<>\"'")),
        AcceptedXML("character references", "<message a='&#65;&#x42;&#10;'/>", value("AB\n")),
        AcceptedXML("a line feed in a value is a blank", "<message a='1\n2'/>", value("1 2")),
        AcceptedXML(
            "quotes of the other kind, and >", "<message a='\">' b=\"'\"/>", RawDocument([("a", "\">"), ("b", "'")])),
        AcceptedXML("an empty value is kept for now", "<message a=''/>", value("")),
        AcceptedXML("letters beyond ASCII", "<message a='café €'/>", value("café €")),
        AcceptedXML("a command", "<message><item-add seq='1'/></message>", RawDocument([], [item])),
        AcceptedXML(
            "all commands, in document order",
            "<message><coupon-void seq='1'/><loyaltycard-add/><payment-add/><customer-void/>"
                + "<item-add seq='1'/></message>",
            RawDocument(
                [],
                [
                    RawDocument.Command(CommandName(.coupon, isVoid: true), entries([("seq", "1")])),
                    RawDocument.Command(CommandName(.loyaltyCard), []), RawDocument.Command(CommandName(.payment), []),
                    RawDocument.Command(CommandName(.customer, isVoid: true), []), item,
                ])),
        AcceptedXML(
            "text, comments, instructions, CDATA and unknown elements are ignored",
            "<message><!-- <item-add> --><?do <this> ?>text<![CDATA[<item-add>]]><extra><item-add/></extra>"
                + "<item-add seq='1'>text<item-add seq='2'/></item-add></message><!-- end --><?end ?>",
            RawDocument([], [item])),
        AcceptedXML("element names are case-sensitive", "<message><Item-add/></message>", RawDocument()),
        AcceptedXML(
            "a prefix without a declaration", "<message x:a='1'><y:item-add/></message>", RawDocument([("x:a", "1")])),
        AcceptedXML("a namespace is no attribute", "<message xmlns='urn:x' a='1'/>", value("1")),
        AcceptedXML(
            "ISO-8859-1",
            bytes: Array("<?xml version='1.0' encoding='ISO-8859-1'?><message a='".utf8) + [0xE9] + Array("'/>".utf8),
            value("é")),
        AcceptedXML(
            "windows-1252",
            bytes: Array("<?xml version='1.0' encoding='Windows-1252'?><message a='".utf8) + [0x80, 0xE9]
                + Array("'/>".utf8), value("€é")),
        AcceptedXML(
            "US-ASCII", "<?xml version='1.0' encoding='US-ASCII' standalone='yes'?><message a='1'/>", value("1")),
        AcceptedXML("depth 8", String(repeating: "<a>", count: 7).inMessage(closing: "</a>", 7), RawDocument()),
        AcceptedXML(
            "a comment over 16 KiB", "<message><!--<\(String(repeating: "x", count: 20_000))--></message>",
            RawDocument()),
    ]
}

extension String {
    fileprivate func inMessage(closing: String, _ count: Int) -> String {
        "<message>" + self + String(repeating: closing, count: count) + "</message>"
    }
}

@Suite struct XMLReaderTests {
    @Test(arguments: AcceptedXML.all) func `well-formed documents are read`(_ example: AcceptedXML) throws {
        #expect(try read(example.bytes) == example.document)
    }

    @Test func `a start tag of the largest size is read, one byte more is refused`() throws {
        let frame = "<message a=''/>".utf8.count
        func tag(_ bytes: Int) -> [UInt8] {
            Array("<message a='\(String(repeating: "x", count: bytes - frame))'/>".utf8)
        }
        #expect(refusal(tag(Limits.startTagBytes)) == nil)
        #expect(refusal(tag(Limits.startTagBytes + 1)) == .startTagTooLarge)
    }

    @Test func `a body of the largest size is read, one byte more is refused`() throws {
        func body(_ bytes: Int) -> [UInt8] {
            Array("<message/>".utf8) + Array(repeating: UInt8(ascii: "\n"), count: bytes - 10)
        }
        #expect(refusal(body(Limits.bodyBytes)) == nil)
        #expect(refusal(body(Limits.bodyBytes + 1)) == .tooLarge)
    }

    @Test func `a reader goes on after what it refused`() throws {
        var reader = DocumentReader()
        for example in RefusedXML.all where example.bytes.count < 100_000 {
            #expect(throws: UnreadableDocument.self) { try reader.read(example.bytes, .xml) }
            #expect(try reader.read(Array("<message a='1'/>".utf8), .xml) == RawDocument([("a", "1")]))
        }
    }

    @Test func `a reader forgets the last document`() throws {
        var reader = DocumentReader()
        for example in AcceptedXML.all + AcceptedXML.all.reversed() {
            #expect(try reader.read(example.bytes, .xml) == example.document)
        }
    }

    @Test func `names of many documents do not wear a reader out`() throws {
        var reader = DocumentReader()
        let long = String(repeating: "y", count: 15_000)
        for number in 0..<50 {
            // 50 documents of 450 KB of names: more than the parser would hold if they were never dropped.
            let elements = (0..<30).map { "<a n\(number)x\($0)\(long)='1'/>" }.joined()
            #expect(try reader.read(Array("<message>\(elements)</message>".utf8), .xml) == RawDocument())
        }
    }
}
