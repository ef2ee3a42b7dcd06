/// Why a document that can be read is no valid request; it is answered with ack 3.
public struct InvalidRequest: Error, Hashable, Sendable {
    /// What of the header can be read.
    public var echo: Echo
    /// What is wrong, in document order, the header first; at most as many as an answer lists.
    public var errors: [AnswerError]

    /// An error from its parts.
    public init(echo: Echo, errors: [AnswerError]) {
        self.echo = echo
        self.errors = Array(errors.prefix(Limits.errors))
    }
}
