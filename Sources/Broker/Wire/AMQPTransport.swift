/// A `Transport` over a real RabbitMQ: one connection with one channel in confirm mode.
public final class AMQPTransport: Transport {
    private var connection: Connection?
    private var canDeclare = false
    private var assembler = FrameAssembler()
    private var ledger = ConfirmLedger()
    private var queueOfConsumer: [String: String] = [:]
    /// Events that one frame brought besides the first: a confirm can settle many publications.
    private var waiting: [TransportEvent] = []
    private var nextWaiting = 0

    /// Connects and logs in.
    ///
    /// Of several nodes each is tried once, in an order drawn anew, so that workers spread over them.
    ///
    /// - Parameters:
    ///   - url: where the broker is.
    ///   - options: how.
    /// - Throws: code `unreachable`, `untrusted`, `refused` or `timeout`; of several nodes, what the last one said.
    public init(to url: BrokerURL, options: ConnectionOptions) throws(BrokerError) {
        var nodes = url.nodes.shuffled()
        while let node = nodes.popLast() {
            do throws(BrokerError) {
                connection = try Connection.open(to: node, options: options)
                return
            } catch {
                if nodes.isEmpty { throw error }
            }
        }
    }

    /// See `Transport`.
    public func declare(_ topology: Topology) throws(BrokerError) {
        let isOpen = canDeclare
        canDeclare = false
        try using(losesChannel: false) { (connection) throws(BrokerError) in
            if !isOpen { try connection.openDeclarations() }
            for exchange in topology.exchanges { try connection.declare(exchange) }
            for queue in topology.queues { try connection.declare(queue) }
            for binding in topology.bindings { try connection.bind(binding) }
        }
        canDeclare = true
    }

    /// See `Transport`.
    public func consume(_ consumer: Consumer) throws(BrokerError) {
        queueOfConsumer[consumer.tag] = consumer.queue
        try using { (connection) throws(BrokerError) in try connection.consume(consumer) }
    }

    /// See `Transport`.
    public func cancel(consumerTag: String) throws(BrokerError) {
        try using { (connection) throws(BrokerError) in try connection.cancel(consumerTag: consumerTag) }
    }

    /// See `Transport`.
    public func status(ofQueue queue: String) throws(BrokerError) -> QueueStatus {
        try using { (connection) throws(BrokerError) in try connection.status(ofQueue: queue) }
    }

    /// See `Transport`.
    public func publish(_ publication: Publication) throws(BrokerError) -> UInt64 {
        if let problem = publication.encodingProblem {
            throw BrokerError(.unencodable, during: "publish to \(publication.routingKey)", text: problem)
        }
        try using { (connection) throws(BrokerError) in try connection.publish(publication) }
        return ledger.published(publication)
    }

    /// See `Transport`.
    public func acknowledge(_ deliveryTag: UInt64, multiple: Bool) throws(BrokerError) {
        try using { (connection) throws(BrokerError) in
            try connection.acknowledge(deliveryTag, multiple: multiple)
        }
    }

    /// See `Transport`.
    public func receive(timeoutMilliseconds: Int) throws(BrokerError) -> TransportEvent? {
        while true {
            if let event = nextEvent() { return event }
            let frame = try using { (connection) throws(BrokerError) in
                // Between frames nothing points into the library's buffers any more.
                connection.releaseBuffers()
                return try connection.readFrame(timeoutMilliseconds: timeoutMilliseconds)
            }
            guard let frame else { return nil }
            if let incoming = assembler.take(frame) { try take(incoming) }
        }
    }

    /// See `Transport`.
    public func close() {
        guard let connection = connection.take() else { return }
        connection.close()
    }

    private func nextEvent() -> TransportEvent? {
        guard nextWaiting < waiting.count else { return nil }
        defer { nextWaiting += 1 }
        return waiting[nextWaiting]
    }

    private func post(_ events: [TransportEvent]) {
        waiting = events
        nextWaiting = 0
    }

    private func take(_ incoming: FrameAssembler.Incoming) throws(BrokerError) {
        switch incoming {
        case .delivery(var delivery):
            delivery.queue = queueOfConsumer[delivery.consumerTag] ?? ""
            post([.delivery(delivery)])
        case .givenBack(let code, let text, let exchange, let key, let properties, let body):
            _ = ledger.givenBack(
                code: code, text: text, exchange: exchange, key: key, properties: properties, body: body)
        case .confirm(let sequence, let isMultiple, let isPositive):
            post(
                ledger.confirmed(sequence, isMultiple: isMultiple, isPositive: isPositive)
                    .map(TransportEvent.settled))
        case .consumerCancelled(let tag): post([.consumerCancelled(tag: tag)])
        case .blocked(let reason): post([.blocked(reason: reason)])
        case .unblocked: post([.unblocked])
        case .channelClosed(let code, let text):
            try using { (connection) throws(BrokerError) in try connection.answerChannelClose() }
            forgetChannel()
            throw BrokerError(.channelClosed, during: "receive", replyCode: code, text: text)
        case .connectionClosed(let code, let text):
            try using { (connection) throws(BrokerError) in connection.answerConnectionClose() }
            connection = nil
            throw BrokerError(.connectionClosed, during: "receive", replyCode: code, text: text)
        case .outOfOrder(let text):
            connection = nil
            throw BrokerError(.connectionClosed, during: "receive", text: text)
        }
    }

    private func forgetChannel() {
        assembler = FrameAssembler()
        ledger = ConfirmLedger()
        queueOfConsumer = [:]
        post([])
    }

    /// Runs a piece of work on the connection; a closed channel loses what was known of it, a broken one is dropped.
    private func using<Result>(
        losesChannel: Bool = true, _ work: (borrowing Connection) throws(BrokerError) -> Result
    ) throws(BrokerError) -> Result {
        guard let held = connection.take() else {
            throw BrokerError(.connectionClosed, during: "use a connection", text: "it is closed")
        }
        do {
            let result = try work(held)
            connection = consume held
            return result
        } catch {
            if error.code == .channelClosed || error.code == .mismatch {
                if losesChannel { forgetChannel() }
                connection = consume held
            }
            throw error
        }
    }
}

@available(*, unavailable, message: "librabbitmq allows one thread at a time")
extension AMQPTransport: Sendable {}
