internal import Broker
internal import Engine
internal import Glibc
internal import Storage
internal import WorkerRuntime

/// The broker and the database that the configuration names; each is connected when a command asks for it.
struct Installation {
    /// The names of exchanges and queues.
    var topology: PromoTopology
    /// Opens the database, migrated or not; says whether one that is not there may be made.
    var openDatabase: (_ mayCreate: Bool) throws(Failure) -> any Database
    /// Connects to the broker.
    var connect: () throws(Failure) -> any Transport

    /// The store of a database that is at this version's migration.
    func store() throws(Failure) -> Store {
        let database = try openDatabase(false)
        let reached = try storage { () throws(StorageError) in try Migrator.reached(database) }
        guard reached == Migrator.newest else {
            let advice = reached < Migrator.newest ? "run promoctl migrate" : "use a newer promoctl"
            throw .failed("the database is at migration \(reached), needed is \(Migrator.newest): \(advice)")
        }
        return Store(database: database)
    }

    /// What the environment names, or the file that it names.
    static func configured() throws(Failure) -> Installation {
        let configuration: Configuration
        do throws(Configuration.Invalid) {
            configuration = try Configuration(
                environment: ProcessEnvironment.variables, defaultWorkerName: "promoctl",
                readFile: ProcessEnvironment.readFile)
        } catch {
            throw Failure(status: .usage, lines: error.problems)
        }
        var connection = configuration.connection
        connection.name = "promoctl"
        // A person waits for it.
        connection.connectSeconds = 5
        let database = try storage { () throws(StorageError) in
            try DatabaseURL(configuration.text("PROMO_DATABASE"))
                .with(password: configuration.text("PROMO_DATABASE_PASSWORD"))
        }
        return Installation(
            topology: configuration.topology,
            openDatabase: { (mayCreate) throws(Failure) in try Installation.open(database, mayCreate: mayCreate) },
            connect: { () throws(Failure) in
                try broker { () throws(BrokerError) in
                    try AMQPTransport(to: configuration.broker, options: connection)
                }
            })
    }

    static func open(_ url: DatabaseURL, mayCreate: Bool) throws(Failure) -> any Database {
        if case .sqlite(let path) = url, !mayCreate, access(path, F_OK) != 0 {
            throw .outOfReach("database: \(path) does not exist; promoctl migrate makes it")
        }
        do throws(StorageError) {
            return try url.open()
        } catch {
            throw error.code == .unsupported ? Failure(error) : .outOfReach("database: \(error)")
        }
    }
}
