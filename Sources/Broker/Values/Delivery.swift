/// A message that the broker handed to a consumer.
public struct Delivery: Hashable, Sendable {
    /// The bytes.
    public var body: [UInt8]
    /// What travels with them.
    public var properties: Properties
    /// The number to acknowledge; it means nothing on another channel or after a reconnect.
    public var deliveryTag: UInt64
    /// Whether the broker handed it out before.
    public var isRedelivered: Bool
    /// The exchange it was published to.
    public var exchange: String
    /// The key it was published with.
    public var routingKey: String
    /// The consumer it was handed to.
    public var consumerTag: String
    /// The queue that consumer reads.
    public var queue: String

    /// Describes a delivery.
    ///
    /// - Parameters:
    ///   - body: the bytes.
    ///   - properties: what travels with them.
    ///   - deliveryTag: the number to acknowledge.
    ///   - isRedelivered: whether the broker handed it out before.
    ///   - exchange: the exchange it was published to.
    ///   - routingKey: the key it was published with.
    ///   - consumerTag: the consumer it was handed to.
    ///   - queue: the queue that consumer reads.
    public init(
        body: [UInt8], properties: Properties = Properties(), deliveryTag: UInt64, isRedelivered: Bool = false,
        exchange: String = "", routingKey: String = "", consumerTag: String = "", queue: String = ""
    ) {
        self.body = body
        self.properties = properties
        self.deliveryTag = deliveryTag
        self.isRedelivered = isRedelivered
        self.exchange = exchange
        self.routingKey = routingKey
        self.consumerTag = consumerTag
        self.queue = queue
    }
}
