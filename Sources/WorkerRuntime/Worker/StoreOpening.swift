internal import Storage

/// Opens the database and makes a worker's handler, trying until it can or the process is asked to stop.
struct StoreOpening {
    /// How long is waited between two attempts, in milliseconds.
    static let retryMilliseconds: Int64 = 1_000

    let configuration: Configuration
    let log: Log
    var clock: any Clock = SystemClock()
    var shouldStop: () -> Bool = { ShutdownFlag.isRaised }

    /// Opens the database and makes the handler.
    ///
    /// - Parameter make: makes the handler on a store that is migrated.
    /// - Returns: a handler that is ready to work; nil where the process was asked to stop before.
    func open<Handler>(_ make: (WorkerContext) throws -> Handler) -> Handler? {
        var outage: String?
        while !shouldStop() {
            do {
                return try attempt(make)
            } catch {
                let text = "\(error)"
                if outage != text {
                    outage = text
                    log.error("The database cannot be used; trying again until it can", ["error.text": .text(text)])
                }
                clock.sleep(milliseconds: StoreOpening.retryMilliseconds)
            }
        }
        return nil
    }

    private func attempt<Handler>(_ make: (WorkerContext) throws -> Handler) throws -> Handler {
        let database = try configuration.database().open()
        let migrated = try Migrator.migrate(database, now: clock.wallMilliseconds)
        for number in migrated { log.info("The database was migrated", ["migration": .number(number)]) }
        return try make(
            WorkerContext(configuration: configuration, store: Store(database: database), log: log, clock: clock))
    }
}

extension Configuration {
    /// Where the database is.
    func database() throws(StorageError) -> DatabaseURL {
        try DatabaseURL(text("PROMO_DATABASE")).with(password: text("PROMO_DATABASE_PASSWORD"))
    }
}
