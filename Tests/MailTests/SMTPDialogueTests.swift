import Testing

@testable import Mail

/// What a dialogue comes to, told as the lines that went to and fro.
struct SMTPDialogueTests {
    struct Conversation: Sendable, CustomTestStringConvertible {
        var name: String
        /// `> ` what is sent, `< ` what is received, `begin` and `end` of the mail.
        var lines: [String]
        var expected: SMTPOutcome
        var testDescription: String { name }

        init(_ name: String, _ lines: [String], _ expected: SMTPOutcome) {
            (self.name, self.lines, self.expected) = (name, lines, expected)
        }
    }

    static let hello = ["< 220 mail", "> EHLO shop", "< 250-mail", "< 250 AUTH PLAIN"]
    static let asked = hello + ["> MAIL FROM:<a@b>", "< 250 ok", "> RCPT TO:<c@d>", "< 250 ok", "> DATA"]
    static let begun = asked + ["< 354 go on", "begin"]
    static let lost = "connection lost"

    static let conversations: [Conversation] = [
        .init("nobody there", [], .temporary(SMTPReply(text: lost, stage: .connect))),
        .init("silence after the greeting", ["< 220 mail"], .temporary(SMTPReply(text: lost, stage: .greeting))),
        .init("closed for today", ["< 421 later"], .temporary(SMTPReply(code: 421, text: "later", stage: .greeting))),
        .init("closed for ever", ["< 554 no"], .permanent(SMTPReply(code: 554, text: "no", stage: .greeting))),
        .init(
            "broken encryption", hello + ["> STARTTLS", "< 220 go"],
            .temporary(SMTPReply(text: lost, stage: .encryption))),
        .init(
            "wrong password", hello + ["> AUTH PLAIN", "< 334 ", "> AGxhYgBzZWNyZXQ=", "< 535 5.7.8 wrong"],
            .permanent(SMTPReply(code: 535, text: "5.7.8 wrong", stage: .login))),
        .init(
            "busy recipient", hello + ["> MAIL FROM:<a@b>", "< 250 ok", "> RCPT TO:<c@d>", "< 450 busy"],
            .temporary(SMTPReply(code: 450, text: "busy", stage: .recipient))),
        .init(
            "no such recipient", asked.dropLast(2) + ["< 550 who?"],
            .permanent(SMTPReply(code: 550, text: "who?", stage: .recipient))),
        .init(
            "parting after a refusal", asked.dropLast(2) + ["< 450 busy", "> QUIT", "< 221 bye"],
            .temporary(SMTPReply(code: 450, text: "busy", stage: .recipient))),
        .init("no data", asked + ["< 451 not now"], .temporary(SMTPReply(code: 451, text: "not now", stage: .data))),
        .init("lost before data", asked, .temporary(SMTPReply(text: lost, stage: .data))),
        .init("refused to begin", asked + ["< 354 go on"], .temporary(SMTPReply(text: lost, stage: .data))),
        .init("lost within the mail", begun, .temporary(SMTPReply(text: lost, stage: .body))),
        .init("a word too early", begun + ["< 250 fine"], .temporary(SMTPReply(text: lost, stage: .body))),
        .init("lost after the mail", begun + ["end"], .uncertain(SMTPReply(text: lost, stage: .body))),
        .init("taken", begun + ["end", "< 250 as 17"], .sent(SMTPReply(code: 250, text: "as 17", stage: .body))),
        .init(
            "disk full", begun + ["end", "< 452 full"], .temporary(SMTPReply(code: 452, text: "full", stage: .body))),
        .init(
            "not wanted", begun + ["end", "< 554 spam"], .permanent(SMTPReply(code: 554, text: "spam", stage: .body))),
        .init("nonsense", begun + ["end", "< hello"], .uncertain(SMTPReply(text: lost, stage: .body))),
        .init("half an answer", begun + ["end", "< 250-wait"], .uncertain(SMTPReply(text: lost, stage: .body))),
        .init(
            "out of place", begun + ["end", "< 354 again"],
            .uncertain(SMTPReply(code: 354, text: "again", stage: .body))),
        .init(
            "parting", begun + ["end", "< 250 ok", "> QUIT", "< 221 bye"],
            .sent(SMTPReply(code: 250, text: "ok", stage: .body))),
    ]

    @Test(arguments: conversations)
    func `a dialogue has the outcome that the rules say`(_ conversation: Conversation) {
        var dialogue = SMTPDialogue()
        for line in conversation.lines { Self.tell(line, &dialogue) }
        #expect(dialogue.outcome(Self.lost) == conversation.expected)
    }

    @Test func `no prefix of a dialogue that is lost before the end is sent or uncertain`() {
        let whole = Self.begun + ["end", "< 250 ok"]
        for count in 0...whole.count {
            var dialogue = SMTPDialogue()
            for line in whole.prefix(count) { Self.tell(line, &dialogue) }
            switch dialogue.outcome(Self.lost) {
            case .temporary: #expect(count <= Self.begun.count)
            case .uncertain: #expect(count == Self.begun.count + 1)
            case .sent: #expect(count == whole.count)
            case .permanent: Issue.record("nobody refused it")
            }
        }
    }

    @Test func `what a server says is shortened and shows no control characters`() {
        var dialogue = SMTPDialogue()
        dialogue.received("554 a\u{1B}[31m" + String(repeating: "x", count: 1_000) + "\r\n")
        let text = dialogue.outcome(nil).reply.text
        #expect(text.count == SMTPDialogue.longestText)
        #expect(text.hasPrefix("a?[31mx"))
    }

    private static func tell(_ line: String, _ dialogue: inout SMTPDialogue) {
        switch line {
        case "begin": dialogue.begin()
        case "end": dialogue.end()
        default:
            let text = String(line.dropFirst(2)) + "\r\n"
            if line.hasPrefix(">") { dialogue.sent(text) } else { dialogue.received(text) }
        }
    }
}
