/// Where a database is: `sqlite:PATH`, or `postgres://user:password@host:port/name`.
public enum DatabaseURL: Hashable, Sendable, CustomStringConvertible {
    /// A file; `:memory:` is a database that lives as long as its connection.
    case sqlite(path: String)
    /// A server.
    case postgres(PostgresAddress)

    /// The address of a PostgreSQL database.
    public struct PostgresAddress: Hashable, Sendable {
        /// The user, or empty.
        public var user: String
        /// The password, or empty.
        public var password: String
        /// The host's name or address.
        public var host: String
        /// The port.
        public var port: Int
        /// The database's name.
        public var database: String
    }

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

    /// The address without its password.
    public var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgres(let address):
            "postgres://\(address.user.isEmpty ? "" : address.user + "@")\(address.host):\(address.port)"
                + "/\(address.database)"
        }
    }

    /// Opens a connection.
    ///
    /// - Parameter options: What matters for SQLite only.
    /// - Returns: The connection, not migrated.
    /// - Throws: `StorageError`, with code `unsupported` for a kind of database this version cannot use.
    public func open(_ options: SQLiteOptions = SQLiteOptions()) throws(StorageError) -> any Database {
        switch self {
        case .sqlite(let path): return try SQLiteDatabase(path: path, options: options)
        case .postgres:
            throw StorageError(
                .unsupported, place: "open \(self)",
                text: "PostgreSQL is not supported by this version; use sqlite:PATH")
        }
    }

    fileprivate static func invalid(_ text: String) -> StorageError {
        StorageError(
            .other, place: "database address",
            text: "\(text); allowed are sqlite:PATH and postgres://user:password@host:port/name")
    }
}

extension DatabaseURL.PostgresAddress {
    fileprivate init(_ text: Substring) throws(StorageError) {
        guard let slash = text.lastIndex(of: "/"), text.index(after: slash) < text.endIndex else {
            throw DatabaseURL.invalid("the database's name is missing")
        }
        database = try decoded(text[text.index(after: slash)...])
        var authority = text[..<slash]
        (user, password) = ("", "")
        if let at = authority.lastIndex(of: "@") {
            let login = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = try decoded(login[0])
            password = login.count > 1 ? try decoded(login[1]) : ""
            authority = authority[authority.index(after: at)...]
        }
        port = 5432
        // A colon inside brackets belongs to an address such as [::1].
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            guard let number = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(number) else {
                throw DatabaseURL.invalid("the port is not a number from 1 to 65535")
            }
            port = number
            authority = authority[..<colon]
        }
        guard !authority.isEmpty else { throw DatabaseURL.invalid("the host is missing") }
        host = String(authority)
    }
}

/// Replaces `%XX` by the byte it stands for.
private func decoded(_ text: Substring) throws(StorageError) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        let digits = rest.prefix(2)
        guard digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw DatabaseURL.invalid("a % is not followed by two hexadecimal digits")
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
    }
    guard let decoded = String(validating: bytes, as: UTF8.self) else {
        throw DatabaseURL.invalid("a % sequence is not UTF-8")
    }
    return decoded
}
