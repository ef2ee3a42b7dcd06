internal import CRabbitMQ

extension Connection {
    /// Makes the connection's socket, plain or encrypted as the address says; it is not connected yet.
    static func socket(
        of state: amqp_connection_state_t, url: BrokerURL, options: ConnectionOptions, operation: String
    ) throws(BrokerError) -> OpaquePointer {
        // The connection owns the socket and frees it with itself.
        let made = unsafe url.usesTLS ? amqp_ssl_socket_new(state) : amqp_tcp_socket_new(state)
        guard let socket = unsafe made else { throw BrokerError(.library, during: operation, text: "out of memory") }
        guard url.usesTLS else { return unsafe socket }
        unsafe amqp_ssl_socket_set_verify_peer(socket, 1)
        unsafe amqp_ssl_socket_set_verify_hostname(socket, 1)
        guard unsafe amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST) == 0,
            unsafe amqp_ssl_socket_set_cacert(socket, options.certificateAuthorityFile) == 0
        else {
            let text = "the certificates in \(options.certificateAuthorityFile) cannot be used"
            throw BrokerError(.untrusted, during: operation, text: text)
        }
        guard let own = options.ownCertificate else { return unsafe socket }
        guard unsafe amqp_ssl_socket_set_key(socket, own.certificateFile, own.keyFile) == 0 else {
            let text = "the certificate in \(own.certificateFile) and the key in \(own.keyFile) cannot be used together"
            throw BrokerError(.untrusted, during: operation, text: text)
        }
        return unsafe socket
    }

    /// Why no connection came about.
    ///
    /// The library tells neither which certificate is wrong nor why, so the text says what can be, and how to find out.
    static func connectFailure(
        _ status: Int32, url: BrokerURL, options: ConnectionOptions, operation: String
    ) -> BrokerError {
        let text: String
        switch status {
        case AMQP_STATUS_SSL_PEER_VERIFY_FAILED.rawValue:
            text = """
                the broker's certificate is not trusted: it is not signed by an authority in \
                \(options.certificateAuthorityFile), or it is out of date
                """
        case AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED.rawValue:
            text =
                "the broker's certificate is not for \(url.host): that must be a DNS name which the certificate holds"
        case AMQP_STATUS_SSL_CONNECTION_FAILED.rawValue, AMQP_STATUS_SSL_ERROR.rawValue:
            text = """
                no encrypted connection came about: the broker must speak TLS 1.2 or later on this port, and trust our \
                certificate if it asks for one
                """
        default: return BrokerError(.unreachable, during: operation, text: Self.text(ofStatus: status))
        }
        return BrokerError(.untrusted, during: operation, text: text)
    }

    /// The end of a connection that was encrypted already: with TLS 1.3 a broker looks at our certificate only then.
    static func endedAtLogin(_ error: BrokerError, operation: String) -> BrokerError {
        let text =
            "the broker ended the encrypted connection (\(error.text)); it must trust our certificate if it asks"
        return BrokerError(.unreachable, during: operation, text: text)
    }
}
