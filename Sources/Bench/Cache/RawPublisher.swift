internal import Broker
internal import CRabbitMQ
internal import Glibc

/// The yardstick of `cache`: a bare loop over librabbitmq that publishes persistent, mandatory messages of one size,
/// with confirms.
final class RawPublisher {
    private static let channel: amqp_channel_t = 1
    private let state: amqp_connection_state_t
    private let exchange: String
    private let key: String
    /// The number of the last message that was published.
    private var last: UInt64 = 0
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
        guard !url.usesTLS else { throw .failed("the bare publisher knows no encryption") }
        guard let state = amqp_new_connection() else { throw .failed("out of memory") }
        self.state = state
        guard let socket = amqp_tcp_socket_new(state),
            amqp_socket_open(socket, url.host, Int32(url.port)) == AMQP_STATUS_OK.rawValue
        else { throw .failed("\(url) is out of reach") }
        var properties = amqp_empty_table
        let reply = CRabbitMQ_login_plain(
            state, url.virtualHost, 0, AMQP_DEFAULT_FRAME_SIZE, 0, &properties, url.user, url.password)
        guard reply.reply_type == AMQP_RESPONSE_NORMAL, amqp_channel_open(state, RawPublisher.channel) != nil,
            amqp_confirm_select(state, RawPublisher.channel) != nil
        else { throw .failed("\(url) lets the bare publisher not in") }
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
                    amqp_basic_publish(
                        state, RawPublisher.channel, amqp_cstring_bytes(exchange), amqp_cstring_bytes(key), 1, 0,
                        &properties,
                        amqp_bytes_t(len: bytes.count, bytes: UnsafeMutableRawPointer(mutating: bytes.baseAddress)))
                }
            }
        }
        guard status == AMQP_STATUS_OK.rawValue else {
            throw .failed("publish: \(String(cString: amqp_error_string2(status)))")
        }
        last += 1
        open.insert(last)
    }

    /// Waits for the broker's next confirmation, of one message or of all up to one.
    private func confirm() throws(BenchError) {
        var frame = amqp_frame_t()
        let status = amqp_simple_wait_frame(state, &frame)
        guard status == AMQP_STATUS_OK.rawValue, Int32(frame.frame_type) == AMQP_FRAME_METHOD,
            frame.payload.method.id == AMQP_BASIC_ACK_METHOD, let decoded = frame.payload.method.decoded
        else { throw .failed("something other than a confirmation came") }
        let ack = decoded.load(as: amqp_basic_ack_t.self)
        if ack.multiple != 0 { open = open.filter { $0 > ack.delivery_tag } } else { open.remove(ack.delivery_tag) }
        amqp_maybe_release_buffers(state)
    }

    deinit { amqp_destroy_connection(state) }
}

@available(*, unavailable, message: "librabbitmq allows one thread at a time")
extension RawPublisher: Sendable {}
