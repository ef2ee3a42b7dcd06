/// A limit's counter of one company: the limit and who shares it.
public struct LimitKey: Hashable, Comparable, Sendable {
    /// The limit's id.
    public var limit: String
    /// Whose it is: the company, the store, or the customer.
    public var scopeKey: String

    /// A key from its parts.
    public init(limit: String, scopeKey: String) {
        self.limit = limit
        self.scopeKey = scopeKey
    }

    /// Whether both are the same, byte for byte.
    public static func == (left: LimitKey, right: LimitKey) -> Bool {
        ByteOrder.same(left.limit, right.limit) && ByteOrder.same(left.scopeKey, right.scopeKey)
    }

    /// The order in which limits are locked.
    public static func < (left: LimitKey, right: LimitKey) -> Bool {
        ByteOrder.precedes([left.limit, left.scopeKey], [right.limit, right.scopeKey])
    }

    /// Feeds its bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(bytesOf: limit)
        hasher.combine(bytesOf: scopeKey)
    }
}

/// A row of counters: a limit's key, and the day where days are counted.
struct CounterKey: Hashable, Comparable, Sendable {
    var key: LimitKey
    /// Days since 1970; zero for limits that count a promotion's whole life.
    var day: Int64

    init(key: LimitKey, day: Int64) {
        self.key = key
        self.day = day
    }

    init(row: Row) throws(StorageError) {
        key = LimitKey(limit: try row.text("limit_id"), scopeKey: try row.text("scope_key"))
        day = try row.integer("day")
    }

    static func < (left: CounterKey, right: CounterKey) -> Bool {
        (left.key, left.day) < (right.key, right.day)
    }

    func values(of company: String) -> [DatabaseValue] {
        [.text(company), .text(key.limit), .text(key.scopeKey), .integer(day)]
    }
}
