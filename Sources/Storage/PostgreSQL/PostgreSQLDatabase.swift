/// A connection to a PostgreSQL server; where it is lost, the next transaction connects again.
public final class PostgreSQLDatabase: Database {
    /// The product's name.
    public let name = "PostgreSQL"
    /// Many write at once, so rows are locked.
    public let rowLock = " FOR UPDATE"
    /// Rows that somebody else has locked are passed over.
    public let rowLockIfFree = " FOR UPDATE SKIP LOCKED"
    /// Every table is a heap.
    public let keyedTable = ""
    /// Texts are compared byte by byte, whatever the language of the server.
    public let textColumn = "TEXT COLLATE \"C\""
    /// Called before each step towards the server; where it throws that the connection is lost, it is.
    public var faultHook: FaultHook?

    /// Where the connection stands.
    private enum State {
        /// Every statement is a transaction of its own.
        case idle
        /// A transaction is open.
        case open
        /// A transaction was open when the connection was lost; it is undone, but its owner may not know.
        case lost
    }

    /// A statement that the server knows.
    final class Prepared {
        let name: String
        var columns: [String]?
        init(name: String) { self.name = name }
    }

    /// The lock of those who change tables or forget rows; any number will do that nobody else uses.
    private static let exclusiveLock: Int64 = 7_226_282

    /// Has the server compress long texts in the faster of its ways, where it was built with it.
    ///
    /// Tickets and answers are long, and what servers compress them with by default takes a fifth of their time.
    private static let fasterCompression = """
        SELECT set_config('default_toast_compression', 'lz4', false) FROM pg_settings
        WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)
        """

    private let words: [ConnectionWord]
    private let place: String
    private var server: RawServer?
    private var state = State.idle
    private var statements: [StatementText: Prepared] = [:]
    private var preparedCount = 0
    /// What is written at the next occasion.
    var waiting: [Change] = []
    /// Whether the server only reads: the next connection may find the one that writes.
    private var isOfNoUse = false

    /// Connects.
    ///
    /// - Parameters:
    ///   - address: Where the database is.
    ///   - options: How it is used.
    /// - Throws: `StorageError`, with code `connectionLost` when there is no connection.
    public init(_ address: PostgresAddress, options: PostgreSQLOptions = PostgreSQLOptions()) throws(StorageError) {
        words = ConnectionWord.words(for: address, options)
        place = "connect to \(DatabaseURL.postgres(address))"
        _ = try connected()
    }

    /// Whether a transaction is open.
    public var isInTransaction: Bool { state == .open }

    /// Runs a statement and returns its rows.
    public func query(_ sql: String, _ values: [DatabaseValue]) throws(StorageError) -> [Row] {
        try pass(.statement)
        try settle()
        let statement = try prepared(sql)
        let answer = try execute(statement, sql, values)
        let columns = statement.columns ?? answer.columns
        statement.columns = columns
        return try answer.rows(columns, place: sql)
    }

    /// Runs a statement and returns how many rows it changed.
    public func execute(_ sql: String, _ values: [DatabaseValue]) throws(StorageError) -> Int {
        try pass(.statement)
        try settle()
        return try execute(try prepared(sql), sql, values).changes
    }

    /// Opens a transaction that may write; a connection that was lost is made again.
    public func begin() throws(StorageError) {
        guard state != .open else {
            throw StorageError(.other, place: "BEGIN", text: "a transaction is open already")
        }
        state = .idle
        if isOfNoUse { disconnect() }
        let sql = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
        let isOld = server != nil
        do throws(StorageError) {
            try pass(.begin)
            _ = try run(sql, on: try connected())
        } catch {
            // Nothing has happened yet: a server that was started again in the meantime needs no second batch.
            guard isOld, error.code == .connectionLost else { throw error }
            _ = try run(sql, on: try connected())
        }
        state = .open
    }

    /// Opens a transaction beside which no other exclusive one runs.
    public func beginExclusive() throws(StorageError) {
        try begin()
        do throws(StorageError) {
            try pass(.statement)
            _ = try run("SELECT pg_advisory_xact_lock(\(Self.exclusiveLock))", on: try usable("lock"))
        } catch {
            try? rollback()
            throw error
        }
    }

