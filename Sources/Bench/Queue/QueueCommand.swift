internal import Broker
internal import Messages
internal import WorkerRuntime

/// `promo-bench queue`: round trips through a real broker, sales beside echoes of the same messages.
enum QueueCommand {
    static func run(_ words: [String]) throws(BenchError) {
        let arguments = try Arguments(
            words, options: ["workers", "in-flight", "lines", "promotions", "seconds", "queue-type"], flags: ["json"])
        let directory = try RawProcess.makeDirectory()
        try measure(arguments, in: directory)
        try RawProcess.removeDirectory(directory)
    }

    private static func measure(_ arguments: Arguments, in directory: String) throws(BenchError) {
        let inFlight = try arguments.numbers("in-flight", default: [1, 50])
        let lines = try arguments.number("lines", default: 10)
        let promotions = try arguments.number("promotions", default: 1_000)
        let seconds = try arguments.number("seconds", default: 5)
        guard let type = QueueType(rawValue: arguments["queue-type"] ?? "quorum") else {
            throw .usage("--queue-type: quorum or classic is expected")
        }
        let broker = try BenchBroker(in: directory)
        var report = Report("queue", isJSON: arguments.has("json"))
        for workers in try arguments.numbers("workers", default: [1, 2]) {
            for kind in Kind.allCases {
                // A database and queues of its own for each, so that none finds what another left.
                let name = "bench\(RawProcess.id).\(kind.rawValue)\(workers)"
                let topology = PromoTopology(prefix: name, queueType: type)
                var tills = try Tills(try broker.connect("promo-bench"), topology, lines: lines, name: name)
                let database = kind == .sale ? "sqlite:\(directory)/\(name).db" : ""
                if kind == .sale { try BenchStore.make(database, promotions: promotions) }
                var team: [RawChild] = []
                for _ in 0..<workers {
                    team.append(try start(kind, broker.address, topology, database, directory))
                }
                try tills.awaitWorkers(workers)
                try tills.sell(seconds: 1, inFlight: inFlight[0], isWarmUp: true)
                for count in inFlight {
                    try tills.sell(seconds: seconds, inFlight: count, isWarmUp: false)
                    report.add(
                        [
                            JSONValue.Member("worker", kind.rawValue), JSONValue.Member("workers", workers),
                            JSONValue.Member("in_flight", count),
                            JSONValue.Member("round_trips_per_s", tills.latencies.perSecond),
                        ] + tills.latencies.milliseconds([50, 95, 99])
                            + [JSONValue.Member("refused", tills.refused)])
                }
                for worker in team { worker.stop() }
            }
        }
        report.finish()
    }

    /// What answers.
    enum Kind: String, CaseIterable {
        case echo
        case sale
    }

    private static func start(
        _ kind: Kind, _ address: String, _ topology: PromoTopology, _ database: String, _ directory: String
    ) throws(BenchError) -> RawChild {
        var environment = ProcessEnvironment.variables
        environment["PROMO_AMQP_URL"] = address
        environment["PROMO_DATABASE"] = database
        environment["PROMO_PREFIX"] = topology.prefix
        environment["PROMO_QUEUE_TYPE"] = topology.queueType.rawValue
        environment["PROMO_LOG_LEVEL"] = "warning"
        let folder = RawProcess.programFolder
        let words =
            switch kind {
            case .echo: ["\(folder)/promo-bench", "echo", address, topology.sales]
            case .sale: ["\(folder)/sale-evaluator"]
            }
        return try RawChild(words, environment: environment, errorFile: directory + "/errors")
    }
}
