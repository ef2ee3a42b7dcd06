internal import Broker
internal import CRabbitMQ

/// The yardstick of `queue`: a bare loop over librabbitmq that answers every message with its own body.
///
/// It does with the broker what a sale worker does and nothing else: answers are published with confirms, and requests
/// are acknowledged in the order in which their answers are confirmed.
final class RawEcho {
    private static let prefetch: UInt16 = 50

    private let connection: RawConnection
    /// Answers that are not confirmed, in the order of their requests.
    private var waiting: [(number: UInt64, tag: UInt64, isConfirmed: Bool)] = []

    /// Connects to a broker without encryption, and consumes.
    ///
    /// - Parameters:
    ///   - url: the broker.
    ///   - queue: the queue of requests.
    /// - Throws: `BenchError`.
    init(to url: BrokerURL, queue: String) throws(BenchError) {
        connection = try RawConnection(to: url)
        let state = connection.state
        guard amqp_basic_qos(state, RawConnection.channel, 0, RawEcho.prefetch, 0) != nil,
            queue.withCString({ queue in
                amqp_basic_consume(
                    state, RawConnection.channel, amqp_cstring_bytes(queue), amqp_empty_bytes, 0, 0, 0,
                    amqp_empty_table)
            }) != nil
        else { throw .failed("\(queue) cannot be consumed") }
    }

    /// Answers until something goes wrong.
    func run() throws(BenchError) -> Never {
        while true {
            let (method, fields) = try connection.next()
            switch method {
            case amqp_method_number_t(AMQP_BASIC_DELIVER_METHOD):
                try answer(fields.load(as: amqp_basic_deliver_t.self).delivery_tag)
            case amqp_method_number_t(AMQP_BASIC_ACK_METHOD):
                try confirmed(fields.load(as: amqp_basic_ack_t.self))
            default: throw .failed("something other than a request or a confirmation came")
            }
        }
    }

    private func answer(_ tag: UInt64) throws(BenchError) {
        var message = amqp_message_t()
        let reply = amqp_read_message(connection.state, RawConnection.channel, &message, 0)
        guard reply.reply_type == AMQP_RESPONSE_NORMAL else { throw .failed("a request came without its body") }
        defer { amqp_destroy_message(&message) }
        var properties = amqp_basic_properties_t()
        properties._flags = amqp_flags_t(AMQP_BASIC_CORRELATION_ID_FLAG)
        properties.correlation_id = message.properties.correlation_id
        let status = connection.publish(
            message.body, exchange: amqp_empty_bytes, key: message.properties.reply_to, &properties)
        try RawConnection.check(status, "publish")
        waiting.append((connection.published, tag, false))
    }

    private func confirmed(_ ack: amqp_basic_ack_t) throws(BenchError) {
        let isMultiple = ack.multiple != 0
        for (index, answer) in waiting.enumerated()
        where answer.number == ack.delivery_tag || (isMultiple && answer.number < ack.delivery_tag) {
            waiting[index].isConfirmed = true
        }
        let count = waiting.prefix { $0.isConfirmed }.count
        // Several at once, as long as more is there to be read.
        guard count > 0, count >= 25 || amqp_data_in_buffer(connection.state) == 0 else { return }
        try RawConnection.check(
            amqp_basic_ack(connection.state, RawConnection.channel, waiting[count - 1].tag, 1), "acknowledge")
        waiting.removeFirst(count)
    }
}

@available(*, unavailable, message: "librabbitmq allows one thread at a time")
extension RawEcho: Sendable {}
