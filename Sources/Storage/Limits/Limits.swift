public import Promotions

/// What limits have granted: counters, and the holds of each transaction that they are the sum of.
///
/// All amounts are in ten-thousandths. Counters never pass a maximum, whatever else runs at the same time.
public struct Limits {
    let database: any Database
    /// What the transaction has locked, where it locks for several sales; nil where each lock may be waited for.
    var locks: LimitLocks?
    /// What the transaction knows of its rows.
    var memory: BatchMemory?

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

    /// What others than a transaction use of limits, or everybody.
    ///
    /// With limits of days it is the most that any window holds that contains the ticket's day, so that a ticket
    /// dated before others cannot overrun theirs.
    ///
    /// - Parameters:
    ///   - questions: The limits.
    ///   - company: Whose they are.
    ///   - day: The ticket's day.
    ///   - transaction: The transaction whose own holds do not count; nil where everybody's count.
    /// - Returns: One sum for each question, in the same order.
    /// - Throws: `StorageError`.
    public func used(
        _ questions: [Question], company: String, day: LocalDate, byOthersThan transaction: String?
    ) throws(StorageError) -> [Int128] {
        guard !questions.isEmpty else { return [] }
        let own: [CounterKey: StoredHold]
        if let transaction { own = try holds(of: transaction) } else { own = [:] }
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
        let lock = LimitLock(company: company, key: key)
        guard let memory, isAlone(with: lock) else {
            let question = Limits.counting(lock, days)
            return try Limits.uses(try database.query(question.sql, question.values))
        }
        var counters = memory.counters[lock] ?? CounterMemory()
        if !counters.covers(days) {
            let range = counters.widened(to: days)
            let question = Limits.counting(lock, range)
            counters.learn(try Limits.uses(try database.query(question.sql, question.values)), of: range)
            memory.counters[lock] = counters
        }
        return counters.uses(in: days)
    }

    /// Whether nobody else can move a limit's counters before this transaction ends.
    func isAlone(with lock: LimitLock) -> Bool { database.rowLock.isEmpty || locks?.holds(lock) == true }

    static func counting(_ lock: LimitLock, _ days: ClosedRange<Int>) -> Statement {
        Statement(
            """
            SELECT day, used FROM limit_counters
            WHERE company = $1 AND limit_id = $2 AND scope_key = $3 AND day BETWEEN $4 AND $5 ORDER BY day
            """,
            [
                .text(lock.company), .text(lock.key.limit), .text(lock.key.scopeKey), .int(days.lowerBound),
                .int(days.upperBound),
            ])
    }

    static func uses(_ rows: [Row]) throws(StorageError) -> [DayWindows.Use] {
        try rows.map { (row) throws(StorageError) in
            DayWindows.Use(day: try row.int("day"), used: Int128(try row.integer("used")))
        }
    }

    /// The limits of which a transaction holds or has booked something.
    public func keys(heldBy transaction: String) throws(StorageError) -> Set<LimitKey> {
        Set(try holds(of: transaction).keys.map(\.key))
    }

    /// A transaction's holds, by counter.
    func holds(of transaction: String) throws(StorageError) -> [CounterKey: StoredHold] {
        let key = RowKey(transaction)
        if let known = memory?.holds[key] { return known.current }
        // A transaction that is not there holds nothing.
        let isNew = memory?.transactions[key].map { $0 == nil } ?? false
        let question = Limits.findingHolds(of: transaction)
        let holds = isNew ? [:] : try Limits.holds(try database.query(question.sql, question.values))
        memory?.holds[key] = HoldMemory(holds)
        return holds
    }

    static func findingHolds(of transaction: String) -> Statement {
        Statement("SELECT * FROM limit_holds WHERE transaction_id = $1", [.text(transaction)])
    }

    static func holds(_ rows: [Row]) throws(StorageError) -> [CounterKey: StoredHold] {
        var holds: [CounterKey: StoredHold] = [:]
        for row in rows {
            let hold = try StoredHold(row: row)
            holds[hold.counter] = hold
        }
        return holds
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
