/// Brings a database to the shape this version works on.
public enum Migrator: Sendable {
    /// The newest migration this version knows.
    public static var newest: Int { Migration.all.count }

    /// Runs the migrations that are missing: all of them, or none.
    ///
    /// - Parameters:
    ///   - database: Where; outside a transaction.
    ///   - now: Milliseconds since 1970, written beside each migration.
    /// - Returns: The numbers of those that were run.
    /// - Throws: `StorageError`, with code `newerDatabase` when a newer version of the program has been here.
    @discardableResult
    public static func migrate(_ database: any Database, now: Int64) throws(StorageError) -> [Int] {
        try database.exclusiveTransaction { () throws(StorageError) in
            _ = try database.execute(
                """
                CREATE TABLE IF NOT EXISTS migrations (
                    number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)
                """, [])
            let reached = try version(database)
            guard reached <= newest else {
                throw StorageError(
                    .newerDatabase, place: "migrate",
                    text: "the database is at migration \(reached), this program knows \(newest); use a newer program")
            }
            let missing = Migration.all.filter { $0.number > reached }
            for migration in missing { try run(migration, on: database, now: now) }
            return missing.map(\.number)
        }
    }

    /// The migration a database has reached; zero before the first.
    ///
    /// - Parameter database: Where; outside a transaction.
    /// - Returns: The number of its newest migration.
    /// - Throws: `StorageError` when it cannot be asked.
    public static func reached(_ database: any Database) throws(StorageError) -> Int {
        do throws(StorageError) {
            return try version(database)
        } catch  where error.code == .other {
            // The table of migrations comes with the first of them.
            return 0
        }
    }

    private static func version(_ database: any Database) throws(StorageError) -> Int {
        Int(try database.number("SELECT COALESCE(MAX(number), 0) AS value FROM migrations", []))
    }

    private static func run(_ migration: Migration, on database: any Database, now: Int64) throws(StorageError) {
        for statement in migration.statements { _ = try database.execute(statement.sql(for: database), []) }
        _ = try database.execute(
            "INSERT INTO migrations (number, name, applied_at) VALUES ($1, $2, $3)",
            [.int(migration.number), .text(migration.name), .integer(now)])
    }
}
