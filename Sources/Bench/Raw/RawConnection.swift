internal import Broker
internal import CRabbitMQ

/// A channel of librabbitmq with confirms and nothing of the engine's own in between, for the yardsticks.
final class RawConnection {
    static let channel: amqp_channel_t = 1
    let state: amqp_connection_state_t
    /// The number of the last message that was published.
    private(set) var published: UInt64 = 0

    /// Connects to a broker without encryption.
    ///
    /// - Parameter url: the broker.
    /// - Throws: `BenchError`.
    init(to url: BrokerURL) throws(BenchError) {
        guard !url.usesTLS else { throw .failed("the bare loop knows no encryption") }
        guard let state = amqp_new_connection() else { throw .failed("out of memory") }
        self.state = state
        guard let socket = amqp_tcp_socket_new(state),
            amqp_socket_open(socket, url.host, Int32(url.port)) == AMQP_STATUS_OK.rawValue
        else { throw .failed("\(url) is out of reach") }
        var properties = amqp_empty_table
        let reply = CRabbitMQ_login_plain(
            state, url.virtualHost, 0, AMQP_DEFAULT_FRAME_SIZE, 0, &properties, url.user, url.password)
        guard reply.reply_type == AMQP_RESPONSE_NORMAL, amqp_channel_open(state, RawConnection.channel) != nil,
            amqp_confirm_select(state, RawConnection.channel) != nil
        else { throw .failed("\(url) does not let the bare loop in") }
    }

    /// Publishes a mandatory message; returns what librabbitmq says.
    func publish(
        _ body: amqp_bytes_t, exchange: amqp_bytes_t, key: amqp_bytes_t, _ properties: inout amqp_basic_properties_t
    ) -> Int32 {
        published += 1
        return amqp_basic_publish(state, RawConnection.channel, exchange, key, 1, 0, &properties, body)
    }

    /// Waits for the broker's next method.
    ///
    /// - Returns: which it is, and its fields, which last until the next call.
    /// - Throws: `BenchError`.
    func next() throws(BenchError) -> (method: amqp_method_number_t, fields: UnsafeRawPointer) {
        amqp_maybe_release_buffers(state)
        var frame = amqp_frame_t()
        try RawConnection.check(amqp_simple_wait_frame(state, &frame), "wait for a frame")
        guard Int32(frame.frame_type) == AMQP_FRAME_METHOD, let fields = frame.payload.method.decoded else {
            throw .failed("something other than a method came")
        }
        return (frame.payload.method.id, UnsafeRawPointer(fields))
    }

    /// Throws where librabbitmq does not say that all is well.
    static func check(_ status: Int32, _ step: String) throws(BenchError) {
        guard status != AMQP_STATUS_OK.rawValue else { return }
        throw .failed("\(step): \(String(cString: amqp_error_string2(status)))")
    }

    deinit { amqp_destroy_connection(state) }
}

@available(*, unavailable, message: "librabbitmq allows one thread at a time")
extension RawConnection: Sendable {}
