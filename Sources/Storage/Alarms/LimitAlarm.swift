public import Promotions

/// A limit whose counter has reached a mark.
public struct LimitAlarm: Hashable, Sendable {
    /// Whose limit it is.
    public var company: String
    /// Which counter.
    public var key: LimitKey
    /// The ticket's day, since 1970, whose window reached it; zero for limits that count a promotion's whole life.
    public var day: Int64
    /// The mark: `80%`, or `1000`.
    public var mark: String
    /// The promotion's id.
    public var promotion: String
    /// Who shares the counter.
    public var scope: Limit.Scope
    /// What is counted.
    public var kind: Limit.Kind
    /// What was booked when it was reached, in ten-thousandths.
    public var used: Int64
    /// The limit, in ten-thousandths.
    public var maximum: Int64
    /// Who is told; may be empty.
    public var email: String
    /// When, in milliseconds since 1970.
    public var raisedAt: Int64

    /// What makes it single; also the id of its mail.
    public var id: String {
        MailRecord.id("alarm", [company, key.limit, key.scopeKey, String(day), mark])
    }
}

extension LimitAlarm {
    init(row: Row) throws(StorageError) {
        self.init(
            company: try row.text("company"),
            key: LimitKey(limit: try row.text("limit_id"), scopeKey: try row.text("scope_key")),
            day: try row.integer("day"), mark: try row.text("mark"), promotion: try row.text("promotion"),
            scope: try row.word("scope", as: Limit.Scope.self), kind: try row.word("kind", as: Limit.Kind.self),
            used: try row.integer("used"), maximum: try row.integer("maximum"), email: try row.text("email"),
            raisedAt: try row.integer("raised_at"))
    }
}

extension Limit.Alarm {
    /// The mark as people write it.
    var mark: String {
        let (number, rest) = value.quotientAndRemainder(dividingBy: 10_000)
        var digits = String(10_000 + rest).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(number)\(digits.isEmpty ? "" : ".\(digits)")\(isPercentage ? "%" : "")"
    }

    /// Whether a counter has reached it.
    func isReached(by used: Int128, of maximum: Int128) -> Bool {
        // Amounts and percentages are below 2^63, so that no product passes 128 bits.
        isPercentage ? used * 1_000_000 >= maximum * value : used >= value
    }
}
