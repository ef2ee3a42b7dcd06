import Broker
import Engine
import Storage
import WorkerRuntime

/// Opens the database and loads the maps in use, trying until it can or the process is asked to stop.
struct StoreOpening {
    /// How long is waited between two attempts, in milliseconds.
    static let retryMilliseconds: Int64 = 1_000

    let configuration: Configuration
    let log: Log
    var clock: any Clock = SystemClock()

    /// A handler that is ready to work; nil where the process was asked to stop before.
    func open() -> SaleHandler? {
        var outage: String?
        while !ShutdownFlag.isRaised {
            do {
                return try attempt()
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

    private func attempt() throws -> SaleHandler {
        let database = try Program.database(configuration).open()
        let migrated = try Migrator.migrate(database, now: clock.wallMilliseconds)
        for number in migrated { log.info("The database was migrated", ["migration": .number(number)]) }
        let handler = SaleHandler(
            Store(database: database),
            settings: EngineSettings(
                engineString: configuration.text("PROMO_ENGINE_VERSION"),
                maxDeliveries: configuration.number("PROMO_MAX_DELIVERIES")),
            worker: configuration.workerName, queue: configuration.topology.sales, log: log, clock: clock)
        try handler.start()
        return handler
    }
}
