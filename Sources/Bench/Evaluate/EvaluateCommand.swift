internal import Messages
internal import Promotions

/// `promo-bench evaluate`: tickets a second through one map on one thread.
enum EvaluateCommand {
    static func run(_ words: [String]) throws(BenchError) {
        let arguments = try Arguments(
            words, options: ["map", "tickets", "seconds", "lines", "promotions", "world", "profile"],
            flags: ["json", "oracle"])
        if arguments.has("oracle") {
            OracleRun.report(
                try arguments.numbers("lines", default: [5, 10, 20, 40, 50, 60]),
                seconds: try arguments.number("seconds", default: 3), isJSON: arguments.has("json"))
        } else if arguments["map"] != nil || arguments["tickets"] != nil {
            try runGiven(arguments)
        } else {
            try runGenerated(arguments)
        }
    }

    /// Tickets decoded before anything is measured.
    private static let generatedTickets = 500

    private static func runGiven(_ arguments: Arguments) throws(BenchError) {
        guard let mapPath = arguments["map"], let ticketPath = arguments["tickets"] else {
            throw .usage("--map and --tickets are given together")
        }
        let map = try LoadedMap(try RawProcess.read(mapPath), named: mapPath)
        let tickets = try TicketFile.read(try RawProcess.read(ticketPath), named: ticketPath)
        if try profile(map.map, tickets, arguments) { return }
        let run = try EvaluationRun.measure(map.map, tickets, seconds: arguments.number("seconds", default: 3))
        var report = Report("evaluate", isJSON: arguments.has("json"))
        report.add(
            run.row + [
                JSONValue.Member("tickets", tickets.count),
                JSONValue.Member("promotions", map.map.promotions.count),
                JSONValue.Member("evaluations", run.latencies.count),
                JSONValue.Member("map_load_ms", map.milliseconds),
                JSONValue.Member("resident_bytes", try RawProcess.residentBytes()),
            ])
        report.finishSingle()
    }

    private static func runGenerated(_ arguments: Arguments) throws(BenchError) {
        let world = try GeneratedMap.World(named: arguments["world"])
        let lines = try arguments.numbers("lines", default: world.lines)
        let seconds = try arguments.number("seconds", default: 3)
        var report = Report("evaluate", isJSON: arguments.has("json"))
        for promotions in try arguments.numbers("promotions", default: world.promotions) {
            let text = GeneratedMap.write(promotions: promotions, of: world)
            let map = try LoadedMap(text, named: "the generated map")
            let resident = try RawProcess.residentBytes()
            for count in lines {
                var generated = GeneratedTickets(lines: count)
                let text = generated.messages(generatedTickets).map { $0.bytes(.json) }.joined(separator: [0x0A])
                let tickets = try TicketFile.read(Array(text), named: "the generated tickets")
                if try profile(map.map, tickets, arguments) { return }
                let run = try EvaluationRun.measure(map.map, tickets, seconds: seconds)
                report.add(
                    [
                        JSONValue.Member("world", world.rawValue), JSONValue.Member("lines", count),
                        JSONValue.Member("promotions", promotions),
                    ] + run.row + [
                        JSONValue.Member("grants", .number(run.grantsPerTicket)),
                        JSONValue.Member("evaluations", run.latencies.count),
                        JSONValue.Member("map_load_ms", map.milliseconds),
                        JSONValue.Member("answer_bytes", run.answerBytes),
                        JSONValue.Member("resident_bytes", resident),
                    ])
            }
        }
        report.finish()
    }

    /// Runs the loop and nothing else where a profiler waits for it.
    private static func profile(
        _ map: CompiledMap, _ tickets: [Ticket], _ arguments: Arguments
    ) throws(BenchError) -> Bool {
        guard arguments["profile"] != nil else { return false }
        let run = try EvaluationRun.measure(map, tickets, seconds: arguments.number("profile", default: 10))
        RawProcess.writeError("\(run.latencies.count) evaluations, \(run.latencies.perSecond) a second\n")
        return true
    }
}
