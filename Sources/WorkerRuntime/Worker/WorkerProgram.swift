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
    /// Looks at what only it needs, and says what is right.
    let examine: @Sendable (Configuration, _ connects: Bool) throws -> [String]
    /// Makes its handler, ready to work.
    let makeHandler: @Sendable (WorkerContext) throws -> any BatchHandler

    /// Describes a worker.
    ///
    /// - Parameters:
    ///   - name: the program's name.
    ///   - summary: what it does, as it goes on after the name.
    ///   - settings: the queue it works on, and how.
    ///   - parts: what it needs before it can work.
    ///   - examine: looks at settings that only it needs, and, where told so, tries to connect; says what is right, and
    ///     throws what is wrong.
    ///   - makeHandler: makes its handler, ready to work; where it throws, it is tried again on another connection.
    public init(
        name: String, summary: String, settings: @escaping @Sendable (Configuration) -> RunLoopSettings,
        needing parts: Set<Health.Part> = [.broker, .database],
        examine: @escaping @Sendable (Configuration, _ connects: Bool) throws -> [String] = { _, _ in [] },
        makeHandler: @escaping @Sendable (WorkerContext) throws -> any BatchHandler
    ) {
        self.name = name
        self.summary = summary
        self.settings = settings
        self.parts = parts
        self.examine = examine
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
            case .run:
                let configuration = try Self.configuration()
                _ = try examine(configuration, false)
                exit(run(configuration) ? 0 : 1)
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
        for line in try examine(configuration, true) { print(line) }
    }

    /// Works until the process is asked to stop.
    ///
    /// - Parameter configuration: what the worker was told.
    /// - Returns: whether nothing was left in hand.
    private func run(_ configuration: Configuration) -> Bool {
        ShutdownFlag.install()
        Watchdog.install()
        var log = Log(configuration: configuration, program: name)
        let status: ServedStatus?
        do throws(StatusServer.Failure) {
            status = try ServedStatus(configuration, program: name, version: Self.version, needing: parts)
        } catch {
            log.error("Metrics and health cannot be served", ["error.text": .text(error.description)])
            return false
        }
        defer { status?.server.stop() }
        if let status { log = log.counting(in: status.monitoring.registry) }
        for warning in configuration.warnings { log.warning("A setting is not known", ["setting": .text(warning)]) }
        log.info("Starting", ["version": .text(Self.version)])
        status?.announce(log)
        let faults = configuration.fault.map { plan in
            log.warning("This process breaks on purpose", ["fault": .text("\(plan)")])
            return FaultCounter(plan, log: log)
        }
        defer { faults?.conclude() }
        let monitoring = status?.monitoring
        let settings = settings(configuration, isHurried: faults != nil)
        let opening = StoreOpening(configuration: configuration, log: log, faults: faults, monitoring: monitoring)
        let opened = opening.open { context in
            DurableHandler(
                PoisonedHandler.handler(try makeHandler(context), plan: configuration.fault), store: context.store,
                settings: settings, clock: context.clock, monitoring: monitoring)
        }
        guard let handler = opened else { return true }
        let loop = RunLoop(settings: settings, handler: handler, log: log, monitoring: monitoring) {
            () throws(BrokerError) in
            let connect = { () throws(BrokerError) -> any Transport in
                try AMQPTransport(to: configuration.broker, options: configuration.connection)
            }
            return if let faults { try FaultyTransport(faults, connect: connect) } else { try connect() }
        }
        let isClean = loop.run()
        handler.stop()
        log.info("Stopped", ["messages.done": .number(loop.metrics.done), "clean": .boolean(isClean)])
        return isClean
    }

    /// The run loop's settings; where faults are injected nobody has to be spared, so it waits little.
    private func settings(_ configuration: Configuration, isHurried: Bool) -> RunLoopSettings {
        var settings = settings(configuration)
        if isHurried {
            settings.turnMilliseconds = 20
            settings.reconnect = Backoff(firstMilliseconds: 10, longestMilliseconds: 100)
            settings.heldUp = Backoff(firstMilliseconds: 10, longestMilliseconds: 100)
        }
        return settings
    }
}
