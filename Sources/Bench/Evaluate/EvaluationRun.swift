internal import Messages
internal import Promotions

/// One measurement: tickets evaluated one after the other, from the first again after the last.
struct EvaluationRun {
    let latencies: Latencies
    private let grants: Int

    /// Evaluates for some seconds, after a warm-up of one pass or a fifth of the time, whichever ends first.
    static func measure(_ map: CompiledMap, _ tickets: [Ticket], seconds: Int) -> EvaluationRun {
        let inputs = tickets.map { EvaluationInput(ticket: $0) }
        let clock = ContinuousClock()
        let warm = clock.now + .milliseconds(200 * seconds)
        for input in inputs {
            _ = map.evaluate(input)
            if clock.now > warm { break }
        }
        var grants = 0
        let latencies = Latencies.measure(seconds: seconds) { turn in
            let evaluation = map.evaluate(inputs[turn % inputs.count])
            grants += evaluation.alternatives[0].grants.count
        }
        return EvaluationRun(latencies: latencies, grants: grants)
    }

    /// Its rate and percentiles.
    var row: Report.Row { [JSONValue.Member("tickets_per_s", latencies.perSecond)] + latencies.percentiles() }

    /// Promotions that a ticket gets, with one decimal.
    var grantsPerTicket: String {
        DecimalText.print(Int128(grants * 10 / max(1, latencies.count)), scale: 1, decimals: 1)
    }
}
