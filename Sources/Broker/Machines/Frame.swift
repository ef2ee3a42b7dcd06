/// One frame from the broker on our channel or on channel 0, as values.
enum Frame: Hashable, Sendable {
    case method(Method)
    case header(bodySize: UInt64, Properties)
    case body([UInt8])

    enum Method: Hashable, Sendable {
        case deliver(consumerTag: String, deliveryTag: UInt64, isRedelivered: Bool, exchange: String, key: String)
        case giveBack(code: Int, text: String, exchange: String, key: String)
        case confirm(sequence: UInt64, isMultiple: Bool, isPositive: Bool)
        case cancel(consumerTag: String)
        case channelClose(code: Int, text: String)
        case connectionClose(code: Int, text: String)
        case blocked(reason: String)
        case unblocked
        case other(id: UInt32)
    }
}
