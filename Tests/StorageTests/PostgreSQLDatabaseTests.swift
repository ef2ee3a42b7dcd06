import Storage
import TestSupport
import Testing

@Suite("PostgreSQL", .enabled(if: PostgresSchema.server != nil, "\(PostgresSchema.need)"))
struct PostgreSQLDatabaseTests {
    let schema: PostgresSchema

    init() throws { schema = try PostgresSchema() }

    /// Ends a connection from outside, as a restart of the server does.
    static func end(_ database: PostgreSQLDatabase, from other: PostgreSQLDatabase) throws {
        let pid = try #require(try database.query("SELECT pg_backend_pid() AS value", []).first).integer("value")
        _ = try other.query("SELECT pg_terminate_backend(\(pid), 5000) AS value", [])
    }

    @Test("a lock that does not come in time is busy, and the work may be tried again")
    func busy() throws {
        let (first, second) = (try schema.migrated(), try schema.open(PostgreSQLOptions(lockTimeout: 20)))
        try first.begin()
        try Store(database: first).outbox.add(StorageCheck.message(id: "a"))
        try second.begin()
        let error = #expect(throws: StorageError.self) {
            try Store(database: second).outbox.add(StorageCheck.message(id: "a"))
        }
        #expect(error?.code == .busy)
        #expect(error?.isOfTheWorld == true)
        try second.rollback()
        try first.commit()
        #expect(try Store(database: second).outbox.count() == 1)
    }

    @Test("long texts are compressed in the faster way where the server has it")
    func compression() throws {
        let database = try schema.open()
        let text = String(repeating: "12.50;", count: 2_000)
        _ = try database.execute("CREATE TABLE texts (text TEXT)", [])
        _ = try database.execute("INSERT INTO texts (text) VALUES ($1)", [.text(text)])
        let ways = try database.query(
            "SELECT 1 AS value FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)", []
        )
        let found = try database.query("SELECT pg_column_compression(text) AS way FROM texts", []).first?.text("way")
        #expect(found == (ways.isEmpty ? "pglz" : "lz4"))
    }

    @Test("a statement that takes too long is busy")
    func slow() throws {
        let database = try schema.open(PostgreSQLOptions(statementTimeout: 20))
        let error = #expect(throws: StorageError.self) { _ = try database.query("SELECT pg_sleep(9) IS NULL AS n", []) }
        #expect(error?.code == .busy)
    }

    @Test("a transaction that has to give way says so, and its connection goes on", arguments: ["40001", "40P01"])
    func conflict(state: String) throws {
        let database = try schema.migrated()
        let error = #expect(throws: StorageError.self) {
            try database.transaction { () throws(StorageError) in
                try Store(database: database).outbox.add(StorageCheck.message(id: "a"))
                _ = try database.execute("DO $$ BEGIN RAISE SQLSTATE '\(state)'; END $$", [])
            }
        }
        #expect(error?.code == .conflict)
        #expect(error?.text.hasSuffix("(SQLSTATE \(state))") == true)
        #expect(try Store(database: database).outbox.count() == 0)
    }

    @Test("a transaction that lost its connection stays lost until it is given up, and the next one connects")
    func lostInside() throws {
        let (database, other) = (try schema.migrated(), try schema.open())
        let outbox = Store(database: database).outbox
        try database.begin()
        try outbox.add(StorageCheck.message(id: "a"))
        try Self.end(database, from: other)
        for _ in 1...2 {
            let error = #expect(throws: StorageError.self) { try outbox.add(StorageCheck.message(id: "b")) }
            #expect(error?.code == .connectionLost)
            #expect(!database.isInTransaction)
        }
        let error = #expect(throws: StorageError.self) { try database.commit() }
        #expect(error?.code == .connectionLost)
        try database.rollback()
        try database.transaction { () throws(StorageError) in try outbox.add(StorageCheck.message(id: "c")) }
        #expect(try outbox.next(limit: 9).map(\.id) == ["c"])
    }

    @Test("a connection lost between transactions is not noticed by the next one")
    func lostOutside() throws {
        let (database, other) = (try schema.migrated(), try schema.open())
        let outbox = Store(database: database).outbox
        try database.transaction { () throws(StorageError) in try outbox.add(StorageCheck.message(id: "a")) }
        try Self.end(database, from: other)
        try database.transaction { () throws(StorageError) in try outbox.add(StorageCheck.message(id: "b")) }
        try Self.end(database, from: other)
        let error = #expect(throws: StorageError.self) { _ = try outbox.count() }
        #expect(error?.code == .connectionLost)
        #expect(try outbox.count() == 2)
    }

    @Test("a commit after a statement that failed says that nothing happened")
    func failedInside() throws {
        let database = try schema.migrated()
        try database.begin()
        try Store(database: database).outbox.add(StorageCheck.message(id: "a"))
        #expect(throws: StorageError.self) { _ = try database.query("SELECT nonsense", []) }
        let error = #expect(throws: StorageError.self) { try database.commit() }
        #expect(error?.place == "COMMIT")
        #expect(!database.isInTransaction)
        #expect(try Store(database: database).outbox.count() == 0)
        #expect(throws: StorageError.self) { try database.commit() }
    }

    @Test("a transaction inside another is refused, and the outer one goes on")
    func nested() throws {
        let database = try schema.migrated()
        try database.begin()
        try Store(database: database).outbox.add(StorageCheck.message(id: "a"))
        #expect(throws: StorageError.self) { try database.begin() }
        try database.commit()
        #expect(try Store(database: database).outbox.count() == 1)
    }

    @Test("what may not be written, and what cannot be kept, is told")
    func refused() throws {
        let database = try schema.migrated()
        try database.begin()
        _ = try database.execute("SET TRANSACTION READ ONLY", [])
        let readOnly = #expect(throws: StorageError.self) {
            try Store(database: database).outbox.add(StorageCheck.message(id: "a"))
        }
        #expect(readOnly?.code == .readOnly)
        try database.rollback()
        let zero = #expect(throws: StorageError.self) {
            try Store(database: database).outbox.add(StorageCheck.message(id: "a\u{0}b"))
        }
        #expect(zero?.code == .outOfRange)
        let unknown = #expect(throws: StorageError.self) { _ = try database.query("SELECT 1.5 AS n", []) }
        #expect(unknown?.code == .corrupt)
        #expect(unknown?.text.contains("column n") == true)
    }

    @Test("what SQL says wrong is told with the statement and without values")
    func wrongStatement() throws {
        let database = try schema.migrated()
        let error = #expect(throws: StorageError.self) { _ = try database.query("SELECT missing FROM nowhere", []) }
        #expect(error?.place == "SELECT missing FROM nowhere")
        #expect(error?.text == "relation \"nowhere\" does not exist (SQLSTATE 42P01)")
        #expect(error?.code == .other)
        let outbox = "INSERT INTO outbox (id, exchange, routing_key, type, content_type, body, created_at) "
        let insert = outbox + "VALUES ($1, '', '', '', '', '', 1)"
        _ = try database.execute(insert, [.text("secret")])
        let twice = #expect(throws: StorageError.self) { _ = try database.execute(insert, [.text("secret")]) }
        #expect(twice?.description.contains("secret") == false)
    }

    @Test("more statements than the cache holds still run, also after a table changed")
    func manyStatements() throws {
        let database = try schema.migrated()
        for number in 0..<600 {
            let rows = try database.query("SELECT \(number) AS n", [])
            #expect(try rows.first?.int("n") == number)
        }
        let all = "SELECT * FROM outbox"
        let ways: [(String) throws -> [Row]] = [
            { try database.query($0, []) }, { try database.queryTogether([Statement($0, [])])[0] },
        ]
        for (number, ask) in ways.enumerated() {
            #expect(try ask(all).isEmpty)
            _ = try schema.open().execute("ALTER TABLE outbox ADD COLUMN later\(number) BIGINT", [])
            let error = #expect(throws: StorageError.self) { try ask(all) }
            #expect(error?.code == .conflict)
            #expect(try ask(all).isEmpty)
        }
    }

    @Test("several that migrate at once do it once, and texts are compared byte by byte")
    func migratedAtOnce() throws {
        let schema = schema
        let outcome = Race.run(6) { _ in try Migrator.migrate(try schema.open(), now: 1).count }
        #expect(outcome.errors == [])
        #expect(outcome.results.sorted() == [0, 0, 0, 0, 0, Migrator.newest])
        let collations = try schema.open().query(
            """
            SELECT DISTINCT CAST(collation_name AS TEXT) AS name FROM information_schema.columns
            WHERE table_schema = current_schema() AND data_type = 'text' AND table_name <> 'migrations'
            """, [])
        #expect(try collations.map { try $0.text("name") } == ["C"])
    }

    enum Loss: CaseIterable { case endedByServer, saidToBeLost }

    @Test(
        "a sale that loses its connection at any boundary happens once when it is done again", arguments: Loss.allCases)
    func everyBoundary(_ loss: Loss) throws {
        var (boundary, isThrough) = (0, false)
        while !isThrough {
            boundary += 1
            let schema = try PostgresSchema()
            let (database, other) = (try schema.migrated(), try schema.open())
            let lost = StorageError(.connectionLost, place: "test", text: "lost on purpose")
            let countdown = Countdown(at: boundary) { () throws(StorageError) in
                if loss == .saidToBeLost { throw lost }
                try? Self.end(database, from: other)
            }
            database.faultHook = countdown.pass
            let answer = try? SampleSale.handle(database)
            isThrough = countdown.passed < boundary
            #expect(answer != nil || !isThrough)
            #expect(!database.isInTransaction)
            database.faultHook = nil
            let traces = try SampleSale.traces(other)
            #expect(traces == SampleSale.nothing || traces == SampleSale.done, "boundary \(boundary)")
            #expect(try SampleSale.handle(database) == SampleSale.answer, "boundary \(boundary)")
            #expect(try SampleSale.traces(other) == SampleSale.done, "boundary \(boundary)")
            try StorageCheck.expectSound(Store(database: other).limits, "boundary \(boundary)")
        }
        #expect(boundary > 20)
    }
}
