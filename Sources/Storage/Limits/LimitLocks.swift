public import Promotions

/// A company's limit as it is locked: all days of its counter together.
public struct LimitLock: Hashable, Comparable, Sendable {
    /// The company.
    public var company: String
    /// The limit, and whose it is.
    public var key: LimitKey

    /// A lock from its parts.
    public init(company: String, key: LimitKey) {
        self.company = company
        self.key = key
    }

    /// Whether both are the same, byte for byte.
    public static func == (left: LimitLock, right: LimitLock) -> Bool {
        ByteOrder.same(left.company, right.company) && left.key == right.key
    }

    /// The order in which limits are locked.
    public static func < (left: LimitLock, right: LimitLock) -> Bool {
        ByteOrder.same(left.company, right.company)
            ? left.key < right.key : ByteOrder.precedes([left.company], [right.company])
    }

    /// Feeds its bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(bytesOf: company)
        hasher.combine(key)
    }
}

/// The limits that one database transaction has locked for several sales.
///
/// Transactions that wait for locks in one order never wait for each other in a circle. So what the sales are expected
/// to need is locked together, and what they turn out to need besides is only taken where it is free. Where it is not,
/// the transaction is undone and done again with all it asked for.
public final class LimitLocks {
    /// Everything that was asked for.
    public private(set) var wanted: Set<LimitLock>
    /// Whether something was not free, so that the transaction has to start again.
    public private(set) var isShort = false
    private var held: Set<LimitLock> = []

    /// Locks for a transaction that begins.
    public init(wanting wanted: Set<LimitLock> = []) { self.wanted = wanted }

    func holds(_ lock: LimitLock) -> Bool { held.contains(lock) }
    func want(_ locks: some Sequence<LimitLock>) { wanted.formUnion(locks) }
    func hold(_ lock: LimitLock) { held.insert(lock) }
    func miss() { isShort = true }
}

@available(*, unavailable, message: "they belong to a transaction of one connection")
extension LimitLocks: Sendable {}

extension Limits {
    /// Locks what is expected to be needed, and what was asked for before: all of it in one order, waiting for each.
    ///
    /// Nothing of the kind may be locked yet in this transaction.
    ///
    /// - Parameters:
    ///   - expected: The limits.
    ///   - day: The day of the tickets that need them; rows that only lock are forgotten like counters of that day.
    /// - Throws: `StorageError`.
    public func lockTogether(_ expected: Set<LimitLock>, day: LocalDate) throws(StorageError) {
        guard !database.rowLock.isEmpty else { return }
        let wanted = expected.union(locks?.wanted ?? [])
        locks?.want(wanted)
        let order = wanted.sorted()
        // A row that is not there yet is made first. One by one: each is locked before the next is asked for.
        let answers = try database.queryTogether(
            order.flatMap { [Limits.inserting($0, day), Limits.locking($0, database.rowLock)] })
        for (index, lock) in order.enumerated() {
            locks?.hold(lock)
            guard let row = answers[2 * index + 1].first else { continue }
            var counters = CounterMemory()
            counters.learn([DayWindows.Use(day: 0, used: Int128(try row.integer("used")))], of: 0...0)
            memory?.counters[lock] = counters
        }
    }

    /// Locks counters until the end of the database transaction, in one order.
    ///
    /// Needed before `used` where several writers work at once; where one writer is alone it does nothing.
    ///
    /// - Parameters:
    ///   - keys: The limits.
    ///   - company: Whose they are.
    ///   - day: The day of the ticket that needs them; rows that only lock are forgotten like counters of that day.
    /// - Throws: `StorageError`, with code `conflict` where a lock is not free and the transaction may not wait.
    public func lock(_ keys: some Sequence<LimitKey>, company: String, day: LocalDate) throws(StorageError) {
        guard !database.rowLock.isEmpty else { return }
        let wanted = Set(keys.map { LimitLock(company: company, key: $0) })
        guard let locks else {
            for lock in wanted.sorted() { try waitFor(lock, day) }
            return
        }
        locks.want(wanted)
        for lock in wanted.sorted() where !locks.holds(lock) {
            guard try isThere(lock, database.rowLockIfFree) else {
                locks.miss()
                throw StorageError(
                    .conflict, place: "limit \(lock.key.limit) of \(lock.key.scopeKey)",
                    text: "another transaction works on it, and this one holds locks already")
            }
            locks.hold(lock)
        }
    }

    private func waitFor(_ lock: LimitLock, _ day: LocalDate) throws(StorageError) {
        if try isThere(lock, database.rowLock) { return }
        // There is no row to lock yet; whoever comes second waits here or finds the first one's.
        let insertion = Limits.inserting(lock, day)
        _ = try database.execute(insertion.sql, insertion.values)
        _ = try isThere(lock, database.rowLock)
    }

    private func isThere(_ lock: LimitLock, _ ending: String) throws(StorageError) -> Bool {
        let question = Limits.locking(lock, ending)
        return try !database.query(question.sql, question.values).isEmpty
    }

    private static func locking(_ lock: LimitLock, _ ending: String) -> Statement {
        Statement(
            """
            SELECT used FROM limit_counters
            WHERE company = $1 AND limit_id = $2 AND scope_key = $3 AND day = $4\(ending)
            """, lock.values)
    }

    private static func inserting(_ lock: LimitLock, _ day: LocalDate) -> Statement {
        Statement(
            """
            INSERT INTO limit_counters (company, limit_id, scope_key, day, used, last_day)
            VALUES ($1, $2, $3, $4, 0, $5) ON CONFLICT (company, limit_id, scope_key, day) DO NOTHING
            """, lock.values + [.int(day.days)])
    }
}

extension LimitLock {
    /// The row of day zero stands for all days of its key; where days are counted it counts nothing.
    fileprivate var values: [DatabaseValue] { CounterKey(key: key, day: 0).values(of: company) }
}
