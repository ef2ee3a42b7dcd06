internal import CRabbitMQ

/// Reads the library's frames into values: every byte is copied, nothing points back.
enum RawFrame {
    static func decode(_ frame: amqp_frame_t) -> Frame {
        switch unsafe Int32(frame.frame_type) {
        case AMQP_FRAME_HEADER:
            let decoded = unsafe frame.payload.properties.decoded
            let properties = unsafe decoded.map { unsafe RawFrame.properties($0) } ?? Properties()
            return unsafe .header(bodySize: frame.payload.properties.body_size, properties)
        case AMQP_FRAME_BODY: return unsafe .body(bytes(frame.payload.body_fragment))
        case AMQP_FRAME_METHOD: return unsafe .method(method(frame.payload.method))
        default: return .method(.other(id: 0))
        }
    }

    static func text(_ bytes: amqp_bytes_t) -> String {
        guard let start = unsafe bytes.bytes, unsafe bytes.len > 0 else { return "" }
        return unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: bytes.len), as: UTF8.self)
    }

    private static func bytes(_ bytes: amqp_bytes_t) -> [UInt8] {
        guard let start = unsafe bytes.bytes else { return [] }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: bytes.len))
    }

    private static func method(_ method: amqp_method_t) -> Frame.Method {
        guard let decoded = unsafe method.decoded else { return unsafe .other(id: method.id) }
        switch unsafe method.id {
        case AMQP_BASIC_DELIVER_METHOD:
            let deliver = unsafe decoded.load(as: amqp_basic_deliver_t.self)
            return unsafe .deliver(
                consumerTag: text(deliver.consumer_tag), deliveryTag: deliver.delivery_tag,
                isRedelivered: deliver.redelivered != 0, exchange: text(deliver.exchange),
                key: text(deliver.routing_key))
        case AMQP_BASIC_RETURN_METHOD:
            let giveBack = unsafe decoded.load(as: amqp_basic_return_t.self)
            return unsafe .giveBack(
                code: Int(giveBack.reply_code), text: text(giveBack.reply_text), exchange: text(giveBack.exchange),
                key: text(giveBack.routing_key))
        case AMQP_BASIC_ACK_METHOD:
            let ack = unsafe decoded.load(as: amqp_basic_ack_t.self)
            return .confirm(sequence: ack.delivery_tag, isMultiple: ack.multiple != 0, isPositive: true)
        case AMQP_BASIC_NACK_METHOD:
            let nack = unsafe decoded.load(as: amqp_basic_nack_t.self)
            return .confirm(sequence: nack.delivery_tag, isMultiple: nack.multiple != 0, isPositive: false)
        case AMQP_BASIC_CANCEL_METHOD:
            return unsafe .cancel(consumerTag: text(decoded.load(as: amqp_basic_cancel_t.self).consumer_tag))
        case AMQP_CHANNEL_CLOSE_METHOD:
            let close = unsafe decoded.load(as: amqp_channel_close_t.self)
            return unsafe .channelClose(code: Int(close.reply_code), text: text(close.reply_text))
        case AMQP_CONNECTION_CLOSE_METHOD:
            let close = unsafe decoded.load(as: amqp_connection_close_t.self)
            return unsafe .connectionClose(code: Int(close.reply_code), text: text(close.reply_text))
        case AMQP_CONNECTION_BLOCKED_METHOD:
            return unsafe .blocked(reason: text(decoded.load(as: amqp_connection_blocked_t.self).reason))
        case AMQP_CONNECTION_UNBLOCKED_METHOD: return .unblocked
        default: return unsafe .other(id: method.id)
        }
    }
}
