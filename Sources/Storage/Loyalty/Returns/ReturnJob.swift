public import Loyalty

/// The work on a return, which runs after it was answered.
public struct ReturnJob: Hashable, Sendable {
    /// The return's transaction.
    public var id: String
    /// The sale's transaction.
    public var original: String
    /// Whose they are.
    public var company: String
    /// Where it stands.
    public var state: ReturnJobState
    /// How often a processor took it.
    public var attempts: Int
    /// When it may be taken, in milliseconds since 1970; while it is worked on, when the lease ends.
    public var dueAt: Int64
    /// The processor that works on it.
    public var owner: String?
    /// What went wrong last; empty without.
    public var error: String
    /// When it was made, in milliseconds since 1970.
    public var createdAt: Int64
    /// When it last changed, in milliseconds since 1970.
    public var updatedAt: Int64

    /// A new job.
    public init(id: String, original: String, company: String, now: Int64) {
        self.id = id
        self.original = original
        self.company = company
        state = .pending
        attempts = 0
        dueAt = now
        error = ""
        createdAt = now
        updatedAt = now
    }
}

extension ReturnJob {
    init(row: Row) throws(StorageError) {
        self.init(
            id: try row.text("id"), original: try row.text("original"), company: try row.text("company"),
            now: try row.integer("created_at"))
        state = try row.word("state", as: ReturnJobState.self)
        attempts = try row.int("attempts")
        dueAt = try row.integer("due_at")
        owner = try row.optionalText("owner")
        error = try row.text("error")
        updatedAt = try row.integer("updated_at")
    }

    /// What changes, behind its id.
    var changingValues: [DatabaseValue] {
        [
            .text(id), .text(state.rawValue), .int(attempts), .integer(dueAt), .optional(owner), .text(error),
            .integer(updatedAt),
        ]
    }
}

/// A line of a return's report: what stayed as it was, and why.
public struct ReturnError: Hashable, Sendable {
    /// Coupon, card or line; empty where it is the return as a whole.
    public var element: String
    /// The protocol's number.
    public var code: Int
    /// A sentence for people.
    public var text: String

    /// A line from its parts.
    public init(element: String, code: Int, text: String) {
        self.element = element
        self.code = code
        self.text = text
    }
}
