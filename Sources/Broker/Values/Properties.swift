/// What travels with a body: the AMQP properties that are used here.
///
/// An absent property is nil.
public struct Properties: Hashable, Sendable {
    /// The media type of the body.
    public var contentType: String?
    /// How the body is encoded.
    public var contentEncoding: String?
    /// The headers by name.
    public var headers: [String: HeaderValue]
    /// Whether the message survives a restart of the broker in a durable queue.
    public var isPersistent: Bool
    /// 0 to 255; higher is served first by queues that look at it.
    public var priority: UInt8?
    /// What ties an answer to its request.
    public var correlationId: String?
    /// The queue that an answer goes to.
    public var replyTo: String?
    /// How many milliseconds the message lives, as text.
    public var expiration: String?
    /// The sender's name for the message.
    public var messageId: String?
    /// Seconds since 1970.
    public var timestamp: UInt64?
    /// What the body is, such as `return.job`.
    public var type: String?
    /// The program that sent it.
    public var appId: String?

    /// Collects properties; every one of them may be left out.
    ///
    /// - Parameters:
    ///   - contentType: the media type of the body.
    ///   - headers: the headers by name.
    ///   - isPersistent: whether the message survives a restart of the broker.
    ///   - correlationId: what ties an answer to its request.
    ///   - replyTo: the queue that an answer goes to.
    ///   - messageId: the sender's name for the message.
    ///   - type: what the body is.
    public init(
        contentType: String? = nil, headers: [String: HeaderValue] = [:], isPersistent: Bool = false,
        correlationId: String? = nil, replyTo: String? = nil, messageId: String? = nil, type: String? = nil
    ) {
        self.contentType = contentType
        self.headers = headers
        self.isPersistent = isPersistent
        self.correlationId = correlationId
        self.replyTo = replyTo
        self.messageId = messageId
        self.type = type
    }
}