    /// Makes what the transaction wrote last.
    ///
    /// - Throws: `StorageError`; with code `connectionLost` it may have happened or not, and is to be done again in a
    ///   way that finds out.
    public func commit() throws(StorageError) {
        let server = try usable("COMMIT")
        guard state == .open else { throw StorageError(.other, place: "COMMIT", text: "no transaction is open") }
        try settle()
        let command: String
        do throws(StorageError) {
            try pass(.commit)
            command = try run("COMMIT", on: server).command
        } catch {
            // Refused or lost, it is over.
            state = .idle
            throw error
        }
        state = .idle
        guard command == "COMMIT" else {
            throw StorageError(
                .other, place: "COMMIT", text: "the server undid the transaction, as a statement of it had failed")
        }
        try pass(.committed)
    }

    /// Undoes what the transaction wrote; without a transaction it does nothing.
    public func rollback() throws(StorageError) {
        defer { state = .idle }
        waiting = []
        guard state == .open, let server else { return }
        do throws(StorageError) {
            _ = try run("ROLLBACK", on: server)
        } catch {
            // The server undoes what a lost connection had begun.
            guard error.code == .connectionLost else { throw error }
        }
    }
}

extension PostgreSQLDatabase {
    private func connected() throws(StorageError) -> RawServer {
        if let server { return server }
        try pass(.connect)
        let fresh = try RawServer(words, place: place)
        guard fresh.encoding == "UTF8" else {
            throw StorageError(
                .unsupported, place: place,
                text: "the database keeps texts as \(fresh.encoding), needed is UTF8: create it with ENCODING 'UTF8'")
        }
        _ = try checked(fresh.run(Self.fasterCompression), on: fresh, place: place)
        server = fresh
        return fresh
    }

    func pass(_ boundary: Boundary) throws(StorageError) {
        guard let faultHook else { return }
        do throws(StorageError) { try faultHook(boundary) } catch {
            if error.code == .connectionLost { disconnect() }
            throw error
        }
    }

    func usable(_ place: String) throws(StorageError) -> RawServer {
        guard state != .lost else {
            throw StorageError(
                .connectionLost, place: place, text: "the transaction was undone when its connection was lost")
        }
        return try connected()
    }

    private func disconnect() {
        server = nil
        statements = [:]
        isOfNoUse = false
        if state == .open { state = .lost }
    }

    func prepared(_ sql: String) throws(StorageError) -> Prepared {
        let server = try usable(sql)
        let text = StatementText(sql: sql)
        if let known = statements[text] { return known }
        // The program has a fixed number of statements; the bound is for those that an operator's tool makes up.
        if statements.count >= 256 {
            _ = try run("DEALLOCATE ALL", on: server)
            statements = [:]
        }
        preparedCount += 1
        let statement = Prepared(name: "s\(preparedCount)")
        _ = try checked(server.prepare(statement.name, sql), on: server, place: sql)
        statements[text] = statement
        return statement
    }

    private func execute(
        _ statement: Prepared, _ sql: String, _ values: [DatabaseValue]
    ) throws(StorageError) -> RawAnswer {
        let server = try usable(sql)
        let answer = server.execute(statement.name, RawArguments(values))
        try check(answer, of: statement, on: server, place: sql)
        return answer
    }

    private func run(_ sql: String, on server: RawServer) throws(StorageError) -> RawAnswer {
        try checked(server.run(sql), on: server, place: sql)
    }

    private func checked(
        _ answer: consuming RawAnswer, on server: RawServer, place: String
    ) throws(StorageError) -> RawAnswer {
        try check(answer, on: server, place: place)
        return answer
    }

    /// Throws where an answer is a failure; a connection that is gone is forgotten.
    func check(
        _ answer: borrowing RawAnswer, of statement: Prepared? = nil, on server: RawServer, place: String
    ) throws(StorageError) {
        guard let failure = answer.failure else { return }
        var code = server.isBroken ? .connectionLost : SQLState.code(failure.state)
        // A table changed under a statement that has answered before: prepared anew, in another transaction, it fits.
        if code == .unsupported, statement?.columns != nil {
            statements = [:]
            code = .conflict
        }
        if code == .readOnly { isOfNoUse = true }
        if code == .connectionLost { disconnect() }
        let state = failure.state.map { " (SQLSTATE \($0))" } ?? ""
        throw StorageError(code, place: place, text: failure.text + state)
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension PostgreSQLDatabase: Sendable {}
