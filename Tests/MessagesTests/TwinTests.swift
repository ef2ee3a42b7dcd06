import Messages
import Promotions
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct TwinTests {
    @Test func `the XML and the JSON form of a document are the same request`() throws {
        var random = SeededRandom(seed: 5)
        var reader = DocumentReader()
        for _ in 0..<500 {
            let document = RandomDocument.make(&random)
            let xml = try reader.read(Array(RandomDocument.xml(document).utf8), .xml)
            let json = try reader.read(Array(RandomDocument.json(document).utf8), .json)
            #expect(xml == document)  // seed 5
            #expect(json == RandomDocument.grouped(document))
            var (first, second) = (TicketElements(), TicketElements())
            first.apply(try Request(xml).commands(asReturn: false))
            second.apply(try Request(json).commands(asReturn: false))
            #expect(first == second)
        }
    }
}

@Suite struct MutationTests {
    /// A long run damages more of them.
    private static let isLong = unsafe getenv("PROMO_TEST_LONG").map { unsafe String(cString: $0) } == "1"

    /// What may happen to a body: anything but a trap, and nothing that a second reading would not repeat.
    private func outcome(_ body: [UInt8], _ format: RequestFormat, _ reader: inout DocumentReader) -> String {
        do throws(UnreadableDocument) {
            let document = try reader.read(body, format)
            return "\(document) \(commands(document))"
        } catch {
            return "\(error)"
        }
    }

    private func commands(_ document: RawDocument) -> String {
        do throws(InvalidRequest) {
            let commands = try Request(document).commands(asReturn: false)
            var elements = TicketElements()
            elements.apply(commands)
            return elements.text
        } catch {
            return String(decoding: Answer(error).bytes(.json), as: UTF8.self)
        }
    }

    private func mutated(_ body: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var body = body
        for _ in 0...random.below(4) where !body.isEmpty {
            let index = random.below(body.count)
            switch random.below(6) {
            case 0: body[index] = UInt8(random.below(256))
            case 1: body.remove(at: index)
            case 2: body.insert(contentsOf: Array(random.pick(Self.snippets).utf8), at: index)
            case 3: body.removeSubrange(index..<min(body.count, index + random.below(40)))
            case 4: body.insert(contentsOf: body[index..<min(body.count, index + random.below(40))], at: index)
            default: body.swapAt(index, random.below(body.count))
            }
        }
        return body
    }

    private static let snippets = [
        "<", ">", "\"", "'", "&", "&amp;", "&#0;", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "?>", "</message>", "{",
        "}",
        "[", "]", ",", ":", "\\u0000", "\\", "seq=\"1\"", "\"seq\":\"1\"", "999999999999", "-", "0.0001", "\u{0}", "é",
    ]

    @Test func `a damaged message never brings the reader down`() throws {
        var random = SeededRandom(seed: 6)
        var kept = DocumentReader()
        var refused = 0
        let samples = try (Golden.names(".request.xml") + Golden.names(".request.json")).map {
            (try Golden.bytes($0), $0.hasSuffix("xml") ? RequestFormat.xml : .json)
        }
        let rounds = Self.isLong ? 100_000 : 4_000
        for round in 0..<rounds {
            let (sample, format) = random.pick(samples)
            let body = mutated(sample, &random)
            var fresh = DocumentReader()
            // A reader that has seen much says what a new one says.
            let first = outcome(body, format, &kept)
            #expect(first == outcome(body, format, &fresh), "seed 6, round \(round)")
            if !first.hasPrefix("RawDocument") { refused += 1 }
        }
        #expect((rounds / 4..<rounds).contains(refused))
    }
}
