internal import Engine
internal import Messages
internal import Storage
internal import WorkerRuntime

/// `promo-bench sell`: sales through the engine and a database, without a broker, on one thread.
enum SellCommand {
    static func run(_ words: [String]) throws(BenchError) {
        let arguments = try Arguments(
            words, options: ["database", "batch", "lines", "promotions", "seconds"], flags: ["json"])
        try RawProcess.withDirectory { (directory) throws(BenchError) in try measure(arguments, in: directory) }
    }

    private static func measure(_ arguments: Arguments, in directory: String) throws(BenchError) {
        let lines = try arguments.number("lines", default: 10)
        let promotions = try arguments.number("promotions", default: 1_000)
        let seconds = try arguments.number("seconds", default: 3)
        let databases = try BenchDatabases(arguments["database"], in: directory)
        var report = Report("sell", isJSON: arguments.has("json"))
        for kind in databases.kinds {
            for batch in try arguments.numbers("batch", default: [1, 25]) {
                let name = "sell\(batch)"
                let store = try BenchStore.make(try databases.fresh(kind, name), promotions: promotions)
                let (latencies, work) = try sell(on: store, batch: batch, lines: lines, seconds: seconds)
                report.add(
                    [
                        JSONValue.Member("database", kind.rawValue), JSONValue.Member("batch", batch),
                        JSONValue.Member("sales_per_s", latencies.perSecond * batch),
                        JSONValue.Member("commits_per_s", latencies.perSecond),
                        JSONValue.Member("cpu_us_per_sale", Int(work / .microseconds(latencies.count * batch))),
                    ] + latencies.milliseconds([50, 99]))
                try databases.drop(kind, name)
            }
        }
        report.finish()
    }

    /// Sells whole tickets, each of a till of its own, so many in one transaction; tells also what this process worked.
    private static func sell(
        on store: Store, batch: Int, lines: Int, seconds: Int
    ) throws(BenchError) -> (Latencies, work: Duration) {
        let engine = SaleEngine(store)
        var generated = GeneratedTickets(lines: lines)
        let tickets = generated.messages(200)
        var sold = 0
        func next() throws(BenchError) {
            let messages = (0..<batch).map { _ in
                sold += 1
                return IncomingMessage(body: tickets[sold % tickets.count].sale(sold), contentType: "text/xml")
            }
            do throws(EngineError) {
                let refused = try engine.process(messages, now: SystemClock.wallMilliseconds()).first { $0.ack != .ok }
                if let refused { throw EngineError.unreadableTransaction(refused.problem ?? "\(refused.ack)") }
            } catch {
                throw .failed("\(error)")
            }
        }
        // The first sale loads the map.
        try next()
        let before = RawProcess.processorTime()
        let latencies = try Latencies.measure(seconds: seconds) { (_) throws(BenchError) in try next() }
        return (latencies, RawProcess.processorTime() - before)
    }
}
