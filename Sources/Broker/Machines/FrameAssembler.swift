/// Puts a method, its header and its body frames together again.
struct FrameAssembler: Sendable {
    /// What a frame, or a frame together with those before it, says.
    enum Incoming: Hashable, Sendable {
        case delivery(Delivery)
        case givenBack(code: Int, text: String, exchange: String, key: String, Properties, body: [UInt8])
        case confirm(sequence: UInt64, isMultiple: Bool, isPositive: Bool)
        case consumerCancelled(tag: String)
        case blocked(reason: String)
        case unblocked
        case channelClosed(code: Int, text: String)
        case connectionClosed(code: Int, text: String)
        /// The frames do not follow each other as the protocol says; nothing after them can be trusted.
        case outOfOrder(String)
    }

    private enum State: Sendable {
        case idle
        case awaitingHeader(Frame.Method)
        case awaitingBody(Frame.Method, Properties, size: UInt64, [UInt8])
    }

    private var state = State.idle

    /// Takes the next frame.
    ///
    /// - Parameter frame: the frame.
    /// - Returns: what it completes, or nil.
    mutating func take(_ frame: Frame) -> Incoming? {
        switch (state, frame) {
        case (_, .method(.channelClose(let code, let text))):
            state = .idle
            return .channelClosed(code: code, text: text)
        case (_, .method(.connectionClose(let code, let text))):
            state = .idle
            return .connectionClosed(code: code, text: text)
        case (_, .method(.blocked(let reason))): return .blocked(reason: reason)
        case (_, .method(.unblocked)): return .unblocked
        case (.idle, .method(let method)): return begin(method)
        case (.awaitingHeader(let method), .header(let size, let properties)):
            if size == 0 { return finish(method, properties, []) }
            // The size is the sender's claim: it is reserved only as far as a message of ours may be long.
            var body: [UInt8] = []
            body.reserveCapacity(Int(min(size, 1 << 20)))
            state = .awaitingBody(method, properties, size: size, body)
            return nil
        case (.awaitingBody(let method, let properties, let size, var body), .body(let part)):
            state = .idle
            body += part
            guard UInt64(body.count) <= size else { return .outOfOrder("a body is longer than its header says") }
            if UInt64(body.count) == size { return finish(method, properties, body) }
            state = .awaitingBody(method, properties, size: size, body)
            return nil
        case (.idle, _): return .outOfOrder("a header or body came without its method")
        case (.awaitingHeader, _): return .outOfOrder("a header was expected")
        case (.awaitingBody, _): return .outOfOrder("a body frame was expected")
        }
    }

    private mutating func begin(_ method: Frame.Method) -> Incoming? {
        switch method {
        case .deliver, .giveBack:
            state = .awaitingHeader(method)
            return nil
        case .confirm(let sequence, let isMultiple, let isPositive):
            return .confirm(sequence: sequence, isMultiple: isMultiple, isPositive: isPositive)
        case .cancel(let tag): return .consumerCancelled(tag: tag)
        case .channelClose, .connectionClose, .blocked, .unblocked, .other: return nil
        }
    }

    private mutating func finish(_ method: Frame.Method, _ properties: Properties, _ body: [UInt8]) -> Incoming? {
        state = .idle
        switch method {
        case .deliver(let consumerTag, let deliveryTag, let isRedelivered, let exchange, let key):
            return .delivery(
                Delivery(
                    body: body, properties: properties, deliveryTag: deliveryTag, isRedelivered: isRedelivered,
                    exchange: exchange, routingKey: key, consumerTag: consumerTag))
        case .giveBack(let code, let text, let exchange, let key):
            return .givenBack(code: code, text: text, exchange: exchange, key: key, properties, body: body)
        default: return .outOfOrder("a method without content had content")
        }
    }
}
