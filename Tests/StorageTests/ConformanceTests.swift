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
