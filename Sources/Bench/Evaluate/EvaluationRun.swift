internal import Messages
internal import Promotions

/// One measurement: tickets evaluated one after the other, from the first again after the last.
struct EvaluationRun {
    let latencies: Latencies
    private let grants: Int
    /// Bytes by which the process grows for each answer that it keeps.
    let answerBytes: Int

    /// Evaluates for some seconds, after a warm-up of one pass or a fifth of the time, whichever ends first.
    static func measure(_ map: CompiledMap, _ tickets: [Ticket], seconds: Int) throws(BenchError) -> EvaluationRun {
        let workspace = EvaluationWorkspace()
        let inputs = tickets.map { EvaluationInput(ticket: $0) }
        let clock = ContinuousClock()
        let warm = clock.now + .milliseconds(200 * seconds)
        for input in inputs {
            _ = map.evaluate(input, in: workspace)
            if clock.now > warm { break }
        }
        var grants = 0
        let latencies = Latencies.measure(seconds: seconds) { turn in
            let evaluation = map.evaluate(inputs[turn % inputs.count], in: workspace)
            grants += evaluation.alternatives[0].grants.count
        }
        return EvaluationRun(
            latencies: latencies, grants: grants, answerBytes: try answerBytes(map, inputs, workspace))
    }

    /// Answers kept to see what they hold: enough for pages not to matter.
    private static let keptAnswers = 2_000

    private static func answerBytes(
        _ map: CompiledMap, _ inputs: [EvaluationInput], _ workspace: EvaluationWorkspace
    ) throws(BenchError) -> Int {
        var answers: [Evaluation] = []
        answers.reserveCapacity(keptAnswers)
        let before = try RawProcess.residentBytes()
        for turn in 0..<keptAnswers {
            answers.append(map.evaluate(inputs[turn % inputs.count], in: workspace))
        }
        return max(0, try RawProcess.residentBytes() - before) / answers.count
    }

    /// Its rate and percentiles.
    var row: Report.Row { [JSONValue.Member("tickets_per_s", latencies.perSecond)] + latencies.percentiles() }

    /// Promotions that a ticket gets, with one decimal.
    var grantsPerTicket: String {
        DecimalText.print(Int128(grants * 10 / max(1, latencies.count)), scale: 1, decimals: 1)
    }
}
