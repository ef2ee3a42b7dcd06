import Storage
import TestSupport
import Testing

@Suite("Storage on SQLite")
struct ConformanceTests {
    @Test("in memory", arguments: StorageCheck.all)
    func inMemory(check: StorageCheck) throws {
        let database = try SQLiteDatabase(path: ":memory:")
        try Migrator.migrate(database, now: 1)
        try check.run(database)
    }

    @Test("in a file", arguments: StorageCheck.all)
    func inFile(check: StorageCheck) throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.path("store.db"), options: SQLiteOptions(synchronous: .normal))
        try Migrator.migrate(database, now: 1)
        try check.run(database)
        #expect(try database.damage() == [])
    }
}

@Suite("Storage on PostgreSQL", .enabled(if: PostgresSchema.server != nil, "\(PostgresSchema.need)"))
struct PostgreSQLConformanceTests {
    @Test("in a schema of its own", arguments: StorageCheck.all)
    func inSchema(check: StorageCheck) throws {
        let schema = try PostgresSchema()
        try check.run(try schema.migrated())
    }
}
