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
    /// - Parameter expected: The limits.
    /// - Throws: `StorageError`.
    public func lockTogether(_ expected: Set<LimitLock>) throws(StorageError) {
        guard !database.rowLock.isEmpty else { return }
        let wanted = expected.union(locks?.wanted ?? [])
        locks?.want(wanted)
        for lock in wanted.sorted() {
            try waitFor(lock)
            locks?.hold(lock)
        }
    }

    /// Locks counters until the end of the database transaction, in one order.
    ///
    /// Needed before `used` where several writers work at once; where one writer is alone it does nothing.
    ///
    /// - Parameters:
    ///   - keys: The limits.
    ///   - company: Whose they are.
    /// - Throws: `StorageError`, with code `conflict` where a lock is not free and the transaction may not wait.
    public func lock(_ keys: some Sequence<LimitKey>, company: String) throws(StorageError) {
        guard !database.rowLock.isEmpty else { return }
        let wanted = Set(keys.map { LimitLock(company: company, key: $0) })
        guard let locks else {
            for lock in wanted.sorted() { try waitFor(lock) }
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

    private func waitFor(_ lock: LimitLock) throws(StorageError) {
        if try isThere(lock, database.rowLock) { return }
        // There is no row to lock yet; whoever comes second waits here or finds the first one's.
        _ = try database.execute(
            """
            INSERT INTO limit_counters (company, limit_id, scope_key, day, used) VALUES ($1, $2, $3, $4, 0)
            ON CONFLICT (company, limit_id, scope_key, day) DO NOTHING
            """, lock.values)
        _ = try isThere(lock, database.rowLock)
    }

    private func isThere(_ lock: LimitLock, _ ending: String) throws(StorageError) -> Bool {
        try !database.query(
            """
            SELECT used FROM limit_counters
            WHERE company = $1 AND limit_id = $2 AND scope_key = $3 AND day = $4\(ending)
            """, lock.values
        ).isEmpty
    }
}

extension LimitLock {
    /// The row of day zero stands for all days of its key; where days are counted it counts nothing.
    fileprivate var values: [DatabaseValue] { CounterKey(key: key, day: 0).values(of: company) }
}
