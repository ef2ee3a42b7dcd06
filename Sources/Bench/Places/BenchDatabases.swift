internal import Storage
internal import WorkerRuntime

/// The databases that are measured: a SQLite file, and a schema of a PostgreSQL server, each fresh for every run.
struct BenchDatabases: ~Copyable {
    /// A product.
    enum Kind: String, CaseIterable {
        case sqlite
        case postgres
    }

    /// What is measured, in order.
    let kinds: [Kind]
    private let directory: String
    /// The server's address; empty where none is measured.
    private let server: String
    /// Where a private server lives, and the script that ends it; nil for a server of somebody else.
    private let own: (script: DeployScript, directory: String)?

    /// Finds or starts what is needed.
    ///
    /// - Parameters:
    ///   - choice: `sqlite`, `postgres` for a private server, or a server's address; nil for both products.
    ///   - directory: where files and a private server live.
    /// - Throws: `BenchError` for another choice, or where no server can be started.
    init(_ choice: String?, in directory: String) throws(BenchError) {
        let (kinds, given) = try BenchDatabases.measured(choice)
        let script = given == nil ? try DeployScript("postgres.sh", errorFile: directory + "/errors") : nil
        let home = directory + "/postgres"
        let started = try script?.start(in: home, address: "PROMO_TEST_POSTGRES")
        self.directory = directory
        self.kinds = kinds
        server = given ?? started ?? ""
        own = script.map { ($0, home) }
    }

    /// What a choice means: the products, and the address of the server; nil where one has to be started.
    private static func measured(_ choice: String?) throws(BenchError) -> ([Kind], server: String?) {
        switch choice {
        case "sqlite"?: return ([.sqlite], "")
        case "postgres"?: return ([.postgres], nil)
        case nil: return (Kind.allCases, nil)
        case let address? where address.hasPrefix("postgres"): return ([.postgres], address)
        default: throw .usage("--database: sqlite, postgres or postgres://user:password@host:port/name is expected")
        }
    }

    /// The address of an empty database.
    ///
    /// - Parameters:
    ///   - kind: which product.
    ///   - name: what it is called; no other of this run is.
    /// - Returns: the address, as `PROMO_DATABASE` takes it.
    /// - Throws: `BenchError` where the server refuses.
    func fresh(_ kind: Kind, _ name: String) throws(BenchError) -> String {
        switch kind {
        case .sqlite: return "sqlite:\(directory)/\(name).db"
        case .postgres:
            let schema = BenchDatabases.schema(name)
            try command("CREATE SCHEMA \(schema)")
            return "\(server)\(server.contains("?") ? "&" : "?")options=-c%20search_path%3D\(schema)"
        }
    }

    /// Removes what `fresh` made of a server; files go with their directory.
    func drop(_ kind: Kind, _ name: String) throws(BenchError) {
        if kind == .postgres { try command("DROP SCHEMA \(BenchDatabases.schema(name)) CASCADE") }
    }

    /// A connection.
    static func open(_ address: String) throws(BenchError) -> any Database {
        do throws(StorageError) {
            return try DatabaseURL(address).open(SQLiteOptions(busyTimeout: 60_000))
        } catch {
            throw .failed("\(error)")
        }
    }

    private func command(_ sql: String) throws(BenchError) {
        let database = try BenchDatabases.open(server)
        do throws(StorageError) {
            _ = try database.execute(sql, [])
        } catch {
            throw .failed("\(error)")
        }
    }

    private static func schema(_ name: String) -> String { "bench_\(RawProcess.id)_\(name)" }

    deinit {
        guard let own else { return }
        // What cannot be stopped is told by the operating system's list of processes; there is nobody to throw to.
        _ = try? own.script.run("stop", own.directory)
    }
}

@available(*, unavailable, message: "whoever started it ends it")
extension BenchDatabases: Sendable {}
