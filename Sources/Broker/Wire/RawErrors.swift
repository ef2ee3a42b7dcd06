internal import CRabbitMQ

extension Connection {
    static func text(ofStatus status: Int32) -> String {
        guard let words = unsafe amqp_error_string2(status) else { return "status \(status)" }
        return unsafe String(cString: words)
    }

    static func error(_ status: Int32, during operation: String) -> BrokerError {
        let code: BrokerError.Code =
            switch status {
            case AMQP_STATUS_TIMEOUT.rawValue: .timeout
            case AMQP_STATUS_CONNECTION_CLOSED.rawValue, AMQP_STATUS_SOCKET_ERROR.rawValue,
                AMQP_STATUS_SOCKET_CLOSED.rawValue, AMQP_STATUS_HEARTBEAT_TIMEOUT.rawValue,
                AMQP_STATUS_TCP_ERROR.rawValue, AMQP_STATUS_SSL_ERROR.rawValue:
                .connectionClosed
            default: .library
            }
        return BrokerError(code, during: operation, text: text(ofStatus: status))
    }

    /// What the last call that waited for an answer failed with; a closed channel is open again afterwards.
    ///
    /// A channel that the broker closed must be answered at once: the next call on it would wait for ever.
    func rpcFailure(during operation: String) -> BrokerError {
        let error = rpcError(during: operation)
        guard error.code == .channelClosed else { return error }
        do { try answerChannelClose() } catch { return error }
        return error
    }

    /// What a declaration failed with; its channel is closed afterwards, and nothing else is.
    func declarationFailure(during operation: String) -> BrokerError {
        let error = rpcError(during: operation)
        guard error.code == .channelClosed else { return error }
        do { try agreeToEnd(of: Self.declarations) } catch { return error }
        guard error.replyCode == AMQP_PRECONDITION_FAILED else { return error }
        return BrokerError(.mismatch, during: operation, replyCode: error.replyCode, text: error.text)
    }

    private func rpcError(during operation: String) -> BrokerError {
        let reply = unsafe amqp_get_rpc_reply(state)
        guard let error = unsafe failure(reply, during: operation) else {
            return BrokerError(.library, during: operation, text: "the library gave no reason")
        }
        if error.code == .connectionClosed, error.replyCode != 0 { answerConnectionClose() }
        return error
    }

    func failure(_ reply: amqp_rpc_reply_t, during operation: String) -> BrokerError? {
        switch unsafe reply.reply_type {
        case AMQP_RESPONSE_NORMAL: return nil
        case AMQP_RESPONSE_LIBRARY_EXCEPTION: return unsafe Self.error(reply.library_error, during: operation)
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            guard let decoded = unsafe reply.reply.decoded else { break }
            if unsafe reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD {
                let close = unsafe decoded.load(as: amqp_channel_close_t.self)
                return unsafe BrokerError(
                    .channelClosed, during: operation, replyCode: Int(close.reply_code),
                    text: RawFrame.text(close.reply_text))
            }
            let close = unsafe decoded.load(as: amqp_connection_close_t.self)
            return unsafe BrokerError(
                .connectionClosed, during: operation, replyCode: Int(close.reply_code),
                text: RawFrame.text(close.reply_text))
        default: break
        }
        return BrokerError(.connectionClosed, during: operation, text: "the connection ended without a word")
    }
}
