import Storage
import TestSupport
import Testing

@Suite("Many statements in one round trip", .enabled(if: PostgresSchema.server != nil, "\(PostgresSchema.need)"))
struct PostgreSQLPipelineTests {
    let schema: PostgresSchema

    init() throws { schema = try PostgresSchema() }

    /// A write that meets one row, or is refused.
    static func delete(_ id: String, from database: PostgreSQLDatabase) throws(StorageError) {
        try database.later(
            Change(
                "DELETE FROM outbox WHERE id = $1", [.text(id)],
                otherwise: StorageError(.conflict, place: id, text: "gone")))
    }

    @Test("answers come in order, however many there are and however large")
    func order() throws {
        let database = try schema.migrated()
        let body = [UInt8](repeating: 7, count: 20_000)
        let questions = (0..<730).map {
            Statement("SELECT CAST($1 AS BIGINT) AS value, CAST($2 AS BYTEA) AS body", [.int($0), .blob(body)])
        }
        let answers = try database.queryTogether(questions)
        #expect(try answers.map { try $0[0].int("value") } == Array(0..<730))
        #expect(try answers.allSatisfy { try $0[0].blob("body") == body })
    }

    @Test("writes wait for the next question, the commit or nothing, and are undone with their transaction")
    func writes() throws {
        let (database, other) = (try schema.migrated(), try schema.open())
        for ending in 0..<3 {
            try database.begin()
            try Store(database: database).outbox.add(StorageCheck.message(id: "\(ending)"))
            try Self.delete("\(ending)", from: database)
            switch ending {
            case 0: #expect(try Store(database: database).outbox.count() == 0)
            case 1: try database.commit()
            default: try database.rollback()
            }
            if database.isInTransaction { try database.commit() }
            #expect(try Store(database: other).outbox.count() == 0)
        }
        // Without a transaction nothing waits.
        try Store(database: database).outbox.add(StorageCheck.message(id: "a"))
        try Self.delete("a", from: database)
        #expect(try Store(database: other).outbox.count() == 0)
    }

    @Test("a write that meets no row, and a statement that fails, keep the commit from happening")
    func failures() throws {
        let (database, other) = (try schema.migrated(), try schema.open())
        for failure in 0..<2 {
            try database.begin()
            try database.later(
                Change("INSERT INTO workers (worker, kind, started_at, seen_at) VALUES ('w', 'k', 1, 1)", []))
            if failure == 0 {
                try Self.delete("nothing", from: database)
            } else {
                try database.later(
                    Change("INSERT INTO workers (worker, kind, started_at, seen_at) VALUES ('w', 'k', 1, 1)", []))
                try Self.delete("nothing", from: database)
            }
            let error = #expect(throws: StorageError.self) { try database.commit() }
            #expect(error?.code == (failure == 0 ? .conflict : .constraint))
            try database.rollback()
            #expect(try other.query("SELECT worker FROM workers", []).isEmpty)
            #expect(try database.query("SELECT 1 AS value", []).count == 1)
        }
    }

    @Test("a connection that ends in between is lost, and the next transaction makes another")
    func lost() throws {
        let (database, other) = (try schema.migrated(), try schema.open())
        try database.begin()
        let pid = try #require(try database.query("SELECT pg_backend_pid() AS value", []).first).integer("value")
        _ = try other.query("SELECT pg_terminate_backend(\(pid), 5000) AS value", [])
        let error = #expect(throws: StorageError.self) {
            _ = try database.queryTogether([Statement](repeating: Statement("SELECT 1 AS value", []), count: 9))
        }
        #expect(error?.code == .connectionLost)
        try database.rollback()
        try database.begin()
        #expect(try database.queryTogether([Statement("SELECT 1 AS value", [])]).count == 1)
        try database.commit()
    }
}
