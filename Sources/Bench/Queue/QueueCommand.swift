internal import Broker
internal import Messages
internal import WorkerRuntime

/// `promo-bench queue`: round trips through a real broker, sales beside echoes of the same messages.
enum QueueCommand {
    static func run(_ words: [String]) throws(BenchError) {
        let arguments = try Arguments(
            words,
            options: ["database", "workers", "in-flight", "lines", "promotions", "seconds", "queue-type"],
            flags: ["json"])
        try RawProcess.withDirectory { (directory) throws(BenchError) in try measure(arguments, in: directory) }
    }

    private static func measure(_ arguments: Arguments, in directory: String) throws(BenchError) {
        let lines = try arguments.number("lines", default: 10)
        let promotions = try arguments.number("promotions", default: 1_000)
        let seconds = try arguments.number("seconds", default: 5)
        let inFlight = try arguments.number("in-flight", default: 50)
        guard let type = QueueType(rawValue: arguments["queue-type"] ?? "quorum") else {
            throw .usage("--queue-type: quorum or classic is expected")
        }
        let workers = try arguments.numbers("workers", default: [1, 2, 4])
        let databases = try BenchDatabases(arguments["database"], in: directory)
        let broker = try BenchBroker(in: directory)
        var report = Report("queue", isJSON: arguments.has("json"))
        for count in workers {
            var echo = 0
            for kind in [nil] + databases.kinds.map(Optional.some) {
                // A database and queues of its own for each, so that none finds what another left.
                let label = kind?.rawValue ?? "echo"
                let topology = PromoTopology(prefix: "bench\(RawProcess.id).\(label)\(count)", queueType: type)
                var database: String?
                if let kind {
                    database = try databases.fresh(kind, "queue\(count)")
                    try BenchStore.make(database ?? "", promotions: promotions)
                }
                let run = try QueueRun(
                    broker.address, topology, database: database, workers: count, lines: lines, in: directory)
                let rows = try run.rows(inFlight: inFlight * count, seconds: seconds)
                if kind == nil { echo = rows.perSecond }
                for row in rows.rows {
                    report.add(
                        [JSONValue.Member("worker", label), JSONValue.Member("workers", count)] + row
                            + [JSONValue.Member("max_percent_of_echo", rows.perSecond * 100 / max(1, echo))])
                }
                run.stop()
                if let kind { try databases.drop(kind, "queue\(count)") }
            }
        }
        report.finish()
    }
}
