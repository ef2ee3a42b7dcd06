@testable import Messages
import Promotions
import Testing

@Suite struct XMLTextTests {
    private func prepared(_ text: String) throws(UnreadableDocument) -> String {
        String(decoding: try XMLText.prepare(Array(text.utf8)), as: UTF8.self)
    }

    @Test func `UTF-8 passes as it is, without its mark`() throws {
        #expect(try prepared("<message a='é'/>") == "<message a='é'/>")
        #expect(try prepared("\u{FEFF}<message/>") == "<message/>")
    }

    @Test(arguments: ["'", "\""], ["encoding=Q", "encoding = Q", "encoding\n=\tQ"])
    func `the declaration is read as XML writes it`(_ quote: String, _ spelling: String) throws {
        let name = spelling.replacing("Q", with: "\(quote)ISO-8859-1\(quote)")
        let text = "<?xml version=\"1.0\" \(name) standalone='yes' ?><message/>"
        #expect(try XMLEncoding.declared(in: Array(text.utf8)) == .latin1)
    }

    @Test(arguments: ["<message encoding='x'/>", "<?xml version='1.0'?><m encoding='x'/>", "<?xmlx encoding='x'?>"])
    func `without a declared encoding it is UTF-8`(_ text: String) throws {
        #expect(try XMLEncoding.declared(in: Array(text.utf8)) == .utf8)
    }

    @Test func `every byte of Latin-1 is its code point`() throws {
        let bytes = (1...255).map { UInt8($0) }
        let text = String(String.UnicodeScalarView((1...255).compactMap { UnicodeScalar(UInt32($0)) }))
        #expect(try XMLEncoding.latin1.utf8(bytes) == Array(text.utf8))
    }

    @Test func `windows-1252 differs from Latin-1 from 0x80 to 0x9F only, and has five holes`() throws {
        var holes: [UInt8] = []
        for byte in UInt8(1)...255 {
            guard let decoded = try? XMLEncoding.windows1252.utf8([byte]) else {
                holes.append(byte)
                continue
            }
            let isSame = decoded == (try XMLEncoding.latin1.utf8([byte]))
            #expect(isSame == !(0x80...0x9F).contains(byte), "\(byte)")
            #expect(String(validating: decoded, as: UTF8.self)?.unicodeScalars.count == 1)
        }
        #expect(holes == [0x81, 0x8D, 0x8F, 0x90, 0x9D])
    }

    @Test(arguments: [
        "<a>", "<a b='>'>", "<a b=\"<!DOCTYPE\">", "<!-- <!DOCTYPE a> -->", "<![CDATA[<!DOCTYPE a>]]>",
        "<?x <!DOCTYPE a> ?>", "<!-- never closed", "<?x never closed", "<![CDATA[ never closed", "<a never closed",
        "<",
        "", "no tag at all",
    ]) func `what the parser may judge itself passes the scan`(_ text: String) {
        #expect(throws: Never.self) { try XMLTagScan.check(Array(text.utf8)) }
    }

    @Test(arguments: [
        "<!DOCTYPE a>", "<a/><!DOCTYPE a>", "<!-- --><!ELEMENT a>", "<!", "<!-", "<a b='>'><!x>",
        "<!---><!-- --><!DOCTYPE a>",
    ]) func `a declaration is seen wherever it stands`(_ text: String) {
        #expect(throws: UnreadableDocument.self) { try XMLTagScan.check(Array(text.utf8)) }
    }

    @Test func `the collector takes the root, its attributes and its commands`() {
        let collector = XMLCollector()
        let attributes = { entries([("a", "1")]) }
        for name in ["message", "item-add", "item-add"] {
            let goesOn = collector.start(name, attributes)
            #expect(goesOn)
        }
        collector.end()
        collector.end()
        #expect(collector.document == RawDocument([("a", "1")], [.init(CommandName(.item), attributes())]))
        collector.reset()
        #expect(collector.document == RawDocument())
        let goesOn = collector.start("item-add", attributes)
        #expect(!goesOn && collector.stopReason == .root)
        collector.stop(.tooDeep)
        #expect(collector.stopReason == .root)
    }

    @Test func `a parser is kept, and replaced after a refusal`() throws {
        var reader = XMLReader()
        let good = Array("<message a='1'/>".utf8)
        #expect(try reader.read(good) == RawDocument([("a", "1")]))
        #expect(throws: UnreadableDocument.self) { try reader.read(Array("<message>".utf8)) }
        #expect(try reader.read(good) == RawDocument([("a", "1")]))
    }
}
