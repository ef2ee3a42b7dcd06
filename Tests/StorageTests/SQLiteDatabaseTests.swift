import Foundation
import TestSupport
import Testing

@testable import Storage

@Suite("SQLite")
struct SQLiteDatabaseTests {
    let folder: TemporaryFolder
    var path: String { folder.path("store.db") }

    init() throws { folder = try TemporaryFolder() }

    func open(_ options: SQLiteOptions = SQLiteOptions(synchronous: .normal, busyTimeout: 0)) throws -> SQLiteDatabase {
        try SQLiteDatabase(path: path, options: options)
    }

    @Test("a second writer is told that the database is busy, and may try again")
    func busy() throws {
        let (first, second) = (try open(), try open())
        try Migrator.migrate(first, now: 1)
        try first.begin()
        let error = #expect(throws: StorageError.self) { try second.begin() }
        #expect(error?.code == .busy)
        #expect(error?.isOfTheWorld == true)
        #expect(error?.place == "BEGIN IMMEDIATE")
        #expect(!second.isInTransaction)
        try first.commit()
        try second.begin()
        try second.rollback()
    }

    @Test("a reader sees what was committed, and nothing before")
    func readers() throws {
        let (writer, reader) = (try open(), try open())
        try Migrator.migrate(writer, now: 1)
        try writer.begin()
        try Store(database: writer).outbox.add(StorageCheck.message(id: "a"))
        #expect(try Store(database: reader).outbox.count() == 0)
        try writer.commit()
        #expect(try Store(database: reader).outbox.count() == 1)
    }

    @Test("the settings that durability rests on are on")
    func settings() throws {
        for (option, number) in [(SQLiteOptions.Synchronous.full, Int64(2)), (.normal, 1)] {
            let database = try open(SQLiteOptions(synchronous: option))
            #expect(try database.query("PRAGMA journal_mode", []).first?.text("journal_mode") == "wal")
            #expect(try database.query("PRAGMA synchronous", []).first?.integer("synchronous") == number)
            #expect(try database.query("PRAGMA foreign_keys", []).first?.integer("foreign_keys") == 1)
        }
    }

    @Test("a file of another kind, and one that is not there, are refused")
    func wrongFiles() throws {
        try Data("this is no database, but long enough to be mistaken for one".utf8)
            .write(to: URL(filePath: path))
        let wrong = #expect(throws: StorageError.self) { try open() }
        #expect(wrong?.code == .corrupt)
        let missing = folder.path("no/such/folder.db")
        let error = #expect(throws: StorageError.self) { try SQLiteDatabase(path: missing) }
        #expect(error?.place == "open \(missing)")
        #expect(throws: StorageError.self) {
            try SQLiteDatabase(path: folder.path("none.db"), options: SQLiteOptions(isReadOnly: true))
        }
    }

    @Test("a connection opened for reading reads and does not write")
    func readOnly() throws {
        let writer = try open()
        try Migrator.migrate(writer, now: 1)
        let reader = try open(SQLiteOptions(isReadOnly: true))
        #expect(try Store(database: reader).outbox.count() == 0)
        let error = #expect(throws: StorageError.self) {
            try Store(database: reader).outbox.add(StorageCheck.message(id: "a"))
        }
        #expect(error?.code == .readOnly)
    }

    @Test("a full disk undoes the transaction, says so, and the connection goes on")
    func full() throws {
        let database = try open()
        try Migrator.migrate(database, now: 1)
        let pages = try #require(try database.query("PRAGMA page_count", []).first).integer("page_count")
        _ = try database.query("PRAGMA max_page_count = \(pages + 5)", [])
        let error = #expect(throws: StorageError.self) {
            try database.transaction { () throws(StorageError) in
                for number in 0..<100 {
                    let body = [UInt8](repeating: 1, count: 4_096)
                    try Store(database: database).outbox.add(StorageCheck.message(id: "\(number)", body: body))
                }
            }
        }
        #expect(error?.code == .full)
        #expect(error?.isOfTheWorld == true)
        #expect(!database.isInTransaction)
        #expect(try Store(database: database).outbox.count() == 0)
        try Store(database: database).outbox.add(StorageCheck.message(id: "small"))
        #expect(try database.damage() == [])
    }

    @Test(
        "each status has its code, whatever its details",
        arguments: [
            (5, StorageError.Code.busy), (261, .busy), (6, .busy), (19, .constraint), (1_555, .constraint), (13, .full),
            (8, .readOnly), (11, .corrupt), (26, .corrupt), (10, .disk), (778, .disk), (14, .disk), (1, .other),
        ])
    func codes(status: Int, code: StorageError.Code) {
        #expect(RawStatus.code(Int32(status)) == code)
    }

    @Test("a text that is not UTF-8 is an error, not another text")
    func notUTF8() throws {
        let database = try open()
        let error = #expect(throws: StorageError.self) { _ = try database.query("SELECT CAST(X'ff' AS TEXT) AS t", []) }
        #expect(error?.code == .corrupt)
    }

    @Test("what SQL says wrong is told with the statement")
    func wrongStatement() throws {
        let error = #expect(throws: StorageError.self) { _ = try open().query("SELECT missing FROM nowhere", []) }
        #expect(error?.place == "SELECT missing FROM nowhere")
        #expect(error?.text == "no such table: nowhere")
        #expect(error?.code == .other)
    }

    @Test("more statements than the cache holds still run")
    func manyStatements() throws {
        let database = try open()
        for number in 0..<600 {
            let rows = try database.query("SELECT \(number) AS n", [])
            #expect(try rows.first?.int("n") == number)
        }
    }

    @Test("several that create the same file at once all get it, migrated once")
    func createdAtOnce() throws {
        let outcome = Race.run(6) { _ in
            let database = try SQLiteDatabase(path: path, options: SQLiteOptions(synchronous: .normal))
            return try Migrator.migrate(database, now: 1).count
        }
        #expect(outcome.errors == [])
        #expect(outcome.results.sorted() == [0, 0, 0, 0, 0, Migrator.newest])
    }
}
