public import Broker

/// One channel to a `MemoryBroker`.
public final class MemoryTransport: Transport {
    private let broker: MemoryBroker
    private var isOpen = true
    private var isBroken = false
    private var consumers: [Consumer] = []
    private var events: [TransportEvent] = []
    private var heldConfirms: [Settlement] = []
    private var unacknowledged: [(tag: UInt64, queue: String, message: MemoryBroker.Stored)] = []
    private var lastTag: UInt64 = 0
    private var lastSequence: UInt64 = 0

    init(_ broker: MemoryBroker) { self.broker = broker }

    /// See `Transport`.
    public func declare(_ topology: Topology) throws(BrokerError) {
        try perform(.declare) { () throws(BrokerError) in
            for exchange in topology.exchanges {
                if let kind = broker.exchanges[exchange.name], kind != exchange.kind {
                    throw mismatch("declare exchange \(exchange.name)", "inequivalent arg 'type'")
                }
                broker.exchanges[exchange.name] = exchange.kind
            }
            for queue in topology.queues { try declare(queue) }
            for binding in topology.bindings {
                guard broker.queues[binding.queue] != nil, broker.exchanges[binding.exchange] != nil else {
                    throw closed("bind queue \(binding.queue)", 404, "NOT_FOUND")
                }
                if !broker.bindings.contains(binding) { broker.bindings.append(binding) }
            }
        }
    }

    private func declare(_ queue: Queue) throws(BrokerError) {
        let owner = queue.lifetime == .exclusive ? ObjectIdentifier(self) : nil
        guard let existing = broker.queues[queue.name] else {
            broker.queues[queue.name] = MemoryBroker.StoredQueue(declaration: queue, owner: owner)
            return
        }
        if existing.owner != owner { throw closed("declare queue \(queue.name)", 405, "RESOURCE_LOCKED") }
        let names = Set(existing.declaration.arguments.keys).union(queue.arguments.keys).sorted()
        for name in names where existing.declaration.arguments[name] != queue.arguments[name] {
            throw mismatch("declare queue \(queue.name)", "inequivalent arg '\(name)' for queue '\(queue.name)'")
        }
    }

    /// See `Transport`.
    public func consume(_ consumer: Consumer) throws(BrokerError) {
        try perform(.consume) { () throws(BrokerError) in
            guard broker.queues[consumer.queue] != nil else {
                throw closed("consume queue \(consumer.queue)", 404, "NOT_FOUND")
            }
            consumers.append(consumer)
        }
    }

    /// See `Transport`.
    public func cancel(consumerTag: String) throws(BrokerError) {
        try perform(.cancel) { () throws(BrokerError) in
            pump()
            consumers.removeAll { $0.tag == consumerTag }
        }
    }

    /// See `Transport`.
    public func status(ofQueue queue: String) throws(BrokerError) -> QueueStatus {
        try perform(.status) { () throws(BrokerError) in
            guard let stored = broker.queues[queue] else { throw closed("look at queue \(queue)", 404, "NOT_FOUND") }
            let consumers = broker.transports.flatMap(\.consumers).count { $0.queue == queue }
            return QueueStatus(messages: stored.ready.count, consumers: consumers)
        }
    }

    /// See `Transport`.
    public func publish(_ publication: Publication) throws(BrokerError) -> UInt64 {
        if let problem = publication.encodingProblem {
            throw BrokerError(.unencodable, during: "publish to \(publication.routingKey)", text: problem)
        }
        return try perform(.publish) { () throws(BrokerError) in
            guard publication.exchange.isEmpty || broker.exchanges[publication.exchange] != nil else {
                throw closed("publish to \(publication.exchange)", 404, "NOT_FOUND")
            }
            lastSequence += 1
            if publication.routingKey == broker.breakingAddress {
                isBroken = true
                return lastSequence
            }
            var result = Settlement.Result.confirmed
            if broker.nextNacks > 0 {
                broker.nextNacks -= 1
                result = .nacked
            } else {
                switch broker.route(publication) {
                case .taken: break
                case .refused: result = .nacked
                case .unroutable:
                    if publication.isMandatory { result = .returned(code: 312, text: "NO_ROUTE") }
                }
            }
            let settlement = Settlement(sequence: lastSequence, result: result)
            if broker.holdsConfirms { heldConfirms.append(settlement) } else { post(.settled(settlement)) }
            return lastSequence
        }
    }

