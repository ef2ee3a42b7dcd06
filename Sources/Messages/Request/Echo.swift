/// The parts of a request's header that its answer repeats; nil where they are missing or cannot be read.
public struct Echo: Hashable, Sendable {
    /// Company.
    public var companyId: String?
    /// Store.
    public var store: String?
    /// Terminal, as sent.
    public var terminal: String?
    /// Number of the message.
    public var messageId: Int?

    /// An echo from its parts.
    public init(companyId: String? = nil, store: String? = nil, terminal: String? = nil, messageId: Int? = nil) {
        self.companyId = companyId
        self.store = store
        self.terminal = terminal
        self.messageId = messageId
    }
}
