/// Follows a dialogue with a server line by line, and says at its end what became of the mail.
///
/// Performs nothing. What is sent is looked at for its verb only and not kept: it may be a password.
struct SMTPDialogue: Hashable, Sendable {
    /// How long a reply may be that is kept.
    static let longestText = 500

    private(set) var stage = SMTPStage.connect
    /// Whether the server has asked for the mail.
    private(set) var hasBegun = false
    /// Whether the mail's last byte was handed out: its end follows by itself.
    private(set) var hasEnded = false
    /// Whether all that matters was said.
    private var isOver = false
    /// What the server said in this stage; nil where it has not.
    private var answer: SMTPReply?

    /// Nothing has been sent: a dialogue on a connection that is new, or that was used for another mail before.
    init() {}

    /// A line went to the server.
    mutating func sent(_ line: String) {
        let verb = line.prefix { $0.isLetter }.uppercased()
        if verb == "QUIT" { isOver = true }
        let next: SMTPStage? =
            switch verb {
            case "EHLO", "HELO": .hello
            case "STARTTLS": .encryption
            case "AUTH": .login
            case "MAIL": .sender
            case "RCPT": .recipient
            case "DATA": .data
            // The rest of a login.
            default: nil
            }
        guard let next, !hasBegun, next != stage else { return }
        (stage, answer) = (next, nil)
    }

    /// A line came from the server.
    mutating func received(_ line: String) {
        if isOver { return }
        if stage == .connect { stage = .greeting }
        // What comes before the mail's end is no word on the mail.
        guard !hasBegun || hasEnded, let code = Int(line.prefix(3)), (200...599).contains(code) else { return }
        // Of an answer with several lines the last one counts; it is the one with a blank.
        guard line.utf8.count < 4 || line.dropFirst(3).first != "-" else { return }
        let words = line.dropFirst(4).prefix { !$0.isNewline }
        let text = String(
            words.map { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } ? $0 : "?" })
        answer = SMTPReply(code: code, text: String(text.prefix(Self.longestText)), stage: stage)
    }

    /// The server has asked for the mail; its first byte goes out now.
    mutating func begin() {
        guard !hasBegun else { return }
        (stage, answer, hasBegun) = (.body, nil, true)
    }

    /// The mail's last byte was handed out.
    mutating func end() { hasEnded = true }

    /// What became of the mail.
    ///
    /// - Parameter problem: what ended the dialogue; nil where it ended well.
    /// - Returns: the outcome.
    func outcome(_ problem: String?) -> SMTPOutcome {
        let silent = SMTPReply(text: problem ?? "the dialogue ended early", stage: stage)
        guard let reply = answer else {
            // Without its end no server may take a mail over (RFC 5321, 4.1.1.4).
            return hasEnded ? .uncertain(silent) : .temporary(silent)
        }
        switch reply.code {
        case 200...299 where hasEnded: return .sent(reply)
        case 400...499: return .temporary(reply)
        case 500...599: return .permanent(reply)
        default: return hasEnded ? .uncertain(reply) : .temporary(silent)
        }
    }
}
