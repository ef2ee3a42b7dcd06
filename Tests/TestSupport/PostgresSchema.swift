import Glibc
public import Storage

/// An empty schema on the server that `PROMO_TEST_POSTGRES` names; gone with its owner.
public final class PostgresSchema: Sendable {
    /// What is said where there is no server.
    public static let need = "needs PROMO_TEST_POSTGRES, which Deploy/test.sh sets"

    /// Where the server is; nil where no test may use one.
    public static var server: String? { getenv("PROMO_TEST_POSTGRES").map { String(cString: $0) } }

    /// The address whose connections live in the schema.
    public let address: PostgresAddress
    /// The same as a setting.
    public let text: String
    private let name: String

    /// Makes the schema.
    ///
    /// - Throws: `StorageError` where there is no server.
    public init() throws(StorageError) {
        let server = Self.server ?? ""
        name = "test_\(getpid())_\(UInt64.random(in: 0...UInt64.max))"
        text = "\(server)\(server.contains("?") ? "&" : "?")options=-c%20search_path%3D\(name)"
        guard case .postgres(let address) = try DatabaseURL(text) else {
            throw StorageError(.other, place: "tests", text: Self.need)
        }
        self.address = address
        _ = try PostgreSQLDatabase(address).execute("CREATE SCHEMA \(name)", [])
    }

    deinit { _ = try? open().execute("DROP SCHEMA \(name) CASCADE", []) }

    /// A connection that lives in the schema.
    public func open(_ options: PostgreSQLOptions = PostgreSQLOptions()) throws(StorageError) -> PostgreSQLDatabase {
        try PostgreSQLDatabase(address, options: options)
    }

    /// A connection to the schema, migrated.
    public func migrated() throws(StorageError) -> PostgreSQLDatabase {
        let database = try open()
        try Migrator.migrate(database, now: 1)
        return database
    }
}
