import Testing

@testable import Broker

@Suite struct FrameAssemblerTests {
    static let deliver = Frame.method(
        .deliver(consumerTag: "c", deliveryTag: 7, isRedelivered: true, exchange: "x", key: "k"))
    static let giveBack = Frame.method(.giveBack(code: 312, text: "NO_ROUTE", exchange: "", key: "gone"))
    static let properties = Properties(contentType: "text/xml", messageId: "m")

    static func delivery(_ body: [UInt8]) -> FrameAssembler.Incoming {
        .delivery(
            Delivery(
                body: body, properties: properties, deliveryTag: 7, isRedelivered: true, exchange: "x",
                routingKey: "k", consumerTag: "c"))
    }

    func run(_ frames: [Frame]) -> [FrameAssembler.Incoming] {
        var assembler = FrameAssembler()
        return frames.compactMap { assembler.take($0) }
    }

    @Test(arguments: 0...5) func `a body comes whole, in however many frames`(_ count: Int) {
        let body = [UInt8](0..<UInt8(count))
        for split in 0...count {
            let parts = [Array(body[..<split]), Array(body[split...])].filter { !$0.isEmpty }
            let frames = [Self.deliver, .header(bodySize: UInt64(count), Self.properties)] + parts.map(Frame.body)
            #expect(run(frames + frames) == [Self.delivery(body), Self.delivery(body)])
        }
    }

    @Test func `a message given back is no delivery`() {
        let incoming = run([Self.giveBack, .header(bodySize: 1, Self.properties), .body([9])])
        let expected = FrameAssembler.Incoming.givenBack(
            code: 312, text: "NO_ROUTE", exchange: "", key: "gone", Self.properties, body: [9])
        #expect(incoming == [expected])
    }

    @Test func `methods without content stand alone`() {
        let incoming = run([
            .method(.confirm(sequence: 3, isMultiple: true, isPositive: false)), .method(.cancel(consumerTag: "c")),
            .method(.other(id: 1)), .method(.blocked(reason: "low on memory")), .method(.unblocked),
        ])
        #expect(
            incoming == [
                .confirm(sequence: 3, isMultiple: true, isPositive: false), .consumerCancelled(tag: "c"),
                .blocked(reason: "low on memory"), .unblocked,
            ])
    }

    @Test func `an alarm of channel 0 may come in the middle of a message`() {
        let incoming = run([
            Self.deliver, .method(.blocked(reason: "r")), .header(bodySize: 1, Self.properties), .method(.unblocked),
            .body([1]),
        ])
        #expect(incoming == [.blocked(reason: "r"), .unblocked, Self.delivery([1])])
    }

    @Test(arguments: [0, 1, 2]) func `a close in the middle of a message leaves nothing behind`(_ taken: Int) {
        let begun = [Self.deliver, .header(bodySize: 9, Self.properties), .body([1])].prefix(taken)
        var assembler = FrameAssembler()
        for frame in begun { #expect(assembler.take(frame) == nil) }
        let close = assembler.take(.method(.channelClose(code: 406, text: "PRECONDITION_FAILED")))
        #expect(close == .channelClosed(code: 406, text: "PRECONDITION_FAILED"))
        #expect(assembler.take(Self.deliver) == nil)
        #expect(assembler.take(.header(bodySize: 0, Self.properties)) == Self.delivery([]))
    }

    @Test(arguments: [
        [Frame.body([1])], [.header(bodySize: 1, Properties())], [deliver, .body([1])], [deliver, deliver],
        [deliver, .header(bodySize: 2, properties), .header(bodySize: 2, properties)],
        [deliver, .header(bodySize: 2, properties), .method(.cancel(consumerTag: "c"))],
        [deliver, .header(bodySize: 2, properties), .body([1, 2, 3])],
    ])
    func `frames in a wrong order are seen`(_ frames: [Frame]) {
        let incoming = run(frames)
        guard case .outOfOrder = incoming.last else {
            Issue.record("\(incoming)")
            return
        }
        #expect(incoming.count == 1)
    }
}
