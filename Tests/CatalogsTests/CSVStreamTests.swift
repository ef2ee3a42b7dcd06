import Messages
import Storage
import Testing

@testable import Catalogs

struct CSVStreamTests {
    static func envelope(_ text: String, pieces: Int = .max) throws -> JSONValue {
        var stream = CSVStream(
            company: "2", catalog: try #require(CatalogName("catalogItem")), isReplacing: true)
        var bytes = stream.head
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            bytes += try stream.take(Array(rest.prefix(pieces)))
            rest = rest.dropFirst(pieces)
        }
        bytes += try stream.finish()
        return try JSONReader.read(bytes)
    }

    @Test(arguments: [1, 3, 1_000])
    func `rows become items with the columns of the first row`(_ pieces: Int) throws {
        let text = "\u{FEFF}code;name;price\r\na;\"x;\"\"y\"\"\nz\";1.5\r\n\n\"b\";;\r\nc;,;2;extra"
        let envelope = try Self.envelope(text, pieces: pieces)
        #expect(envelope["companyId"] == .string("2"))
        #expect(envelope["catalog"] == .string("catalogItem"))
        #expect(envelope["deleteAllCollectionFirst"] == .bool(true))
        #expect(
            envelope["items"]?.text
                == #"[{"code":"a","name":"x;\"y\"\nz","price":"1.5"},{"code":"b"},"#
                + #"{"code":"c","name":",","price":"2","column 4":"extra"}]"#)
    }

    /// Its bytes are C3 BB and EF BB 80: parts of a byte order mark, and none.
    @Test(arguments: ["\u{FB}", "\u{FEC0}", "a\u{3F}"]) func `a first name keeps all its bytes`(_ name: String) throws {
        for pieces in [1, 2, 1_000] {
            #expect(try Self.envelope(name + "\n1", pieces: pieces)["items"]?.text == "[{\"\(name)\":\"1\"}]")
            #expect(try Self.envelope("\u{FEFF}\(name)\n1", pieces: pieces)["items"]?.text == "[{\"\(name)\":\"1\"}]")
        }
    }

    @Test func `a table of names alone has no items, and no table at all is refused`() throws {
        #expect(try Self.envelope("code,name\n")["items"] == .array([]))
        #expect(try Self.envelope("code")["items"] == .array([]))
        for text in ["", "\n", "a,a\n1,2", "a,,b\n", "a\n\"open"] {
            #expect(throws: ImportProblem.self, "\(text)") { try Self.envelope(text) }
        }
    }

    @Test func `what is made is an envelope that loads`() throws {
        let world = try World()
        var stream = CSVStream(company: "2", catalog: try #require(CatalogName("catalogItem")), isReplacing: false)
        var text = stream.head
        text += try stream.take(Array("operation,code,price\nI,a,1\n,b,x\nR,a,\n".utf8))
        text += try stream.finish()
        #expect(try world.receive(String(decoding: text, as: UTF8.self), key: "k") == nil)
        let record = try #require(try world.finish().first)
        #expect((record.loaded, record.removed, record.refused) == (1, 1, 1))
        #expect(try world.store.imports.errors(of: record.id).map(\.place) == ["item 2, price"])
        #expect(try world.codes("catalogitem") == [])
    }
}
