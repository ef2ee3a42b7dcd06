public import Promotions

/// Which transactions a list holds: all of a store, or those of one of its tills, or those of one of its days.
public struct TransactionFilter: Hashable, Sendable {
    /// Whose they are.
    public var company: String
    /// Where.
    public var store: String
    /// At which till; nil for all.
    public var terminal: String?
    /// The day of the message that opened them; nil for all.
    public var day: LocalDate?
    /// Whether only returns are wanted.
    public var onlyReturns: Bool

    /// A filter from its parts.
    public init(
        company: String, store: String, terminal: String? = nil, day: LocalDate? = nil, onlyReturns: Bool = false
    ) {
        self.company = company
        self.store = store
        self.terminal = terminal
        self.day = day
        self.onlyReturns = onlyReturns
    }
}

extension Transactions {
    /// The transactions of a store, in order of their ids: by terminal, then by time.
    ///
    /// - Parameters:
    ///   - filter: Which.
    ///   - id: The last one of the page before; empty for the first page.
    ///   - limit: How many at most.
    /// - Returns: The transactions.
    /// - Throws: `StorageError`.
    public func list(
        _ filter: TransactionFilter, after id: String = "", limit: Int
    ) throws(StorageError) -> [TransactionRecord] {
        // The id begins with company, store and terminal, so that its own index finds them.
        let (from, to) = filter.range
        var values: [DatabaseValue] = [.text(from), .text(to), .text(id), bounded(limit)]
        var more = filter.onlyReturns ? " AND is_return = 1" : ""
        if let day = filter.day {
            more += " AND opened >= $5 AND opened < $6"
            values += [.text(day.compact), .text(LocalDate(days: day.days + 1).compact)]
        }
        return try database.all(
            "SELECT * FROM transactions WHERE id >= $1 AND id < $2 AND id > $3\(more) ORDER BY id LIMIT $4", values,
            TransactionRecord.init(row:))
    }
}

extension TransactionFilter {
    /// The ids between which all of them lie.
    fileprivate var range: (from: String, to: String) {
        let session = SessionKey(company: company, store: store, terminal: terminal ?? "")
        let id = TransactionKey(session: session, opened: LocalDateTime(date: LocalDate(days: 0), secondOfDay: 0)).id
        // Company, store and terminal end with an underscore each, the time is what comes behind; without a terminal
        // its place is empty.
        let parts = id.split(separator: "_", omittingEmptySubsequences: false)
        let prefix = parts.prefix(terminal == nil ? 2 : 3).joined(separator: "_")
        // What follows the underscore in the order of bytes.
        return (prefix + "_", prefix + "`")
    }
}

extension LocalDate {
    /// `yyyyMMdd`.
    fileprivate var compact: String { text.filter { $0 != "-" } }
}
