internal import Broker
internal import Glibc
internal import Storage

/// A worker's process, and what sets it apart from the others.
public struct WorkerProgram: Sendable {
    /// The version of this release, the same for every worker.
    public static let version = "0.1.0"

    /// The program's name.
    public let name: String
    /// What it does, as it goes on after the name.
    public let summary: String
    /// The queue it works on, and how.
    let settings: @Sendable (Configuration) -> RunLoopSettings
    /// What it needs before it can work.
    let parts: Set<Health.Part>
    /// Makes its handler, ready to work.
    let makeHandler: @Sendable (WorkerContext) throws -> any BatchHandler

    /// Describes a worker.
    ///
    /// - Parameters:
    ///   - name: the program's name.
    ///   - summary: what it does, as it goes on after the name.
    ///   - settings: the queue it works on, and how.
    ///   - parts: what it needs before it can work.
    ///   - makeHandler: makes its handler, ready to work; where it throws, it is tried again on another connection.
    public init(
        name: String, summary: String, settings: @escaping @Sendable (Configuration) -> RunLoopSettings,
        needing parts: Set<Health.Part> = [.broker, .database],
        makeHandler: @escaping @Sendable (WorkerContext) throws -> any BatchHandler
    ) {
        self.name = name
        self.summary = summary
        self.settings = settings
        self.parts = parts
        self.makeHandler = makeHandler
    }

    /// Does what the command line asks for, and ends the process.
    public func main() -> Never {
        do {
            let option = try StartOption(arguments: CommandLine.arguments.dropFirst())
            switch option {
            case .help: print(usage, terminator: "")
            case .version: print("\(name) \(Self.version)")
            case .printConfiguration: print(try Self.configuration().printed, terminator: "")
            case .check: try check(try Self.configuration())
            case .run: exit(run(try Self.configuration()) ? 0 : 1)
            }
            exit(0)
        } catch {
            StandardError.write("\(name): \(error)\n")
            exit(2)
        }
    }

    /// What `--help` prints.
    var usage: String {
        """
        \(name): \(summary)

        usage: \(name) [option]

        \(StartOption.usage)
        \(Settings.help())
        """
    }

    private static func configuration() throws(Configuration.Invalid) -> Configuration {
        try Configuration(
            environment: ProcessEnvironment.variables, defaultWorkerName: ProcessEnvironment.defaultWorkerName,
            readFile: ProcessEnvironment.readFile)
    }

    /// Tries the connections; says what is right, and throws what is wrong.
    private func check(_ configuration: Configuration) throws {
        for warning in configuration.warnings { print("warning: \(warning)") }
        let database = try configuration.database().open()
        try Migrator.migrate(database, now: SystemClock.wallMilliseconds())
        print("the database can be used: \(database.name)")
        try BrokerCheck.run(configuration)
        print("the broker can be used: \(configuration.broker)")
    }

    /// Works until the process is asked to stop.
    ///
    /// - Parameter configuration: what the worker was told.
    /// - Returns: whether nothing was left in hand.
    private func run(_ configuration: Configuration) -> Bool {
        ShutdownFlag.install()
        var log = Log(configuration: configuration, program: name)
        let monitoring: Monitoring?
        let server: StatusServer?
        do throws(StatusServer.Failure) {
            (monitoring, server) = try serve(configuration)
        } catch {
            log.error("Metrics and health cannot be served", ["error.text": .text(error.description)])
            return false
        }
        defer { server?.stop() }
        if let monitoring { log = log.counting(in: monitoring.registry) }
        for warning in configuration.warnings { log.warning("A setting is not known", ["setting": .text(warning)]) }
        log.info("Starting", ["version": .text(Self.version)])
        if let server {
            log.info(
                "Serving metrics and health", ["http.host": .text(server.host), "http.port": .number(server.port)])
        }
        let settings = settings(configuration)
        let opening = StoreOpening(configuration: configuration, log: log, monitoring: monitoring)
        let opened = opening.open { context in
            DurableHandler(
                try makeHandler(context), store: context.store, settings: settings, clock: context.clock,
                monitoring: monitoring)
        }
        guard let handler = opened else { return true }
        let loop = RunLoop(settings: settings, handler: handler, log: log, monitoring: monitoring) {
            () throws(BrokerError) in
            try AMQPTransport(to: configuration.broker, options: configuration.connection)
        }
        let isClean = loop.run()
        handler.stop()
        log.info("Stopped", ["messages.done": .number(loop.metrics.done), "clean": .boolean(isClean)])
        return isClean
    }

    /// Begins to serve metrics and health, where that is wanted.
    private func serve(
        _ configuration: Configuration
    ) throws(StatusServer.Failure) -> (Monitoring?, StatusServer?) {
        let address = configuration.text("PROMO_HTTP")
        guard !address.isEmpty else { return (nil, nil) }
        // A call may take half a heartbeat; a thread that is busy for longer than a whole one loses its connection.
        let patience = max(60, configuration.number("PROMO_AMQP_HEARTBEAT_SECONDS"))
        let monitoring = Monitoring(
            program: name, version: Self.version, worker: configuration.workerName, needing: parts,
            patienceMilliseconds: Int64(patience) * 1_000)
        let server = try StatusServer(at: address, registry: monitoring.registry, health: monitoring.health)
        return (monitoring, server)
    }
}
