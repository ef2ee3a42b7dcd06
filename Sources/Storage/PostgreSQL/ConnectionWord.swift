/// A setting of a connection, under the client library's own name for it.
struct ConnectionWord: Hashable, Sendable {
    let key: String
    let value: String

    /// All that the client library has to know of a database.
    static func words(for address: PostgresAddress, _ options: PostgreSQLOptions) -> [ConnectionWord] {
        // A network that swallows packets must not keep a worker from its broker for minutes.
        var words = [
            "client_encoding": "UTF8", "application_name": "promotions",
            "connect_timeout": String(max(options.connectTimeout / 1_000, 2)),
            "tcp_user_timeout": "15000", "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3",
        ]
        // Whoever names an authority wants the server verified; the library by itself would then not look at its name.
        if address.parameters["sslrootcert"] != nil { words["sslmode"] = "verify-full" }
        words.merge(address.parameters) { _, chosen in chosen }
        let own = [
            ("statement_timeout", options.statementTimeout), ("lock_timeout", options.lockTimeout),
            ("idle_in_transaction_session_timeout", options.idleTimeout),
        ].map { "-c \($0.0)=\($0.1)" }.joined(separator: " ")
        words["options"] = [own, address.parameters["options"]].compactMap { $0 }.joined(separator: " ")
        words["host"] = address.host.hasPrefix("[") ? String(address.host.dropFirst().dropLast()) : address.host
        words["port"] = String(address.port)
        words["dbname"] = address.database
        // An empty word would be a user or a password of no letters; without one the library asks elsewhere.
        if !address.user.isEmpty { words["user"] = address.user }
        if !address.password.isEmpty { words["password"] = address.password }
        return words.sorted { $0.key < $1.key }.map { ConnectionWord(key: $0.key, value: $0.value) }
    }
}
