internal import Messages
internal import Storage

/// `promo-bench mail`: mails a second from the database to a mail server, on one thread.
enum MailCommand {
    static func run(_ words: [String]) throws(BenchError) {
        let arguments = try Arguments(words, options: ["database", "mails"], flags: ["json"])
        try RawProcess.withDirectory { (directory) throws(BenchError) in try measure(arguments, in: directory) }
    }

    private static func measure(_ arguments: Arguments, in directory: String) throws(BenchError) {
        let count = try arguments.number("mails", default: 2_000)
        let databases = try BenchDatabases(arguments["database"], in: directory)
        let server = try MailSink(in: directory)
        defer { server.stop() }
        var report = Report("mail", isJSON: arguments.has("json"))
        for kind in databases.kinds {
            let bench = try MailBench(try databases.fresh(kind, "mail"), port: server.port)
            try bench.issue(count)
            report.add(row(kind.rawValue, count, try timed { () throws(BenchError) in try bench.send(count) }))
            try databases.drop(kind, "mail")
        }
        let mail = try MailBench.example()
        let loop = try RawMailLoop(port: server.port, mail: mail)
        report.add(
            row("libcurl alone", count, try timed { () throws(BenchError) in try loop.send(count) })
                + [JSONValue.Member("bytes", mail.count)])
        report.finish()
    }

    private static func timed(_ work: () throws(BenchError) -> Void) throws(BenchError) -> (Duration, work: Duration) {
        let (clock, before) = (ContinuousClock(), RawProcess.processorTime())
        let start = clock.now
        try work()
        return (clock.now - start, RawProcess.processorTime() - before)
    }

    private static func row(_ sender: String, _ count: Int, _ time: (Duration, work: Duration)) -> Report.Row {
        [
            JSONValue.Member("sender", sender), JSONValue.Member("mails", count),
            JSONValue.Member("mails_per_s", Latencies.perSecond(count, in: time.0)),
            JSONValue.Member("us_per_mail", Int(time.0 / .microseconds(count))),
            JSONValue.Member("cpu_us_per_mail", Int(time.work / .microseconds(count))),
        ]
    }
}
