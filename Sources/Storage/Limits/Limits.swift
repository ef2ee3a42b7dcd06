public import Promotions

/// What limits have granted: counters, and the holds of each transaction that they are the sum of.
///
/// All amounts are in ten-thousandths. Counters never pass a maximum, whatever else runs at the same time.
public struct Limits {
    let database: any Database
    /// What the transaction has locked, where it locks for several sales; nil where each lock may be waited for.
    var locks: LimitLocks?

    /// A limit whose balance is asked for.
    public struct Question: Hashable, Sendable {
        /// Which counter.
        public var key: LimitKey
        /// Which tickets count together.
        public var period: Limit.Period

        /// A question from its parts.
        public init(key: LimitKey, period: Limit.Period) {
            self.key = key
            self.period = period
        }
    }

    /// What others than a transaction use of limits.
    ///
    /// With limits of days it is the most that any window holds that contains the ticket's day, so that a ticket
    /// dated before others cannot overrun theirs.
    ///
    /// - Parameters:
    ///   - questions: The limits.
    ///   - company: Whose they are.
    ///   - day: The ticket's day.
    ///   - transaction: The transaction whose own holds do not count.
    /// - Returns: One sum for each question, in the same order.
    /// - Throws: `StorageError`.
    public func used(
        _ questions: [Question], company: String, day: LocalDate, byOthersThan transaction: String
    ) throws(StorageError) -> [Int128] {
        guard !questions.isEmpty else { return [] }
        let own = try holds(of: transaction)
        return try questions.map { (question) throws(StorageError) in
            let length = question.length
            let around = length.map { (day.days - ($0 - 1))...(day.days + ($0 - 1)) } ?? 0...0
            let uses = try counters(question.key, company: company, days: around).map { use in
                let counter = CounterKey(key: question.key, day: Int64(use.day))
                return DayWindows.Use(day: use.day, used: use.used - Int128(own[counter]?.amount ?? 0))
            }
            guard let length else { return uses.first?.used ?? 0 }
            return DayWindows.largest(uses, length: length, containing: day.days)
        }
    }

    func counters(
        _ key: LimitKey, company: String, days: ClosedRange<Int>
    ) throws(StorageError) -> [DayWindows.Use] {
        try database.all(
            """
            SELECT day, used FROM limit_counters
            WHERE company = $1 AND limit_id = $2 AND scope_key = $3 AND day BETWEEN $4 AND $5 ORDER BY day
            """,
            [.text(company), .text(key.limit), .text(key.scopeKey), .int(days.lowerBound), .int(days.upperBound)]
        ) { (row) throws(StorageError) in
            DayWindows.Use(day: try row.int("day"), used: Int128(try row.integer("used")))
        }
    }

    /// The limits of which a transaction holds or has booked something.
    public func keys(heldBy transaction: String) throws(StorageError) -> Set<LimitKey> {
        Set(try holds(of: transaction).keys.map(\.key))
    }

    /// A transaction's holds, by counter.
    func holds(of transaction: String) throws(StorageError) -> [CounterKey: StoredHold] {
        let rows = try database.all(
            "SELECT * FROM limit_holds WHERE transaction_id = $1", [.text(transaction)], StoredHold.init(row:))
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.counter, $0) })
    }
}

extension Limits.Question {
    /// How many days a window has; nil where all tickets count.
    fileprivate var length: Int? {
        switch period {
        case .undefined: nil
        case .days(let count): DayWindows.sensible(count)
        }
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Limits: Sendable {}
