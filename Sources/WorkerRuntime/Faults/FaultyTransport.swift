internal import Broker

/// A connection to the broker whose calls pass boundaries, before and after.
///
/// Waiting is no boundary, what comes of it is one: how often a worker waits depends on the time.
final class FaultyTransport: Transport {
    private let faults: FaultCounter
    private let inner: any Transport
    private var isLost = false

    init(
        _ faults: FaultCounter, connect: () throws(BrokerError) -> any Transport
    ) throws(BrokerError) {
        self.faults = faults
        if faults.fails(at: "broker.connect") { throw Self.lost("connect") }
        inner = try connect()
        try pass("connected")
    }

    func declare(_ topology: Topology) throws(BrokerError) {
        try around("declare", "declared") { (inner) throws(BrokerError) in try inner.declare(topology) }
    }

    func consume(_ consumer: Consumer) throws(BrokerError) {
        try around("consume", "consuming") { (inner) throws(BrokerError) in try inner.consume(consumer) }
    }

    func cancel(consumerTag: String) throws(BrokerError) {
        try around("cancel", "cancelled") { (inner) throws(BrokerError) in
            try inner.cancel(consumerTag: consumerTag)
        }
    }

    func status(ofQueue queue: String) throws(BrokerError) -> QueueStatus {
        try around("status", nil) { (inner) throws(BrokerError) in try inner.status(ofQueue: queue) }
    }

    func publish(_ publication: Publication) throws(BrokerError) -> UInt64 {
        try around("publish", "published") { (inner) throws(BrokerError) in try inner.publish(publication) }
    }

    func receive(timeoutMilliseconds: Int) throws(BrokerError) -> TransportEvent? {
        let event = try around(nil, nil) { (inner) throws(BrokerError) in
            try inner.receive(timeoutMilliseconds: timeoutMilliseconds)
        }
        switch event {
        case .delivery: try pass("delivered")
        case .settled: try pass("settled")
        case .consumerCancelled, .blocked, .unblocked, nil: break
        }
        return event
    }

    func acknowledge(_ deliveryTag: UInt64, multiple: Bool) throws(BrokerError) {
        try around("acknowledge", "acknowledged") { (inner) throws(BrokerError) in
            try inner.acknowledge(deliveryTag, multiple: multiple)
        }
    }

    func close() {
        guard !isLost else { return }
        isLost = true
        // Closing cannot fail for its caller: either way the connection is gone.
        _ = faults.fails(at: "broker.close")
        inner.close()
        _ = faults.fails(at: "broker.closed")
    }

    private func around<Result>(
        _ before: String?, _ after: String?, _ work: (any Transport) throws(BrokerError) -> Result
    ) throws(BrokerError) -> Result {
        if isLost { throw Self.lost(before ?? "receive") }
        if let before { try pass(before) }
        let result = try work(inner)
        if let after { try pass(after) }
        return result
    }

    private func pass(_ boundary: String) throws(BrokerError) {
        guard faults.fails(at: "broker.\(boundary)") else { return }
        isLost = true
        inner.close()
        throw Self.lost(boundary)
    }

    private static func lost(_ boundary: String) -> BrokerError {
        BrokerError(.connectionClosed, during: boundary, text: "lost on purpose")
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension FaultyTransport: Sendable {}
