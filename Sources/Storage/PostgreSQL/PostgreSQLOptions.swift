/// How a PostgreSQL server is used; times in milliseconds.
public struct PostgreSQLOptions: Hashable, Sendable {
    /// How long to wait for a connection; whole seconds count.
    public var connectTimeout: Int
    /// How long one statement may take.
    public var statementTimeout: Int
    /// How long to wait for another connection's lock.
    public var lockTimeout: Int
    /// How long the server waits for a client that is silent within a transaction.
    public var idleTimeout: Int

    /// Options from their parts; the times stay below a broker's patience with a worker that waits.
    public init(
        connectTimeout: Int = 5_000, statementTimeout: Int = 20_000, lockTimeout: Int = 5_000,
        idleTimeout: Int = 60_000
    ) {
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.idleTimeout = idleTimeout
    }
}
