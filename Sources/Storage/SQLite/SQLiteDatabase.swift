/// A connection to a SQLite file: write-ahead log, one writer at a time, commits that survive a power cut.
public final class SQLiteDatabase: Database {
    /// The product's name.
    public let name = "SQLite"
    /// A transaction that may write has the file for itself, so no row needs a lock.
    public let rowLock = ""
    /// For the same reason.
    public let rowLockIfFree = ""
    /// Without a hidden row number each row is one entry in one tree.
    public let keyedTable = " WITHOUT ROWID"
    /// Texts are compared byte by byte unless told otherwise.
    public let textColumn = "TEXT"
    /// Called before each step towards the disk; what it throws is thrown instead of the step.
    public var faultHook: FaultHook?

    private let connection: RawConnection
    private var statements: [StatementText: RawStatement] = [:]

    /// Opens or creates a database.
    ///
    /// - Parameters:
    ///   - path: A file, or `:memory:` for a database that lives as long as the connection.
    ///   - options: How it is opened.
    /// - Throws: `StorageError` when the file cannot be opened or is no database.
    public init(path: String, options: SQLiteOptions = SQLiteOptions()) throws(StorageError) {
        connection = try RawConnection(path: path, isReadOnly: options.isReadOnly)
        connection.setBusyTimeout(milliseconds: options.busyTimeout)
        // Reads the header, so that a file of another kind is refused here and not in a sale.
        _ = try rows("PRAGMA schema_version")
        _ = try rows("PRAGMA foreign_keys = ON")
        // 32 MiB: the rows of a day's open sales and hot counters stay in memory; the default is 2.
        _ = try rows("PRAGMA cache_size = -32768")
        _ = try rows("PRAGMA synchronous = \(options.synchronous.rawValue)")
        if !options.isReadOnly { try useWriteAheadLog(path: path, patience: options.busyTimeout) }
    }

    /// Whether a transaction is open.
    public var isInTransaction: Bool { connection.isInTransaction }

    /// Runs a statement and returns its rows.
    public func query(_ sql: String, _ values: [DatabaseValue]) throws(StorageError) -> [Row] {
        try faultHook?(.statement)
        return try rows(sql, values)
    }

    /// Runs a statement and returns how many rows it changed.
    public func execute(_ sql: String, _ values: [DatabaseValue]) throws(StorageError) -> Int {
        try faultHook?(.statement)
        _ = try rows(sql, values)
        return connection.changes
    }

    /// Opens a transaction that may write.
    ///
    /// The lock is taken at once: a read that turns into a write later fails whatever the time-out.
    public func begin() throws(StorageError) {
        try faultHook?(.begin)
        _ = try rows("BEGIN IMMEDIATE")
    }

    /// Opens a transaction; every transaction that may write is alone here.
    public func beginExclusive() throws(StorageError) { try begin() }

    /// Makes what the transaction wrote last.
    public func commit() throws(StorageError) {
        try faultHook?(.commit)
        _ = try rows("COMMIT")
        try faultHook?(.committed)
    }

    /// Undoes what the transaction wrote; without a transaction it does nothing.
    public func rollback() throws(StorageError) {
        // After a full disk and some other failures the library has rolled back by itself.
        guard isInTransaction else { return }
        _ = try rows("ROLLBACK")
    }

    /// Reads the whole file and says what is damaged; empty when nothing is.
    public func damage() throws(StorageError) -> [String] {
        let found = try rows("PRAGMA quick_check(20)").map { (row) throws(StorageError) in
            try row.text("quick_check")
        }
        return found == ["ok"] ? [] : found
    }

    private func useWriteAheadLog(path: String, patience: Int32) throws(StorageError) {
        let pause: Int32 = 10
        var waited: Int32 = 0
        while true {
            do throws(StorageError) {
                let mode = try rows("PRAGMA journal_mode = WAL").first?.text("journal_mode")
                guard mode == "wal" || mode == "memory" else {
                    throw StorageError(
                        .other, place: "open \(path)",
                        text: "the file system allows journal mode \(mode ?? "none"), needed is wal")
                }
                return
            } catch {
                // Two processes that create the file at once collide here, and the busy time-out does not apply.
                guard error.code == .busy, waited < patience else { throw error }
                RawConnection.pause(milliseconds: pause)
                waited += pause
            }
        }
    }

    private func rows(_ sql: String, _ values: [DatabaseValue] = []) throws(StorageError) -> [Row] {
        let statement = try statement(sql)
        let status = statement.bind(values)
        defer { statement.reset() }
        guard status == 0 else { throw connection.error(status, place: sql) }
        var rows: [Row] = []
        while true {
            switch statement.step() {
            case .row:
                guard let values = statement.values() else {
                    throw StorageError(.corrupt, place: sql, text: "a text in the database is not UTF-8")
                }
                rows.append(Row(columns: statement.columns, values: values))
            case .done: return rows
            case .failed(let status): throw connection.error(status, place: sql)
            }
        }
    }

    private func statement(_ sql: String) throws(StorageError) -> RawStatement {
        let text = StatementText(sql: sql)
        if let known = statements[text] { return known }
        let prepared = try connection.prepare(sql)
        // The program has a fixed number of statements; the bound is for those that an operator's tool makes up.
        if statements.count >= 256 { statements.removeAll() }
        statements[text] = prepared
        return prepared
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension SQLiteDatabase: Sendable {}
