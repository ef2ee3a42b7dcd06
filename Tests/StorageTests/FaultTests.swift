import Foundation
import Storage
import TestSupport
import Testing

@Suite("When a sale fails on its way to the disk")
struct FaultTests {
    let folder: TemporaryFolder
    var path: String { folder.path("store.db") }

    init() throws { folder = try TemporaryFolder() }

    func open() throws -> SQLiteDatabase {
        try SQLiteDatabase(path: path, options: SQLiteOptions(synchronous: .normal))
    }

    /// After any failure nothing happened, or all of it; the next delivery makes it happen once.
    func expectOnce(_ database: SQLiteDatabase, _ comment: Comment) throws {
        #expect(!database.isInTransaction, comment)
        let traces = try SampleSale.traces(database)
        #expect(traces == SampleSale.nothing || traces == SampleSale.done, comment)
        #expect(try SampleSale.handle(database) == SampleSale.answer, comment)
        #expect(try SampleSale.traces(database) == SampleSale.done, comment)
        try StorageCheck.expectSound(Store(database: database).limits, comment)
        #expect(try database.damage() == [], comment)
    }

    @Test("at any boundary, the same connection goes on")
    func sameConnection() throws {
        for boundary in 1...(try Countdown.ofSale()) {
            let database = try SQLiteDatabase(path: ":memory:")
            try Migrator.migrate(database, now: 1)
            let fault = StorageError(.connectionLost, place: "test", text: "boundary \(boundary)")
            database.faultHook = Countdown(at: boundary) { () throws(StorageError) in throw fault }.pass
            let error = #expect(throws: StorageError.self) { try SampleSale.handle(database) }
            #expect(error == fault)
            database.faultHook = nil
            try expectOnce(database, "boundary \(boundary)")
        }
    }

    @Test("at any boundary of the migrations, all of them or none are there")
    func migrations() throws {
        var boundary = 0
        var finished = false
        while !finished {
            boundary += 1
            let database = try SQLiteDatabase(path: ":memory:")
            let fault = StorageError(.other, place: "test", text: "boundary \(boundary)")
            let countdown = Countdown(at: boundary) { () throws(StorageError) in throw fault }
            database.faultHook = countdown.pass
            finished = (try? Migrator.migrate(database, now: 1)) != nil
            database.faultHook = nil
            let tables = try database.query("SELECT name FROM sqlite_master WHERE type = 'table'", []).count
            let again = try Migrator.migrate(database, now: 2)
            #expect(tables == 0 ? again.count == Migrator.newest : again == [], "boundary \(boundary)")
            #expect(try SampleSale.handle(database) == SampleSale.answer)
        }
        #expect(boundary > 20)
    }

    @Test("the connection dies, and another finds the file sound")
    func lostConnection() throws {
        for boundary in 1...(try Countdown.ofSale()) {
            let fresh = try TemporaryFolder()
            let path = fresh.path("store.db")
            func open() throws -> SQLiteDatabase {
                try SQLiteDatabase(path: path, options: SQLiteOptions(synchronous: .normal))
            }
            try Migrator.migrate(try open(), now: 1)
            let stop = StorageError(.other, place: "test", text: "stop")
            try {
                let database = try open()
                database.faultHook = Countdown(at: boundary) { () throws(StorageError) in throw stop }.pass
                #expect(throws: stop) { try SampleSale.handle(database) }
            }()
            try expectOnce(try open(), "boundary \(boundary)")
        }
    }

    @Test("the process is killed at any boundary")
    func killed() async throws {
        for boundary in 1...(try Countdown.ofSale()) {
            let fresh = try TemporaryFolder()
            let path = fresh.path("store.db")
            try Migrator.migrate(
                try SQLiteDatabase(path: path, options: SQLiteOptions(synchronous: .normal)), now: 1)
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, boundary = boundary as Int] in
                let database = try SQLiteDatabase(path: path)
                database.faultHook = Countdown(at: boundary) { kill(getpid(), SIGKILL) }.pass
                _ = try SampleSale.handle(database)
            }
            try expectOnce(try SQLiteDatabase(path: path), "boundary \(boundary)")
        }
    }

    @Test("a writer that is killed leaves the file to the next one")
    func killedWriter() async throws {
        try Migrator.migrate(try open(), now: 1)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let database = try SQLiteDatabase(path: path)
            try database.begin()
            try Store(database: database).outbox.add(StorageCheck.message(id: "half"))
            kill(getpid(), SIGKILL)
        }
        let database = try open()
        #expect(try SampleSale.traces(database) == SampleSale.nothing)
        try expectOnce(database, "after the kill")
    }
}
