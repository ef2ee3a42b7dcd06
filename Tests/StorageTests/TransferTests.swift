import Promotions
import TestSupport
import Testing

@testable import Storage

@Suite("Moving to another database")
struct TransferTests {
    static let now: Int64 = 1_000_000

    static func memory() throws -> SQLiteDatabase {
        let database = try SQLiteDatabase(path: ":memory:")
        try Migrator.migrate(database, now: 1)
        return database
    }

    /// A row in every table, and several pages in some.
    static func fill(_ database: any Database) throws {
        let store = Store(database: database)
        _ = try SampleSale.handle(database)
        try database.transaction { () throws(StorageError) in
            try store.companies.save(CompanySettings(autoCommit: true), of: "c")
            let map = MapVersion(company: "c", version: 1)
            try store.maps.insert(
                StoredMap(company: "c", version: 1, name: "é\u{1F600}", distributedAt: 1), document: "{}")
            try store.storeMaps.distribute(map, to: ["1", "2"], now: 1)
            try store.workers.start("w", kind: "k", now: 1)
            try store.workers.loaded(map, by: "w", now: 1)
            _ = try store.deliveryAttempts.count(queue: "q", key: "k", now: 1)
            try StorageCheck.fillLoyalty(store)
            try StorageCheck.fillMails(store)
            try StorageCheck.fillCatalogs(store)
            for number in 0..<(2 * Transfer.pageSize) {
                let body = [UInt8](repeating: UInt8(number % 256), count: number % 7)
                try store.outbox.add(StorageCheck.message(id: "m\(number)", body: body, at: Int64(number)))
                let key = LimitKey(limit: "many", scopeKey: "\(number)")
                try store.limits.replaceHolds(
                    of: "t\(number)", company: "c",
                    with: [Hold(key: key, period: .days(2), day: LocalDate(days: number), amount: 3, max: 9)])
            }
        }
    }

    static func rows(_ database: any Database) throws -> [String: [[DatabaseValue]]] {
        var rows: [String: [[DatabaseValue]]] = [:]
        for table in TransferTable.all {
            let order = table.key.joined(separator: ", ")
            rows[table.name] = try database.query(
                "SELECT \(table.columns.joined(separator: ", ")) FROM \(table.name) ORDER BY \(order)", []
            ).map { row in try table.columns.map(row.value) }
        }
        return rows
    }

    static func expectSame(_ source: any Database, _ target: any Database) throws {
        let copied = try Transfer.run(from: source, to: target, now: now)
        let (before, after) = (try rows(source), try rows(target))
        #expect(before == after)
        #expect(copied.map(\.table) == TransferTable.all.map(\.name))
        #expect(copied.allSatisfy { $0.rows == before[$0.table]?.count && $0.rows > 0 })
        try StorageCheck.expectSound(Store(database: target).limits)
        let mismatches = try Store(database: target).loyalty.mismatches(count: 9)
        #expect(mismatches == [])
        #expect(!source.isInTransaction && !target.isInTransaction)
    }

    @Test("names every table and column there is")
    func tables() throws {
        let database = try Self.memory()
        let names = try database.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", [])
            .map { try $0.text("name") }
        #expect(Set(names) == Set(TransferTable.all.map(\.name) + ["migrations"]))
        for table in TransferTable.all {
            let columns = try database.query("PRAGMA table_info(\(table.name))", [])
            #expect(try Set(columns.map { try $0.text("name") }) == Set(table.columns), "\(table.name)")
            let key = try columns.filter { try $0.integer("pk") > 0 }.sorted { try $0.integer("pk") < $1.integer("pk") }
            #expect(try key.map { try $0.text("name") } == table.key, "\(table.name)")
        }
    }

    @Test("copies every row from SQLite to SQLite")
    func files() throws {
        let (source, target) = (try Self.memory(), try Self.memory())
        try Self.fill(source)
        try Self.expectSame(source, target)
    }

    @Test(
        "copies every row to PostgreSQL and back",
        .enabled(if: PostgresSchema.server != nil, "\(PostgresSchema.need)"))
    func server() throws {
        let schema = try PostgresSchema()
        let (source, server, target) = (try Self.memory(), try schema.migrated(), try Self.memory())
        try Self.fill(source)
        try Self.expectSame(source, server)
        #expect(try SampleSale.handle(server) == SampleSale.answer)
        #expect(try SampleSale.traces(server) == SampleSale.traces(source))
        try Self.expectSame(server, target)
    }

    @Test("is refused where anything would be lost or mixed, and changes nothing")
    func refused() throws {
        let (source, target) = (try Self.memory(), try Self.memory())
        try Self.fill(source)
        try Store(database: target).outbox.add(StorageCheck.message(id: "old"))
        let full = #expect(throws: StorageError.self) { try Transfer.run(from: source, to: target, now: Self.now) }
        #expect(full?.code == .constraint)
        #expect(full?.text.contains("outbox") == true)
        _ = try target.execute("DELETE FROM outbox", [])
        let raw = try SQLiteDatabase(path: ":memory:")
        let older = #expect(throws: StorageError.self) { try Transfer.run(from: source, to: raw, now: Self.now) }
        #expect(older?.text == "the target is at migration 0, needed is \(Migrator.newest)")
        let alive = #expect(throws: StorageError.self) { try Transfer.run(from: source, to: target, now: 2) }
        #expect(alive?.text.contains("worker w") == true)
        for table in TransferTable.all { #expect(try table.isEmpty(in: target)) }
        try Self.expectSame(source, target)
    }

    @Test("undoes everything where it is interrupted")
    func interrupted() throws {
        let (source, target) = (try Self.memory(), try Self.memory())
        try Self.fill(source)
        let fault = StorageError(.full, place: "test", text: "full")
        for boundary in [5, 40, 400] {
            target.faultHook = Countdown(at: boundary) { () throws(StorageError) in throw fault }.pass
            #expect(throws: fault) { try Transfer.run(from: source, to: target, now: Self.now) }
            target.faultHook = nil
            for table in TransferTable.all { #expect(try table.isEmpty(in: target), "boundary \(boundary)") }
        }
        try Self.expectSame(source, target)
    }
}
