import Broker
import Engine
import Storage
import WorkerRuntime

/// Puts the parts of the worker together.
enum Program {
    /// The version of this program.
    static let version = "0.1.0"

    /// The configuration of this process.
    static func configuration() throws -> Configuration {
        try Configuration(
            environment: ProcessEnvironment.variables, defaultWorkerName: ProcessEnvironment.defaultWorkerName,
            readFile: ProcessEnvironment.readFile)
    }

    /// Where the database is.
    static func database(_ configuration: Configuration) throws(StorageError) -> DatabaseURL {
        try DatabaseURL(configuration.text("PROMO_DATABASE"))
            .with(password: configuration.text("PROMO_DATABASE_PASSWORD"))
    }

    /// Tries the connections; says what is right, and throws what is wrong.
    static func check(_ configuration: Configuration) throws {
        for warning in configuration.warnings { print("warning: \(warning)") }
        let database = try database(configuration).open()
        try Migrator.migrate(database, now: SystemClock.wallMilliseconds())
        print("the database can be used: \(database.name)")
        try BrokerCheck.run(configuration)
        print("the broker can be used: \(configuration.broker)")
    }

    /// Works until the process is asked to stop.
    ///
    /// - Parameter configuration: what the worker was told.
    /// - Returns: whether nothing was left in hand.
    static func run(_ configuration: Configuration) -> Bool {
        ShutdownFlag.install()
        let log = Log(configuration: configuration, program: "sale-evaluator")
        for warning in configuration.warnings { log.warning("A setting is not known", ["setting": .text(warning)]) }
        log.info("Starting", ["version": .text(version)])
        guard let handler = StoreOpening(configuration: configuration, log: log).open() else { return true }
        let loop = RunLoop(settings: .sales(configuration), handler: handler, log: log) { () throws(BrokerError) in
            try AMQPTransport(to: configuration.broker, options: configuration.connection)
        }
        let isClean = loop.run()
        handler.stop()
        log.info("Stopped", ["messages.done": .number(loop.metrics.done), "clean": .boolean(isClean)])
        return isClean
    }
}
