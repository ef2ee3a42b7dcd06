internal import Broker
internal import Messages
internal import WorkerRuntime

/// A team of workers on queues of its own, and the tills that keep it busy.
final class QueueRun {
    private var team: [RawChild] = []
    private var tills: Tills

    /// Starts the team, and waits until it consumes.
    ///
    /// - Parameters:
    ///   - broker: the broker's address.
    ///   - topology: the names of the queues.
    ///   - database: the database of workers that sell; nil for workers that echo.
    ///   - workers: how many.
    ///   - lines: how many lines a ticket has.
    ///   - directory: where the workers complain.
    /// - Throws: `BenchError`.
    init(
        _ broker: String, _ topology: PromoTopology, database: String?, workers: Int, lines: Int, in directory: String
    ) throws(BenchError) {
        tills = try Tills(
            try BenchBroker.connect(broker, "promo-bench"), topology, lines: lines, name: topology.prefix)
        var environment = ProcessEnvironment.variables
        environment["PROMO_AMQP_URL"] = broker
        environment["PROMO_DATABASE"] = database
        environment["PROMO_PREFIX"] = topology.prefix
        environment["PROMO_QUEUE_TYPE"] = topology.queueType.rawValue
        environment["PROMO_LOG_LEVEL"] = "warning"
        let folder = RawProcess.programFolder
        let words =
            database == nil
            ? ["\(folder)/promo-bench", "echo", broker, topology.sales] : ["\(folder)/sale-evaluator"]
        for number in 1...workers {
            environment["PROMO_WORKER_NAME"] = "\(topology.prefix).\(number)"
            team.append(try RawChild(words, environment: environment, errorFile: directory + "/errors"))
        }
        try tills.awaitWorkers(workers)
        try tills.sell(seconds: 1, inFlight: workers, isWarmUp: true)
    }

    /// Measures: as many as the team can do, then half of that at an even pace.
    func rows(inFlight: Int, seconds: Int) throws(BenchError) -> (rows: [Report.Row], perSecond: Int) {
        try tills.sell(seconds: seconds, inFlight: inFlight, isWarmUp: false)
        let most = tills.latencies.perSecond
        let busy = row("maximum")
        try tills.sell(seconds: seconds, perSecond: max(1, most / 2))
        return ([busy, row("half")], most)
    }

    /// Ends the team.
    func stop() {
        for worker in team { worker.stop() }
        team = []
    }

    private func row(_ load: String) -> Report.Row {
        [JSONValue.Member("load", load), JSONValue.Member("round_trips_per_s", tills.latencies.perSecond)]
            + tills.latencies.milliseconds([50, 95, 99]) + [JSONValue.Member("refused", tills.refused)]
    }
}

@available(*, unavailable, message: "whoever started it ends it")
extension QueueRun: Sendable {}
