internal import Broker
internal import Messages
internal import Storage

/// `promo-bench cache`: products a second from a catalog to a site's queue, full and changes.
enum CacheCommand {
    static func run(_ words: [String]) throws(BenchError) {
        let arguments = try Arguments(
            words, options: ["database", "products", "promotions", "queue-type", "threads"],
            flags: ["json", "no-broker"])
        try RawProcess.withDirectory { (directory) throws(BenchError) in try measure(arguments, in: directory) }
    }

    private static func measure(_ arguments: Arguments, in directory: String) throws(BenchError) {
        let promotions = try arguments.number("promotions", default: 5_000)
        let threads = arguments["threads"] == nil ? 0 : try arguments.number("threads", default: 1)
        let type = QueueType(rawValue: arguments["queue-type"] ?? "quorum")
        guard let type else { throw .usage("--queue-type: quorum or classic") }
        var report = Report("cache", isJSON: arguments.has("json"))
        let databases = try BenchDatabases(arguments["database"] ?? "sqlite", in: directory)
        let broker = arguments.has("no-broker") ? nil : try CacheBroker(in: directory, type)
        for products in try arguments.numbers("products", default: [10_000, 100_000, 500_000]) {
            let address = try databases.fresh(databases.kinds[0], "cache\(products)")
            let store = try BenchStore.make(address, promotions: promotions)
            let site = try CacheBench(store, products: products, threads: threads)
            for mode in [StoreRecord.CacheMode.full, .changes] {
                let run = try site.run(mode, into: broker)
                var row: Report.Row = [
                    JSONValue.Member("products", products), JSONValue.Member("promotions", promotions),
                    JSONValue.Member("mode", mode.rawValue), JSONValue.Member("published", run.published),
                    JSONValue.Member("unchanged", run.unchanged), JSONValue.Member("ms", run.milliseconds),
                    JSONValue.Member("per_second", products * 1_000 / max(1, run.milliseconds)),
                    JSONValue.Member("bytes", run.bytes),
                    JSONValue.Member("resident_bytes", try RawProcess.residentBytes()),
                ]
                if let broker, run.published > 0 {
                    let raw = try broker.raw(run.published, bytes: run.bytes / run.published)
                    row.append(JSONValue.Member("raw_publisher_ms", raw))
                }
                report.add(row)
            }
        }
        report.finish()
    }
}
