/// A message to be published.
public struct Publication: Hashable, Sendable {
    /// The exchange; empty is the default exchange, whose keys are queue names.
    public var exchange: String
    /// The routing key.
    public var routingKey: String
    /// The bytes.
    public var body: [UInt8]
    /// What travels with them.
    public var properties: Properties
    /// Whether the broker must give it back when no queue takes it.
    public var isMandatory: Bool

    /// Describes a message to be published.
    ///
    /// - Parameters:
    ///   - exchange: the exchange; empty is the default exchange.
    ///   - routingKey: the routing key.
    ///   - body: the bytes.
    ///   - properties: what travels with them.
    ///   - isMandatory: whether the broker must give it back when no queue takes it.
    public init(
        exchange: String = "", routingKey: String, body: [UInt8], properties: Properties = Properties(),
        isMandatory: Bool = true
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.body = body
        self.properties = properties
        self.isMandatory = isMandatory
    }

    /// The answer to a delivery, or nil where its sender did not ask for one.
    ///
    /// The correlation id is copied, or else the message id. Answers are not persistent: what was answered is stored
    /// and can be asked for again. Towards direct reply-to they are not mandatory, because the broker would give every
    /// one of them back, received or not.
    ///
    /// - Parameters:
    ///   - delivery: the request.
    ///   - body: the bytes of the answer.
    ///   - contentType: their media type.
    /// - Returns: the publication, or nil.
    public static func reply(to delivery: Delivery, body: [UInt8], contentType: String) -> Publication? {
        guard let replyTo = delivery.properties.replyTo, !replyTo.isEmpty else { return nil }
        return Publication(
            routingKey: replyTo, body: body,
            properties: Properties(
                contentType: contentType,
                correlationId: delivery.properties.correlationId ?? delivery.properties.messageId),
            isMandatory: !isDirectReply(replyTo))
    }

    /// Whether a reply address is RabbitMQ's direct reply-to, which has no queue behind it.
    ///
    /// - Parameter replyTo: the address.
    /// - Returns: whether it is.
    public static func isDirectReply(_ replyTo: String) -> Bool { replyTo.hasPrefix("amq.rabbitmq.reply-to.") }
}