    /// See `Transport`.
    public func acknowledge(_ deliveryTag: UInt64, multiple: Bool) throws(BrokerError) {
        try perform(.acknowledge) { () throws(BrokerError) in
            guard unacknowledged.contains(where: { $0.tag == deliveryTag }) else {
                throw closed("acknowledge", 406, "PRECONDITION_FAILED - unknown delivery tag \(deliveryTag)")
            }
            unacknowledged.removeAll { $0.tag == deliveryTag || (multiple && $0.tag < deliveryTag) }
        }
    }

    /// See `Transport`.
    public func receive(timeoutMilliseconds: Int) throws(BrokerError) -> TransportEvent? {
        try perform(.receive) { () throws(BrokerError) in
            if isBroken {
                breakOff()
                throw BrokerError(.connectionClosed, during: "receive", replyCode: 541, text: "INTERNAL_ERROR")
            }
            pump()
            if events.isEmpty, timeoutMilliseconds > 0 {
                broker.onWait(timeoutMilliseconds)
                guard isOpen else { throw BrokerError(.connectionClosed, during: "receive", text: "lost") }
                pump()
            }
            return events.isEmpty ? nil : events.removeFirst()
        }
    }

    /// See `Transport`.
    public func close() { breakOff() }

    /// Ends the connection: what was not acknowledged goes back, what was exclusive is gone.
    func breakOff() {
        guard isOpen else { return }
        isOpen = false
        broker.transports.removeAll { $0 === self }
        for entry in unacknowledged.reversed() { broker.putBack(entry.message, to: entry.queue) }
        for (name, queue) in broker.queues where queue.owner == ObjectIdentifier(self) { broker.delete(queue: name) }
    }

    func post(_ event: TransportEvent) { events.append(event) }

    func queueDeleted(_ queue: String) {
        for consumer in consumers where consumer.queue == queue { post(.consumerCancelled(tag: consumer.tag)) }
        consumers.removeAll { $0.queue == queue }
    }

    func releaseConfirms(reversed: Bool) {
        for settlement in reversed ? heldConfirms.reversed() : heldConfirms { post(.settled(settlement)) }
        heldConfirms = []
    }

    /// Hands out as much as the prefetch of each consumer allows.
    private func pump() {
        for consumer in consumers {
            while consumer.prefetch == 0
                || unacknowledged.count(where: { $0.queue == consumer.queue }) < Int(consumer.prefetch),
                var message = broker.queues[consumer.queue]?.ready.first
            {
                broker.queues[consumer.queue]?.ready.removeFirst()
                message.handOuts += 1
                lastTag += 1
                if !consumer.isAutomatic { unacknowledged.append((lastTag, consumer.queue, message)) }
                post(
                    .delivery(
                        Delivery(
                            body: message.publication.body, properties: message.publication.properties,
                            deliveryTag: lastTag, isRedelivered: message.isRedelivered,
                            exchange: message.publication.exchange, routingKey: message.publication.routingKey,
                            consumerTag: consumer.tag, queue: consumer.queue)))
            }
        }
    }

    private func perform<Result>(
        _ operation: MemoryBroker.Operation, _ work: () throws(BrokerError) -> Result
    ) throws(BrokerError) -> Result {
        guard isOpen else { throw BrokerError(.connectionClosed, during: "\(operation)", text: "it is closed") }
        let fault = broker.nextFault(operation)
        let lost = BrokerError(.connectionClosed, during: "\(operation)", text: "the test wants it so")
        if fault == .before {
            breakOff()
            throw lost
        }
        let result: Result
        do { result = try work() } catch {
            // Declarations have a channel of their own.
            if error.code == .channelClosed, operation != .declare { resetChannel() }
            throw error
        }
        if fault == .after {
            breakOff()
            throw lost
        }
        return result
    }

    private func resetChannel() {
        for entry in unacknowledged.reversed() { broker.putBack(entry.message, to: entry.queue) }
        (unacknowledged, consumers, events, heldConfirms) = ([], [], [], [])
        (lastTag, lastSequence) = (0, 0)
    }

    private func closed(_ operation: String, _ code: Int, _ text: String) -> BrokerError {
        BrokerError(.channelClosed, during: operation, replyCode: code, text: text)
    }

    private func mismatch(_ operation: String, _ text: String) -> BrokerError {
        BrokerError(.mismatch, during: operation, replyCode: 406, text: "PRECONDITION_FAILED - \(text)")
    }
}

@available(*, unavailable)
extension MemoryTransport: Sendable {}
