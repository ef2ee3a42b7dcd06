internal import Messages
internal import Promotions

/// Times the search of levels of best combination, by what competes.
struct OracleRun {
    private let latencies: Latencies
    private let proven: Int
    private let steps: Int
    private let tickets: Int

    /// Evaluates each ticket again and again.
    static func measure(_ map: CompiledMap, _ tickets: [Ticket], seconds: Int) -> OracleRun {
        let inputs = tickets.map { EvaluationInput(ticket: $0) }
        let proofs = inputs.compactMap { map.evaluate($0).alternatives[0].proofs.first }
        let latencies = Latencies.measure(seconds: seconds) { turn in
            _ = map.evaluate(inputs[turn % inputs.count])
        }
        return OracleRun(
            latencies: latencies, proven: proofs.count(where: \.isOptimal), steps: proofs.reduce(0) { $0 + $1.steps },
            tickets: max(1, proofs.count))
    }

    /// Percentiles, how many of a hundred choices are proven, and steps a ticket.
    var row: Report.Row {
        latencies.percentiles() + [
            JSONValue.Member("proven_percent", proven * 100 / tickets), JSONValue.Member("steps", steps / tickets),
        ]
    }

    /// Runs all worlds and sizes.
    static func report(_ lines: [Int], seconds: Int, isJSON: Bool) {
        var report = Report("oracle", isJSON: isJSON)
        for world in OracleWorld.all {
            let map = CompiledMap(world.map)
            for count in lines {
                let run = measure(map, world.tickets(lines: count, count: 200), seconds: seconds)
                report.add(
                    [
                        JSONValue.Member("world", .string(world.name)), JSONValue.Member("lines", count),
                        JSONValue.Member("promotions", map.promotions.count),
                    ] + run.row)
            }
        }
        report.finish()
    }
}
