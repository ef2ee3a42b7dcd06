import Messages
import Promotions
import Testing

@testable import Promoctl

struct TicketFileTests {
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var path = "a.json"
        var text: String
        var bodies: [String]
    }

    static let cases = [
        Case(
            testDescription: "one XML message", path: "a.xml", text: "<message/>\n<a/>\n",
            bodies: ["<message/>\n<a/>\n"]),
        Case(testDescription: "one JSON message over lines", text: "{\n\"a\": 1\n}\n", bodies: ["{\n\"a\": 1\n}\n"]),
        Case(testDescription: "one JSON message in one line", text: "{\"a\":1}\n", bodies: ["{\"a\":1}\n"]),
        Case(
            testDescription: "a message a line",
            text: "{\"a\":1}\r\n\n{\"b\":2}\n", bodies: ["{\"a\":1}", "{\"b\":2}"]),
        Case(
            testDescription: "a broken line is a ticket too", text: "{\"a\":1}\n{\"b\"\n",
            bodies: ["{\"a\":1}", "{\"b\""]),
        Case(
            testDescription: "the name decides", path: "a.ndjson", text: "{\"a\"\n{\"b\":2}",
            bodies: ["{\"a\"", "{\"b\":2}"]),
        Case(testDescription: "an empty file is one empty message", text: "", bodies: [""]),
        Case(testDescription: "no line, no message", path: "a.ndjson", text: "\n \n", bodies: []),
    ]

    @Test(arguments: cases)
    func `a file holds one message, or one a line`(_ example: Case) {
        let tickets = TicketFile.split(example.path, Array(example.text.utf8))
        #expect(tickets.map { String(decoding: $0.body, as: UTF8.self) } == example.bodies)
    }

    @Test func `a line is named by its number`() {
        let tickets = TicketFile.split("a.json", Array("\n{\"a\":1}\n\n{\"b\":2}".utf8))
        #expect(tickets.map(\.place) == ["a.json:2", "a.json:4"])
    }

    @Test func `standard input is read once`() {
        #expect(throws: Failure.usage("- (standard input) can be read once only")) { try TicketFile.read(["-", "-"]) }
    }
}

struct TicketHeadTests {
    struct Case: CustomTestStringConvertible {
        var text: String
        var key: String
        var testDescription: String { text }
    }

    static let cases = [
        Case(text: #"<message companyId="2" store="3"/>"#, key: "pos.2.3"),
        Case(text: #"{"message": {"companyId": 2, "store": "3.1"}}"#, key: "pos.2.3_1"),
        Case(text: #"<message companyId="a.b.c" store=""/>"#, key: "pos.a_b_c.0"),
        Case(text: #"<message companyId="2" store="3">"#, key: "pos.0.0"),
        Case(text: #"<message companyId="\#(String(repeating: "é", count: 51))" store="3"/>"#, key: "pos.0.3"),
        Case(text: "", key: "pos.0.0"),
    ]

    @Test(arguments: cases)
    func `the routing key names company and store where they can be read`(_ example: Case) {
        let head = TicketHead(TicketFile(place: "a", body: Array(example.text.utf8)))
        #expect(head.routingKey == example.key)
    }

    @Test func `date and time are read where they are some`() {
        let head = TicketHead(TicketFile(place: "a", body: Array(#"<message date-time="2023-08-04 17:00"/>"#.utf8)))
        #expect(head.dateTime?.text == "2023-08-04 17:00:00")
        #expect(TicketHead(TicketFile(place: "a", body: Array("<message/>".utf8))).dateTime == nil)
    }
}

struct TicketCopyTests {
    struct Case: CustomTestStringConvertible {
        var text: String
        var copy: String?
        var testDescription: String { text }
    }

    static let cases = [
        Case(
            text:
                #"<?xml version="1.0"?><!-- <message> -->"#
                + #"<message store='3' terminal = "1" messageId="7"><a store="3"/></message>"#,
            copy:
                #"<?xml version="1.0"?><!-- <message> -->"#
                + #"<message store='9&apos;' terminal = "42" messageId="1"><a store="3"/></message>"#
        ),
        Case(text: "<message/>", copy: #"<message store="9&apos;" messageId="1" terminal="42"/>"#),
        Case(
            text: #"<message a=">" store="3"/>"#, copy: #"<message messageId="1" terminal="42" a=">" store="9&apos;"/>"#
        ),
        Case(
            text: #"{"message":{"store":3,"messageId":7,"item-add":[{"qty":1.50}]}}"#,
            copy: #"{"message":{"store":"9'","messageId":"1","item-add":[{"qty":1.50}],"terminal":"42"}}"#),
        Case(text: #"<messages store="3"/>"#, copy: nil),
        Case(text: #"<a><message store="3"/></a>"#, copy: nil),
        Case(text: "{}", copy: nil),
        Case(text: "<!-- <message>", copy: nil),
        Case(text: "", copy: nil),
    ]

    @Test(arguments: cases)
    func `a copy differs in till and number alone`(_ example: Case) {
        let ticket = TicketFile(place: "a", body: Array(example.text.utf8))
        let copy = TicketCopy.make(ticket, store: "9'", terminal: "42")
        #expect(copy.map { String(decoding: $0, as: UTF8.self) } == example.copy)
    }

    @Test func `a start tag is found behind what may stand before it`() throws {
        var tag = try #require(StartTag(in: Array("<?a?><!--b--><message x=\"1\">".utf8), named: "message"))
        tag.set("x", "<&\">")
        #expect(String(decoding: tag.document, as: UTF8.self) == "<?a?><!--b--><message x=\"&lt;&amp;&quot;>\">")
        let body = Array("<message store=\"3\" terminal=\"1\"/>".utf8)
        let kept = TicketCopy.make(TicketFile(place: "a", body: body), store: nil, terminal: "2")
        #expect(
            kept.map { String(decoding: $0, as: UTF8.self) } == "<message messageId=\"1\" store=\"3\" terminal=\"2\"/>")
    }
}
