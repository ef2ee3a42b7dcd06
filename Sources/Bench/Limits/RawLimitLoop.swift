internal import CPostgreSQL
internal import CSQLite
internal import Storage

/// The yardstick of `limits`: the statements of a grant and nothing else, in a bare loop over the client library.
///
/// A grant raises the counter where it stays below the maximum, and adds a row that says for whom.
enum RawLimitLoop {
    private static let raise = """
        INSERT INTO limit_counters (company, limit_id, scope_key, day, used) VALUES ('2', 'hot', '2', 0, $1)
        ON CONFLICT (company, limit_id, scope_key, day) DO UPDATE SET used = limit_counters.used + excluded.used
        WHERE limit_counters.used + excluded.used <= $2 RETURNING used
        """
    private static let note = """
        INSERT INTO limit_holds (transaction_id, company, limit_id, scope_key, day, amount, state)
        VALUES ($1, '2', 'hot', '2', 0, $2, 'booked')
        """

    /// Takes until the maximum refuses, and writes down what it got.
    static func run(_ words: [String]) throws(BenchError) {
        guard words.count == 6, let racer = Int(words[2]), let maximum = Int64(words[3]), let most = Int(words[4]),
            let step = Int64(words[5])
        else { throw .usage("loop PRODUCT ADDRESS NUMBER MAXIMUM MOST STEP") }
        var log = try GrantLog()
        var random = SeededRandom(seed: UInt64(racer))
        let clock = ContinuousClock()
        func take(_ grant: (Int64, String) throws(BenchError) -> Int64?) throws(BenchError) {
            while true {
                let amount = Int64(1 + random.below(most)) * step
                let begin = clock.now
                guard let used = try grant(amount, "\(racer)-\(log.entries.count)") else { return }
                log.entries.append(
                    GrantLog.Entry(
                        amount: amount, left: maximum - used, nanoseconds: Int64((clock.now - begin) / .nanoseconds(1)))
                )
            }
        }
        switch words[0] {
        case "sqlite":
            let file = try SQLiteLoop(path: String(words[1].dropFirst("sqlite:".count)))
            try take { (amount, sale) throws(BenchError) in try file.grant(amount, of: maximum, to: sale) }
        default:
            let server = try PostgresLoop(words[1])
            try take { (amount, sale) throws(BenchError) in try server.grant(amount, of: maximum, to: sale) }
        }
        RawProcess.writeOutput(log.text)
    }

    /// The loop's body on a SQLite file, with the settings of the engine.
    private final class SQLiteLoop {
        private var handle: OpaquePointer?
        private var statements: [OpaquePointer?] = []

        init(path: String) throws(BenchError) {
            guard sqlite3_open(path, &handle) == SQLITE_OK else { throw failure }
            sqlite3_busy_timeout(handle, 60_000)
            sqlite3_exec(handle, "PRAGMA journal_mode = WAL", nil, nil, nil)
            sqlite3_exec(handle, "PRAGMA synchronous = FULL", nil, nil, nil)
            for sql in ["BEGIN IMMEDIATE", raise, note, "COMMIT"] {
                var statement: OpaquePointer?
                guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { throw failure }
                statements.append(statement)
            }
        }

        deinit {
            for statement in statements { sqlite3_finalize(statement) }
            sqlite3_close(handle)
        }

        func grant(_ amount: Int64, of maximum: Int64, to sale: String) throws(BenchError) -> Int64? {
            try run(0)
            sqlite3_bind_int64(statements[1], 1, amount)
            sqlite3_bind_int64(statements[1], 2, maximum)
            let isGranted = sqlite3_step(statements[1]) == SQLITE_ROW
            let used = sqlite3_column_int64(statements[1], 0)
            sqlite3_reset(statements[1])
            if isGranted {
                let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
                sqlite3_bind_text(statements[2], 1, sale, -1, copies)
                sqlite3_bind_int64(statements[2], 2, amount)
                try run(2)
            }
            try run(3)
            return isGranted ? used : nil
        }

        private func run(_ index: Int) throws(BenchError) {
            let status = sqlite3_step(statements[index])
            sqlite3_reset(statements[index])
            guard status == SQLITE_DONE else { throw failure }
        }

        private var failure: BenchError { .failed("the loop on SQLite: \(String(cString: sqlite3_errmsg(handle)))") }
    }

    /// The loop's body on a server: prepared statements, one round trip each.
    private final class PostgresLoop {
        private let handle: OpaquePointer?

        init(_ address: String) throws(BenchError) {
            handle = PQconnectdb(address)
            guard PQstatus(handle) == CONNECTION_OK else { throw failure }
            for (name, sql) in [("raise", raise), ("note", note)] { PQclear(PQprepare(handle, name, sql, 0, nil)) }
        }

        deinit { PQfinish(handle) }

        func grant(_ amount: Int64, of maximum: Int64, to sale: String) throws(BenchError) -> Int64? {
            PQclear(PQexec(handle, "BEGIN"))
            let raised = execute("raise", "\(amount)", "\(maximum)")
            guard PQresultStatus(raised) == PGRES_TUPLES_OK else { throw failure }
            let used = PQntuples(raised) == 1 ? Int64(String(cString: PQgetvalue(raised, 0, 0))) : nil
            PQclear(raised)
            if used != nil { PQclear(execute("note", sale, "\(amount)")) }
            let committed = PQexec(handle, "COMMIT")
            guard PQresultStatus(committed) == PGRES_COMMAND_OK else { throw failure }
            PQclear(committed)
            return used
        }

        private func execute(_ name: String, _ first: String, _ second: String) -> OpaquePointer? {
            first.withCString { first in
                second.withCString { second in PQexecPrepared(handle, name, 2, [first, second], nil, nil, 0) }
            }
        }

        private var failure: BenchError {
            .failed("the loop on PostgreSQL: \(String(cString: PQerrorMessage(handle)))")
        }
    }
}
