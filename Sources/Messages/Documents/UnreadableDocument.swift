/// Why a body is no request at all; it is answered with the unreadable form.
public struct UnreadableDocument: Error, Hashable, Sendable, CustomStringConvertible {
    /// The closed list of reasons.
    public enum Reason: String, Sendable, CaseIterable {
        /// Nothing but blanks.
        case empty
        /// Over the limit of bytes.
        case tooLarge
        /// A start tag over its limit of bytes.
        case startTagTooLarge
        /// Nested over the limit.
        case tooDeep
        /// A DOCTYPE, or another declaration that only a DOCTYPE may hold.
        case doctype
        /// An encoding that is not accepted, or bytes that are not what the encoding allows.
        case encoding
        /// Not well-formed XML or JSON; a repeated attribute or member counts as such.
        case malformed
        /// The root is not `message`.
        case root
        /// JSON that does not have the form of a message.
        case shape
    }

    /// What is wrong.
    public var reason: Reason
    /// The line where it was noticed, from 1; 0 where no line is to blame.
    public var line: Int

    /// An error from its parts.
    public init(_ reason: Reason, line: Int = 0) {
        self.reason = reason
        self.line = line
    }

    /// The ack that answers it.
    public var ack: Ack { reason == .empty ? .emptyBody : .unreadable }

    /// `malformed, line 3`; nothing of the document itself, since it may hold personal data.
    public var description: String { line > 0 ? "\(reason.rawValue), line \(line)" : reason.rawValue }
}
