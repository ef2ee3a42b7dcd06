/// One key of the configuration: what it is called, what it holds, and what a reader should know.
public struct Setting: Hashable, Sendable {
    /// What a value must look like.
    public enum Kind: Hashable, Sendable {
        /// Any text.
        case text
        /// A whole number in a range.
        case number(ClosedRange<Int>)
        /// One of a few words.
        case choice([String])
        /// `amqp[s]://user:password@host:port/vhost`.
        case brokerURL
        /// `sqlite:PATH` or `postgres://...`.
        case database
        /// `smtp[s]://user@host:port`; whoever sends mails reads it.
        case mailServer
        /// `host:port`, or empty.
        case address
        /// Words of letters, digits, `_` and `-`, joined by points: what names of queues begin with.
        case name
    }

    /// The environment variable.
    public var key: String
    /// What holds where nothing is given; it need not pass the check, so that empty can mean absent.
    public var defaultValue: String
    /// What a value must look like.
    public var kind: Kind
    /// One sentence for people.
    public var summary: String
    /// Whether the value must never be shown.
    public var isSecret: Bool

    /// Declares a key.
    ///
    /// - Parameters:
    ///   - key: the environment variable.
    ///   - kind: what a value must look like.
    ///   - defaultValue: what holds where nothing is given; empty is not checked.
    ///   - summary: one sentence for people.
    ///   - isSecret: whether the value must never be shown.
    public init(_ key: String, _ kind: Kind, default defaultValue: String, _ summary: String, isSecret: Bool = false) {
        self.key = key
        self.kind = kind
        self.defaultValue = defaultValue
        self.summary = summary
        self.isSecret = isSecret
    }
}
