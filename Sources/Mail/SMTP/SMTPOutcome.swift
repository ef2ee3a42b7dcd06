/// A step of handing a mail over, in their order.
public enum SMTPStage: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Reaching the server.
    case connect
    /// Waiting for its first line.
    case greeting
    /// Saying who we are.
    case hello
    /// Becoming encrypted.
    case encryption
    /// Showing the password.
    case login
    /// Naming the sender.
    case sender
    /// Naming the recipient.
    case recipient
    /// Asking whether the mail may come.
    case data
    /// The mail itself, and the server's word on it.
    case body

    /// Whether the first comes before the second.
    public static func < (left: SMTPStage, right: SMTPStage) -> Bool { left.position < right.position }

    private var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The last thing that happened in a dialogue with a server.
public struct SMTPReply: Hashable, Sendable, CustomStringConvertible {
    /// The server's code; 0 where it said nothing.
    public var code: Int
    /// The server's words, or what went wrong.
    public var text: String
    /// Where in the dialogue.
    public var stage: SMTPStage

    /// A reply from its parts.
    public init(code: Int = 0, text: String, stage: SMTPStage) {
        self.code = code
        self.text = text
        self.stage = stage
    }

    /// In one line.
    public var description: String { "\(stage.rawValue): \(code == 0 ? "" : "\(code) ")\(text)" }
}

/// What became of a mail that was to be handed over.
public enum SMTPOutcome: Hashable, Sendable {
    /// The server has taken it over.
    case sent(SMTPReply)
    /// It has not, and may another time.
    case temporary(SMTPReply)
    /// It has not, and will not.
    case permanent(SMTPReply)
    /// The connection ended after the mail's last byte and before the server's word: nobody knows.
    case uncertain(SMTPReply)

    /// What was said last.
    public var reply: SMTPReply {
        switch self {
        case .sent(let reply), .temporary(let reply), .permanent(let reply), .uncertain(let reply): reply
        }
    }
}
