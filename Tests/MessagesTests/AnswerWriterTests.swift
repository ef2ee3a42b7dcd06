@testable import Messages
import Promotions
import TestSupport
import Testing

@Suite struct AnswerWriterTests {
    private func xml(_ write: (inout AnswerWriter) -> Void) -> String {
        String(decoding: document(.xml, write), as: UTF8.self)
    }
    private func json(_ write: (inout AnswerWriter) -> Void) -> String {
        String(decoding: document(.json, write), as: UTF8.self)
    }

    @Test func `attributes without a value are left out`() {
        let written = xml { writer in
            writer.attribute("TLOG", "2")
            writer.attribute("a", nil)
            writer.attribute("a-b", 5)
            writer.attribute("aB", Figure(units: -35, scale: 1, decimals: 1))
        }
        #expect(written.hasSuffix("\n<message TLOG=\"2\" a-b=\"5\" aB=\"-3.5\"/>\n"))
    }

    @Test func `one element per line, two blanks deeper`() {
        let written = xml { writer in
            writer.open("a")
            writer.attribute("x", "1")
            writer.empty("b")
            writer.close()
            writer.empty("c")
        }
        #expect(
            written == """
                <?xml version="1.0" encoding="UTF-8" standalone="no"?>
                <message>
                  <a x="1">
                    <b/>
                  </a>
                  <c/>
                </message>

                """)
    }

    @Test(arguments: [
        ("&<>\"'", "&amp;&lt;&gt;&quot;'"), ("\t\n\r", "&#9;&#10;&#13;"),
        ("\u{0}\u{1}\u{1F}", "\u{FFFD}\u{FFFD}\u{FFFD}"),
        ("\u{FFFE}\u{FFFF}", "\u{FFFD}\u{FFFD}"), ("\u{7F}\u{85}é€😀\u{FFFD}", "\u{7F}\u{85}é€😀\u{FFFD}"),
        ("\u{BE}\u{BF}\u{FFBE}\u{FFBF}\u{FFC0}", "\u{BE}\u{BF}\u{FFBE}\u{FFBF}\u{FFC0}"),
    ]) func `values are escaped`(_ value: String, _ expected: String) {
        #expect(xml { $0.attribute("a", value) }.hasSuffix("<message a=\"\(expected)\"/>\n"))
        var writer = ByteWriter(expecting: 0)
        writer.put("=")
        XMLEscape.append(value, to: &writer)
        #expect(writer.text == "=\(expected)")
    }

    @Test func `every text comes back through XML`() throws {
        var random = SeededRandom(seed: 2)
        for _ in 0..<300 {
            let scalars = (0..<random.below(20)).compactMap { _ in
                UnicodeScalar(UInt32(random.below(random.pick([0x80, 0x800, 0x1_0000, 0x11_0000]))))
            }
            let value = String(String.UnicodeScalarView(scalars))
            let allowed = scalars.map { isAllowed($0) ? $0 : "\u{FFFD}" }
            let written = document(.xml) { $0.attribute("a", value) }
            let attributes = try read(written).attributes
            #expect(attributes.first?.value == String(String.UnicodeScalarView(allowed)))  // seed 2
        }
    }

    private func isAllowed(_ scalar: UnicodeScalar) -> Bool {
        scalar.value >= 0x20 ? scalar.value != 0xFFFE && scalar.value != 0xFFFF : [9, 10, 13].contains(scalar.value)
    }

    @Test func `repeatable elements are arrays in JSON, others objects`() {
        let arrays: [StaticString] = [
            "optional", "promo", "benefit", "redeem", "item", "coupon", "customer", "payment", "loyaltycard", "limit",
            "missing", "error",
        ]
        for name in arrays { #expect(json { $0.empty(name) } == "{\"message\":{\"\(name)\":[{}]}}\n") }
        let objects: [StaticString] = [
            "apply", "participants", "limitBalances", "suggestions", "loyaltycards", "coupons", "errors", "customers",
            "refund", "explain",
        ]
        for name in objects { #expect(json { $0.empty(name) } == "{\"message\":{\"\(name)\":{}}}\n") }
    }

    @Test func `neighbours of one name share an array`() {
        let written = json { writer in
            writer.attribute("a", "\"")
            writer.attribute("b", "x")
            writer.open("participants")
            for _ in 1...2 {
                writer.open("item")
                writer.attribute("seq", 1)
                writer.close()
            }
            writer.empty("coupon")
            writer.empty("apply")
            writer.close()
        }
        #expect(
            written == "{\"message\":{\"a\":\"\\\"\",\"b\":\"x\",\"participants\":"
                + "{\"item\":[{\"seq\":\"1\"},{\"seq\":\"1\"}],\"coupon\":[{}],\"apply\":{}}}}\n")
    }

    @Test func `loyalty has one member more in JSON`() {
        let write: (inout AnswerWriter) -> Void = { writer in
            writer.open("loyalty")
            writer.empty("coupons")
            writer.close()
        }
        #expect(json(write) == "{\"message\":{\"loyalty\":{\"coupons\":{},\"redeemTable\":{}}}}\n")
        #expect(!xml(write).contains("redeemTable"))
    }
}
