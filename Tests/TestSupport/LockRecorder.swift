public import Storage

/// A database that would lock rows, and remembers which.
public final class LockRecorder: Database {
    /// The product's name.
    public let name = "recorder"
    /// What is recognised.
    public let rowLock = " /* lock */"
    /// What is recognised.
    public let rowLockIfFree = " /* lock if free */"
    /// Nothing of the kind.
    public let keyedTable = ""
    /// As it is.
    public let textColumn = "TEXT"
    /// The keys of the rows that were locked and could have been waited for, in order.
    public private(set) var locked: [[DatabaseValue]] = []
    /// The keys of the rows that were locked only where they were free, in order.
    public private(set) var lockedIfFree: [[DatabaseValue]] = []
    /// Whether a counter moved that was not locked.
    public private(set) var wroteUnlocked = false
    private let inner: SQLiteDatabase

    /// A recorder around a database.
    public init(_ inner: SQLiteDatabase) { self.inner = inner }

    /// Whether a transaction is open.
    public var isInTransaction: Bool { inner.isInTransaction }

    /// The hook of the database within.
    public var faultHook: FaultHook? {
        get { inner.faultHook }
        set { inner.faultHook = newValue }
    }

    /// Runs a statement and returns its rows.
    public func query(_ sql: String, _ values: [DatabaseValue]) throws(StorageError) -> [Row] {
        if sql.hasSuffix(rowLock) { locked.append(Array(values.prefix(3))) }
        if sql.hasSuffix(rowLockIfFree) { lockedIfFree.append(Array(values.prefix(3))) }
        return try inner.query(sql, values)
    }

    /// Runs a statement and returns how many rows it changed.
    public func execute(_ sql: String, _ values: [DatabaseValue]) throws(StorageError) -> Int {
        // Making the row to lock is no write that anybody could lose.
        let moves = sql.contains("limit_counters") && !sql.contains("DO NOTHING")
        if moves && !(locked + lockedIfFree).contains(Array(values.prefix(3))) { wroteUnlocked = true }
        return try inner.execute(sql, values)
    }

    /// Opens a transaction that may write.
    public func begin() throws(StorageError) { try inner.begin() }
    /// Opens a transaction beside which no other exclusive one runs.
    public func beginExclusive() throws(StorageError) { try inner.beginExclusive() }
    /// Makes what the transaction wrote last.
    public func commit() throws(StorageError) { try inner.commit() }
    /// Undoes what the transaction wrote.
    public func rollback() throws(StorageError) { try inner.rollback() }
    /// Remembers nothing any more.
    public func forget() { (locked, lockedIfFree, wroteUnlocked) = ([], [], false) }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension LockRecorder: Sendable {}
