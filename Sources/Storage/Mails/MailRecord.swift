/// A mail as it is kept, from the commit that causes it on.
public struct MailRecord: Hashable, Sendable {
    /// What it tells of.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// An electronic coupon.
        case coupon
        /// A limit that has reached a mark.
        case alarm
    }

    /// Where it stands.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// It is to be sent, now or later.
        case queued
        /// The server has it.
        case sent
        /// It was refused, or tried too often.
        case failed
        /// The connection ended after its last byte and before the server's word, or its mailer ended in between.
        case uncertain
        /// Its coupon was cancelled before it left.
        case cancelled
    }

    /// What makes it single.
    public var id: String
    /// What it tells of.
    public var kind: Kind
    /// Whose it is.
    public var company: String
    /// The coupon's bar code, or the alarm's mark, which finds the alarm by the mail's id.
    public var element: String
    /// Where it stands.
    public var state: State
    /// To whom.
    public var recipient: String
    /// Its bytes; nil before it was written, and after it was sent.
    public var content: [UInt8]?
    /// How often it was tried.
    public var attempts: Int
    /// When it may be taken, in milliseconds since 1970; while a mailer has it, when the lease ends.
    public var dueAt: Int64
    /// The mailer that has it.
    public var owner: String?
    /// Whether its first byte may have left.
    public var hasBegun: Bool
    /// The server's last code; 0 where it said nothing.
    public var code: Int
    /// The server's last words, or what went wrong.
    public var reply: String
    /// When it was caused, in milliseconds since 1970.
    public var createdAt: Int64
    /// When its state last changed, in milliseconds since 1970.
    public var updatedAt: Int64

    /// A mail that is to be sent.
    public init(id: String, kind: Kind, company: String, element: String, recipient: String, now: Int64) {
        self.id = id
        self.kind = kind
        self.company = company
        self.element = element
        self.recipient = recipient
        state = .queued
        (attempts, dueAt, hasBegun, code, reply) = (0, now, false, 0, "")
        (createdAt, updatedAt) = (now, now)
    }

    init(row: Row) throws(StorageError) {
        self.init(
            id: try row.text("id"), kind: try row.word("kind", as: Kind.self), company: try row.text("company"),
            element: try row.text("element"), recipient: try row.text("recipient"), now: try row.integer("created_at"))
        state = try row.word("state", as: State.self)
        content = try row.value("content") == .null ? nil : try row.blob("content")
        (attempts, dueAt) = (try row.int("attempts"), try row.integer("due_at"))
        (owner, hasBegun) = (try row.optionalText("owner"), try row.flag("has_begun"))
        (code, reply) = (try row.int("code"), try row.text("reply"))
        updatedAt = try row.integer("updated_at")
    }
}

extension MailRecord {
    /// The id of a coupon's mail, of letters that a shell and a Message-ID take as they are.
    public static func id(ofCoupon barCode: String, company: String) -> String {
        id("coupon", [company, barCode])
    }

    /// An id of parts; other parts make another id.
    static func id(_ kind: String, _ parts: [String]) -> String {
        ([kind] + parts.map(escaped)).joined(separator: ".")
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                result.unicodeScalars.append(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16)
                result += "=" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }
}
