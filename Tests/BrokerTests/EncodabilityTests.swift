import Broker
import Testing

@Suite struct EncodabilityTests {
    static func nested(_ depth: Int) -> HeaderValue { (0..<depth).reduce("x") { inner, _ in .list([inner]) } }

    @Test(arguments: [255, 256]) func `short texts end at 255 bytes`(_ count: Int) {
        let text = String(repeating: "é", count: count / 2) + (count % 2 == 1 ? "a" : "")
        let isGood = count <= 255
        #expect((Publication(routingKey: text, body: []).encodingProblem == nil) == isGood)
        #expect((Publication(exchange: text, routingKey: "", body: []).encodingProblem == nil) == isGood)
        let fields: [WritableKeyPath<Properties, String?>] = [
            \.contentType, \.contentEncoding, \.correlationId, \.replyTo, \.expiration, \.messageId, \.type, \.appId,
        ]
        for field in fields {
            var properties = Properties()
            properties[keyPath: field] = text
            #expect((Publication(routingKey: "", body: [], properties: properties).encodingProblem == nil) == isGood)
        }
        let header = Properties(headers: [text: 1])
        #expect((Publication(routingKey: "", body: [], properties: header).encodingProblem == nil) == isGood)
    }

    @Test func `headers end at their size and depth`() {
        func problem(_ value: HeaderValue) -> String? {
            Publication(routingKey: "", body: [], properties: Properties(headers: ["h": value])).encodingProblem
        }
        let around = 5 + 1 + 1 + 5
        #expect(problem(.text(String(repeating: "a", count: Publication.maxHeaderBytes - around))) == nil)
        #expect(problem(.text(String(repeating: "a", count: Publication.maxHeaderBytes - around + 1))) != nil)
        #expect(problem(Self.nested(Publication.maxHeaderDepth - 1)) == nil)
        #expect(problem(Self.nested(Publication.maxHeaderDepth)) != nil)
        #expect(problem(.table([String(repeating: "n", count: 256): 1])) != nil)
        #expect(problem(.other(kind: 100)) == nil)
    }

    struct Answer: Sendable {
        let replyTo: String
        var correlation: String?
        var message: String?
        let expected: String?
        let isMandatory: Bool
    }

    @Test(arguments: [
        Answer(replyTo: "q", correlation: "c", message: "m", expected: "c", isMandatory: true),
        Answer(replyTo: "q", message: "m", expected: "m", isMandatory: true),
        Answer(replyTo: "amq.rabbitmq.reply-to.g1", correlation: "c", expected: "c", isMandatory: false),
        Answer(replyTo: "amq.rabbitmq.reply-to", expected: nil, isMandatory: true),
    ])
    func `an answer goes where it was asked for`(_ example: Answer) {
        let properties = Properties(
            correlationId: example.correlation, replyTo: example.replyTo, messageId: example.message)
        let request = Delivery(body: [], properties: properties, deliveryTag: 1)
        let reply = Publication.reply(to: request, body: [1], contentType: "application/xml")
        #expect(reply?.routingKey == example.replyTo)
        #expect(reply?.exchange == "")
        #expect(reply?.body == [1])
        #expect(reply?.properties.correlationId == example.expected)
        #expect(reply?.isMandatory == example.isMandatory)
        #expect(reply?.properties.isPersistent == false)
    }

    @Test(arguments: [nil, ""] as [String?]) func `nobody is answered who did not ask`(_ replyTo: String?) {
        let request = Delivery(body: [], properties: Properties(replyTo: replyTo), deliveryTag: 1)
        #expect(Publication.reply(to: request, body: [], contentType: "application/json") == nil)
    }
}
