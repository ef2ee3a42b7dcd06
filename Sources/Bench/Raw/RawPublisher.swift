internal import Broker
internal import CRabbitMQ

/// The yardstick of `cache`: a bare loop over librabbitmq that publishes persistent, mandatory messages of one size,
/// with confirms.
final class RawPublisher {
    private let connection: RawConnection
    private let exchange: String
    private let key: String
    /// Messages that are not confirmed.
    private var open: Set<UInt64> = []

    /// Connects to a broker without encryption.
    ///
    /// - Parameters:
    ///   - url: the broker.
    ///   - exchange: where messages go.
    ///   - key: their routing key; a queue must be bound to it.
    /// - Throws: `BenchError`.
    init(to url: BrokerURL, exchange: String, key: String) throws(BenchError) {
        (self.exchange, self.key) = (exchange, key)
        connection = try RawConnection(to: url)
    }

    /// Publishes messages, and waits until all are confirmed.
    ///
    /// - Parameters:
    ///   - count: how many.
    ///   - bytes: the size of each.
    ///   - inFlight: how many wait for their confirmation at a time.
    /// - Throws: `BenchError`.
    func publish(_ count: Int, bytes: Int, inFlight: Int) throws(BenchError) {
        let body = [UInt8](repeating: 0x20, count: bytes)
        var sent = 0
        while sent < count || !open.isEmpty {
            while sent < count, open.count < inFlight {
                try publish(body)
                sent += 1
            }
            try confirm()
        }
    }

    private func publish(_ body: [UInt8]) throws(BenchError) {
        var properties = amqp_basic_properties_t()
        properties._flags = amqp_flags_t(AMQP_BASIC_DELIVERY_MODE_FLAG)
        properties.delivery_mode = 2
        let status = body.withUnsafeBytes { bytes in
            exchange.withCString { exchange in
                key.withCString { key in
                    connection.publish(
                        amqp_bytes_t(len: bytes.count, bytes: UnsafeMutableRawPointer(mutating: bytes.baseAddress)),
                        exchange: amqp_cstring_bytes(exchange), key: amqp_cstring_bytes(key), &properties)
                }
            }
        }
        try RawConnection.check(status, "publish")
        open.insert(connection.published)
    }

    /// Waits for the broker's next confirmation, of one message or of all up to one.
    private func confirm() throws(BenchError) {
        let (method, fields) = try connection.next()
        guard method == AMQP_BASIC_ACK_METHOD else { throw .failed("something other than a confirmation came") }
        let ack = fields.load(as: amqp_basic_ack_t.self)
        if ack.multiple != 0 { open = open.filter { $0 > ack.delivery_tag } } else { open.remove(ack.delivery_tag) }
    }
}

@available(*, unavailable, message: "librabbitmq allows one thread at a time")
extension RawPublisher: Sendable {}
