import Broker
import Engine
import Foundation
import Storage
import Testing

@testable import Promoctl

struct FailureTests {
    @Test func `what is out of reach is told from what failed`() {
        let busy = StorageError(.busy, place: "begin", text: "locked")
        #expect(Failure(busy) == Failure(status: .outOfReach, lines: ["database: begin: locked"]))
        #expect(Failure(EngineError.storage(busy)) == Failure(busy))
        #expect(Failure(EngineError.unreadableTransaction("a")).status == .failed)
        #expect(Failure(StorageError(.constraint, place: "map", text: "no")) == .failed("map: no"))
        for code in [BrokerError.Code.unreachable, .untrusted, .refused, .connectionClosed, .timeout] {
            #expect(Failure(BrokerError(code, during: "a", text: "b")).status == .outOfReach)
        }
        for code in [BrokerError.Code.mismatch, .channelClosed, .unencodable, .library] {
            #expect(Failure(BrokerError(code, during: "a", text: "b")).status == .failed)
        }
        #expect(Failure(BrokerError(.invalidURL, during: "a", text: "b")).status == .usage)
        #expect([Promoctl.ExitStatus.done, .failed, .usage, .outOfReach].map(\.rawValue) == [0, 1, 2, 3])
    }

    @Test func `a database that is not migrated is not worked on`() throws {
        let world = try World(migrated: false)
        for words in [["map", "list"], ["limits", "show"], ["company", "show"]] {
            #expect(world.run(words[0], words[1]) == .failed)
            #expect(
                world.errors == "the database is at migration 0, needed is \(Migrator.newest): run promoctl migrate\n")
        }
        #expect(world.run(MigrateCommand.declaration.name) == .done)
        #expect(world.text == "migrated from 0 to \(Migrator.newest)\n")
        #expect(world.run("migrate") == .done)
        #expect(world.text == "nothing to do: the database is at migration \(Migrator.newest)\n")
    }

    @Test func `everything moves to another database, once`() throws {
        let world = try World()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("old.db").path
        let old = try SQLiteDatabase(path: path)
        try Migrator.migrate(old, now: 1)
        try Store(database: old).companies.save(CompanySettings(autoCommit: true), of: "9")
        #expect(world.run("migrate", "--from", "sqlite:\(path)") == .done)
        #expect(world.text.hasPrefix("nothing to do: the database is at migration \(Migrator.newest)\ncompanies: 1\n"))
        #expect(try world.store.companies.settings(of: "9").autoCommit)
        #expect(world.run("migrate", "--from", "sqlite:\(path)") == .failed)
        #expect(world.errors.contains("the target holds rows in companies"))
        let new = folder.appendingPathComponent("new.db").path
        #expect(world.run("migrate", "--from", "sqlite:\(path)", "--to", "sqlite:\(new)") == .done)
        #expect(try Store(database: SQLiteDatabase(path: new)).companies.settings(of: "9").autoCommit)
        #expect(world.run("migrate", "--from", "nowhere") == .usage)
        #expect(world.run("migrate", "--from", "sqlite:\(folder.path)/none.db") == .outOfReach)
    }

    @Test func `a file that is not there is not made by those who only look`() {
        let path = "/nowhere/promotions.db"
        #expect(throws: Failure.outOfReach("database: \(path) does not exist; promoctl migrate makes it")) {
            _ = try Installation.open(.sqlite(path: path), mayCreate: false)
        }
    }
}
