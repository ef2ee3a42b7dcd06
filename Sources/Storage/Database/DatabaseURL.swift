/// Where a database is: `sqlite:PATH`, or `postgres://user:password@host:port/name`.
public enum DatabaseURL: Hashable, Sendable, CustomStringConvertible {
    /// A file; `:memory:` is a database that lives as long as its connection.
    case sqlite(path: String)
    /// A server.
    case postgres(PostgresAddress)

    /// Reads the text of a setting.
    ///
    /// - Parameter text: What the operator wrote.
    /// - Throws: `StorageError` that says what is wrong, without the text, which may hold a password.
    public init(_ text: String) throws(StorageError) {
        guard let colon = text.firstIndex(of: ":") else { throw DatabaseURL.invalid("no scheme was found") }
        let rest = text[text.index(after: colon)...]
        switch text[..<colon] {
        case "sqlite":
            guard !rest.isEmpty else { throw DatabaseURL.invalid("sqlite: needs a path") }
            self = .sqlite(path: String(rest))
        case "postgres", "postgresql":
            guard rest.hasPrefix("//") else { throw DatabaseURL.invalid("postgres: needs //") }
            self = .postgres(try PostgresAddress(rest.dropFirst(2)))
        default: throw DatabaseURL.invalid("the scheme \"\(text[..<colon].prefix(20))\" is unknown")
        }
    }

    /// The same with another password, where it is a server's; an empty one changes nothing.
    public func with(password: String) -> DatabaseURL {
        guard !password.isEmpty, case .postgres(var address) = self else { return self }
        address.password = password
        return .postgres(address)
    }

    /// The address without its password and parameters.
    public var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgres(let address):
            "postgres://\(address.user.isEmpty ? "" : address.user + "@")\(address.shownHost):\(address.port)"
                + "/\(address.database)"
        }
    }

    /// Opens a connection.
    ///
    /// - Parameter options: What matters for SQLite only.
    /// - Returns: The connection, not migrated.
    /// - Throws: `StorageError`.
    public func open(_ options: SQLiteOptions = SQLiteOptions()) throws(StorageError) -> any Database {
        switch self {
        case .sqlite(let path): return try SQLiteDatabase(path: path, options: options)
        case .postgres(let address): return try PostgreSQLDatabase(address)
        }
    }

    static func invalid(_ text: String) -> StorageError {
        StorageError(
            .other, place: "database address",
            text: "\(text); allowed are sqlite:PATH and postgres://user:password@host:port/name")
    }
}
