/// What went wrong with the broker, with the words that the broker or its library used.
public struct BrokerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Code: String, Hashable, Sendable {
        /// The address cannot be read.
        case invalidURL
        /// No connection could be made.
        case unreachable
        /// A certificate, the broker's or our own, does not do.
        case untrusted
        /// The broker refused the user, the password or the virtual host.
        case refused
        /// Something is declared otherwise on the broker than it was asked for.
        case mismatch
        /// The broker closed the channel; the channel was opened again, without its consumers.
        case channelClosed
        /// The broker closed the connection, or it broke.
        case connectionClosed
        /// An answer did not come in time.
        case timeout
        /// A value does not fit into the protocol.
        case unencodable
        /// The library failed in another way.
        case library
    }

    /// The kind of failure.
    public let code: Code
    /// What was being done, such as `declare queue promo.sales`.
    public let operation: String
    /// The broker's reply code, or 0.
    public let replyCode: Int
    /// The words of the broker or the library.
    public let text: String

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: the kind of failure.
    ///   - operation: what was being done.
    ///   - replyCode: the broker's reply code, or 0.
    ///   - text: the words of the broker or the library.
    public init(_ code: Code, during operation: String, replyCode: Int = 0, text: String) {
        self.code = code
        self.operation = operation
        self.replyCode = replyCode
        self.text = text
    }

    /// One sentence for people.
    public var description: String {
        let suffix = replyCode == 0 ? "" : " (reply code \(replyCode))"
        return "\(operation): \(text)\(suffix)"
    }
}
