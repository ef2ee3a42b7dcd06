@testable import Messages
import Promotions
import TestSupport
import Testing

@Suite struct AnswerWriterTests {
    private func xml(_ node: Node) -> String { String(decoding: XMLAnswerWriter.write(node), as: UTF8.self) }
    private func json(_ node: Node) -> String { String(decoding: JSONAnswerWriter.write(node), as: UTF8.self) }

    @Test func `attributes are sorted by code point, those without a value left out`() {
        let node = Node("message", [("b", "1"), ("a", nil), ("TLOG", "2"), ("aB", "3"), ("ab", "4"), ("a-b", "5")])
        #expect(xml(node).hasSuffix("\n<message TLOG=\"2\" a-b=\"5\" aB=\"3\" ab=\"4\" b=\"1\"/>\n"))
    }

    @Test func `one element per line, two blanks deeper`() {
        let node = Node("message", [], [Node("a", [("x", "1")], [Node("b")]), Node("c")])
        #expect(
            xml(node) == """
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
        #expect(xml(Node("message", [("a", value)])).hasSuffix("<message a=\"\(expected)\"/>\n"))
    }

    @Test func `every text comes back through XML`() throws {
        var random = SeededRandom(seed: 2)
        for _ in 0..<300 {
            let scalars = (0..<random.below(20)).compactMap { _ in
                UnicodeScalar(UInt32(random.below(random.pick([0x80, 0x800, 0x1_0000, 0x11_0000]))))
            }
            let value = String(String.UnicodeScalarView(scalars))
            let allowed = scalars.map { isAllowed($0) ? $0 : "\u{FFFD}" }
            let written = XMLAnswerWriter.write(Node("message", [("a", value)]))
            let attributes = try read(written).attributes
            #expect(attributes.first?.value == String(String.UnicodeScalarView(allowed)))  // seed 2
        }
    }

    private func isAllowed(_ scalar: UnicodeScalar) -> Bool {
        scalar.value >= 0x20 ? scalar.value != 0xFFFE && scalar.value != 0xFFFF : [9, 10, 13].contains(scalar.value)
    }

    @Test func `repeatable elements are arrays in JSON, others objects`() {
        let arrays = [
            "optional", "promo", "benefit", "redeem", "item", "coupon", "customer", "payment", "loyaltycard", "limit",
            "error",
        ]
        for name in arrays { #expect(json(Node("message", [], [Node(name)])) == "{\"message\":{\"\(name)\":[{}]}}\n") }
        let objects = [
            "apply", "participants", "limitBalances", "suggestions", "loyaltycards", "coupons", "errors", "customers",
            "refund", "explain",
        ]
        for name in objects { #expect(json(Node("message", [], [Node(name)])) == "{\"message\":{\"\(name)\":{}}}\n") }
    }

    @Test func `neighbours of one name share an array`() {
        let item = Node("item", [("seq", "1")])
        let node = Node(
            "message", [("b", "x"), ("a", "\"")], [Node("participants", [], [item, item, Node("coupon")])])
        #expect(
            json(node) == "{\"message\":{\"a\":\"\\\"\",\"b\":\"x\",\"participants\":"
                + "{\"item\":[{\"seq\":\"1\"},{\"seq\":\"1\"}],\"coupon\":[{}]}}}\n")
    }

    @Test func `loyalty has one member more in JSON`() {
        let node = Node("message", [], [Node("loyalty", [], [Node("coupons")])])
        #expect(json(node) == "{\"message\":{\"loyalty\":{\"coupons\":{},\"redeemTable\":{}}}}\n")
        #expect(!xml(node).contains("redeemTable"))
    }
}
