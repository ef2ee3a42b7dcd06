internal import Storage

/// Opens the database and makes a worker's handler, trying until it can or the process is asked to stop.
struct StoreOpening {
    let configuration: Configuration
    let log: Log
    var faults: FaultCounter?
    var clock: any Clock = SystemClock()
    var monitoring: Monitoring?
    var shouldStop: () -> Bool = { ShutdownFlag.isRaised }

    /// How long is waited between two attempts; where faults are injected nobody has to be spared.
    private var retryMilliseconds: Int64 { faults == nil ? 1_000 : 10 }

    /// Opens the database and makes the handler.
    ///
    /// - Parameter make: makes the handler on a store that is migrated.
    /// - Returns: a handler that is ready to work; nil where the process was asked to stop before.
    func open<Handler>(_ make: (WorkerContext) throws -> Handler) -> Handler? {
        var outage: String?
        while !shouldStop() {
            monitoring?.health.turned(at: clock.monotonicMilliseconds)
            do {
                let handler = try attempt(make)
                monitoring?.database(nil)
                return handler
            } catch {
                if let error = error as? StorageError { monitoring?.database(error) }
                let text = "\(error)"
                if outage != text {
                    outage = text
                    log.error("The database cannot be used; trying again until it can", ["error.text": .text(text)])
                }
                clock.sleep(milliseconds: retryMilliseconds)
            }
        }
        return nil
    }

    private func attempt<Handler>(_ make: (WorkerContext) throws -> Handler) throws -> Handler {
        let hook = faults?.databaseHook
        try hook?(.connect)
        let database = try configuration.database().open()
        database.faultHook = hook
        let migrated = try Migrator.migrate(database, now: clock.wallMilliseconds)
        for number in migrated { log.info("The database was migrated", ["migration": .number(number)]) }
        return try make(
            WorkerContext(
                configuration: configuration, store: Store(database: database), log: log, clock: clock,
                monitoring: monitoring, isHurried: faults != nil))
    }
}

extension Configuration {
    /// Where the database is.
    func database() throws(StorageError) -> DatabaseURL {
        try DatabaseURL(text("PROMO_DATABASE")).with(password: text("PROMO_DATABASE_PASSWORD"))
    }
}
