/// A connection to a database; one thread at a time may use it.
///
/// Statements are SQL that SQLite and PostgreSQL both understand, with parameters `$1`, `$2`, ….
public protocol Database: AnyObject {
    /// The product's name, for people.
    var name: String { get }
    /// What a `SELECT` ends with to lock its rows until the end of the transaction; empty where one writer is alone.
    var rowLock: String { get }
    /// The same, but rows that somebody else has locked are left out instead of waited for.
    var rowLockIfFree: String { get }
    /// What a `CREATE TABLE` ends with where short rows can be kept within their primary key; empty where they cannot.
    var keyedTable: String { get }
    /// How a column of text is declared, so that it is compared byte by byte.
    var textColumn: String { get }
    /// Whether a transaction is open.
    var isInTransaction: Bool { get }
    /// Called before each step towards the database, for tests; with code `connectionLost` the connection is lost.
    var faultHook: FaultHook? { get set }

    /// Runs a statement and returns its rows.
    func query(_ sql: String, _ values: [DatabaseValue]) throws(StorageError) -> [Row]

    /// Runs a statement and returns how many rows it changed.
    func execute(_ sql: String, _ values: [DatabaseValue]) throws(StorageError) -> Int

    /// Opens a transaction that may write.
    func begin() throws(StorageError)

    /// Opens a transaction beside which no other exclusive one runs.
    func beginExclusive() throws(StorageError)

    /// Makes what the transaction wrote last.
    func commit() throws(StorageError)

    /// Undoes what the transaction wrote; without a transaction it does nothing.
    func rollback() throws(StorageError)
}

extension Database {
    /// Runs work in a transaction of its own: all of it happens, or none.
    public func transaction<Result>(
        _ work: () throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        try begin()
        return try finishing(work)
    }

    /// Runs work in an exclusive transaction of its own: all of it happens, or none.
    public func exclusiveTransaction<Result>(
        _ work: () throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        try beginExclusive()
        return try finishing(work)
    }

    /// Runs a query and reads every row.
    func all<Value>(
        _ sql: String, _ values: [DatabaseValue], _ read: (Row) throws(StorageError) -> Value
    ) throws(StorageError) -> [Value] {
        try query(sql, values).map(read)
    }

    /// Runs a query that yields a row at most, and reads it.
    func first<Value>(
        _ sql: String, _ values: [DatabaseValue], _ read: (Row) throws(StorageError) -> Value
    ) throws(StorageError) -> Value? {
        guard let row = try query(sql, values).first else { return nil }
        return try read(row)
    }

    /// Runs a query for a whole number named `value`.
    func number(_ sql: String, _ values: [DatabaseValue]) throws(StorageError) -> Int64 {
        try first(sql, values) { (row) throws(StorageError) in try row.integer("value") } ?? 0
    }

    private func finishing<Result>(
        _ work: () throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        do throws(StorageError) {
            let result = try work()
            try commit()
            return result
        } catch {
            // The first error tells the cause; a connection that cannot roll back loses the transaction anyway.
            try? rollback()
            throw error
        }
    }
}

/// The most rows that a list gives at once.
let longestPage = 1_000

/// How many rows a caller gets of those it asks for.
func bounded(_ limit: Int) -> DatabaseValue { .int(min(max(limit, 1), longestPage)) }
