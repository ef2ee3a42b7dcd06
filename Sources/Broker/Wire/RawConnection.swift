internal import CRabbitMQ
internal import Glibc

/// A connection to a broker with one open channel in confirm mode, closed when it goes out of scope.
@safe struct Connection: ~Copyable {
    static let channel: amqp_channel_t = 1
    /// Declarations have a channel of their own: the broker closes it where a thing exists in another form, and with it
    /// would go consumers and confirms.
    static let declarations: amqp_channel_t = 2

    let state: amqp_connection_state_t
    let arena = RawArena()

    private init(owning state: amqp_connection_state_t) { unsafe self.state = state }

    /// Connects, logs in and opens the channel.
    static func open(to url: BrokerURL, options: ConnectionOptions) throws(BrokerError) -> Connection {
        let operation = "connect to \(url)"
        guard let state = unsafe amqp_new_connection() else {
            throw BrokerError(.library, during: operation, text: "out of memory")
        }
        let connection = unsafe Connection(owning: state)
        var wait = timeval(tv_sec: options.answerSeconds, tv_usec: 0)
        unsafe amqp_set_rpc_timeout(state, &wait)
        wait = timeval(tv_sec: options.connectSeconds, tv_usec: 0)
        unsafe amqp_set_handshake_timeout(state, &wait)
        let socket = try unsafe Self.socket(of: state, url: url, options: options, operation: operation)
        let status = unsafe amqp_socket_open_noblock(socket, url.host, Int32(url.port), &wait)
        guard status == AMQP_STATUS_OK.rawValue else {
            throw Self.connectFailure(status, url: url, options: options, operation: operation)
        }
        try connection.logIn(url: url, options: options, operation: operation)
        try connection.openChannel()
        return connection
    }

    deinit { unsafe _ = amqp_destroy_connection(state) }

    /// Says goodbye to the broker, without waiting long for its answer.
    consuming func close() {
        var wait = timeval(tv_sec: 2, tv_usec: 0)
        unsafe amqp_set_rpc_timeout(state, &wait)
        unsafe _ = amqp_connection_close(state, AMQP_REPLY_SUCCESS)
    }

    /// Logs in; without the announced capabilities a deleted queue and a memory alarm would go unnoticed.
    private func logIn(url: BrokerURL, options: ConnectionOptions, operation: String) throws(BrokerError) {
        arena.reset()
        var properties = unsafe arena.table([
            "connection_name": .text(options.name),
            "product": "promotions",
            "capabilities": .table([
                "consumer_cancel_notify": true, "connection.blocked": true, "authentication_failure_close": true,
                "publisher_confirms": true, "basic.nack": true,
            ]),
        ])
        let reply = unsafe CRabbitMQ_login_plain(
            state, url.virtualHost, 0, AMQP_DEFAULT_FRAME_SIZE, Int32(options.heartbeatSeconds), &properties,
            url.user, url.password)
        guard let error = unsafe failure(reply, during: operation) else { return }
        let refusals = [AMQP_ACCESS_REFUSED, AMQP_NOT_ALLOWED].map(Int.init)
        let isRefusal = refusals.contains(error.replyCode)
        if url.usesTLS, error.replyCode == 0, error.code == .connectionClosed {
            throw Self.endedAtLogin(error, operation: operation)
        }
        throw BrokerError(
            isRefusal ? .refused : .unreachable, during: operation, replyCode: error.replyCode, text: error.text)
    }

    /// Opens the channel and asks for confirms.
    func openChannel() throws(BrokerError) {
        let operation = "open a channel"
        guard unsafe amqp_channel_open(state, Self.channel) != nil,
            unsafe amqp_confirm_select(state, Self.channel) != nil
        else { throw rpcFailure(during: operation) }
    }

    /// Opens the channel of declarations.
    func openDeclarations() throws(BrokerError) {
        guard unsafe amqp_channel_open(state, Self.declarations) != nil else {
            throw declarationFailure(during: "open a channel")
        }
    }

    /// Reads the next frame of the channel or the connection; nil where none comes in time.
    func readFrame(timeoutMilliseconds: Int) throws(BrokerError) -> Frame? {
        var wait = timeval(
            tv_sec: timeoutMilliseconds / 1000, tv_usec: __suseconds_t(timeoutMilliseconds % 1000 * 1000))
        var raw = unsafe amqp_frame_t()
        let status = unsafe amqp_simple_wait_frame_noblock(state, &raw, &wait)
        if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
        guard status == AMQP_STATUS_OK.rawValue else { throw Self.error(status, during: "receive") }
        return unsafe RawFrame.decode(raw)
    }

    /// Frees the memory of frames that were read; refused by the library while it still holds some.
    func releaseBuffers() { unsafe amqp_maybe_release_buffers(state) }

    /// Agrees to the end of the channel and opens it again.
    func answerChannelClose() throws(BrokerError) {
        try agreeToEnd(of: Self.channel)
        try openChannel()
    }

    /// Agrees to the end of a channel.
    func agreeToEnd(of channel: amqp_channel_t) throws(BrokerError) {
        var ok = amqp_channel_close_ok_t()
        let status = unsafe amqp_send_method(state, channel, AMQP_CHANNEL_CLOSE_OK_METHOD, &ok)
        guard status == AMQP_STATUS_OK.rawValue else { throw Self.error(status, during: "close a channel") }
    }

    /// Agrees to the end of the connection, as far as it can still be said.
    func answerConnectionClose() {
        var ok = amqp_connection_close_ok_t()
        unsafe _ = amqp_send_method(state, 0, AMQP_CONNECTION_CLOSE_OK_METHOD, &ok)
    }
}

@available(*, unavailable, message: "librabbitmq allows one thread at a time")
extension Connection: Sendable {}
