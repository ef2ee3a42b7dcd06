/// A statement with its parameters.
public struct Statement: Hashable, Sendable {
    /// Its text.
    public var sql: String
    /// Its parameters.
    public var values: [DatabaseValue]

    /// A statement from its parts.
    public init(_ sql: String, _ values: [DatabaseValue]) {
        self.sql = sql
        self.values = values
    }
}

/// The text of a statement that is kept prepared.
///
/// Nearly all are literals, and few are of one length: feeding each of hundreds of bytes would cost more than it tells.
struct StatementText: Hashable {
    let sql: String

    func hash(into hasher: inout Hasher) { hasher.combine(sql.utf8.count) }
}

/// A write that may wait until something is read or the transaction ends.
public struct Change: Sendable {
    /// What is written.
    public var statement: Statement
    /// What is thrown where it does not change exactly one row; nil where any number is right.
    public var otherwise: StorageError?

    /// A write from its parts.
    public init(_ sql: String, _ values: [DatabaseValue], otherwise: StorageError? = nil) {
        statement = Statement(sql, values)
        self.otherwise = otherwise
    }
}
