/// A mail on its way: what stands in the envelope, and its bytes.
public struct Envelope: Hashable, Sendable {
    /// Who gets it back.
    public var from: MailAddress
    /// Who gets it.
    public var to: MailAddress
    /// Headers and body.
    public var bytes: [UInt8]

    /// An envelope from its parts.
    public init(from: MailAddress, to: MailAddress, bytes: [UInt8]) {
        self.from = from
        self.to = to
        self.bytes = bytes
    }
}

/// Hands mails over, one at a time, in slices between which its owner does something else.
public protocol MailTransport: AnyObject {
    /// Begins with a mail; the one before has ended.
    ///
    /// - Parameters:
    ///   - envelope: the mail.
    ///   - dataBegins: called when the server has asked for the mail, before the first byte of it goes out; where it
    ///     says no, nothing goes out and the outcome is temporary.
    ///   - waiting: called about once a second where a slice takes long; where it says no, the dialogue is broken off.
    func begin(_ envelope: Envelope, dataBegins: @escaping () -> Bool, waiting: @escaping () -> Bool)

    /// Goes on for a while.
    ///
    /// - Parameter milliseconds: how long it may wait for the server.
    /// - Returns: what became of the mail; nil while that is open.
    func proceed(milliseconds: Int) -> SMTPOutcome?

    /// Breaks off what is under way.
    ///
    /// - Returns: what became of the mail.
    func breakOff() -> SMTPOutcome
}
