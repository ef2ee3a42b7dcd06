internal import Messages
internal import Promotions

/// `promo-bench wire`: requests decoded and answers encoded a second, in both forms.
enum WireCommand {
    static func run(_ words: [String]) throws(BenchError) {
        let arguments = try Arguments(words, options: ["lines", "seconds"], flags: ["json"])
        let seconds = try arguments.number("seconds", default: 1)
        let map = try LoadedMap(GeneratedMap.write(promotions: 100), named: "the generated map").map
        var report = Report("wire", isJSON: arguments.has("json"))
        for lines in try arguments.numbers("lines", default: [1, 10, 100]) {
            for format in RequestFormat.allCases {
                var generated = GeneratedTickets(lines: lines)
                let bodies = generated.messages(100).map { $0.bytes(format) }
                report.add(try decode(bodies, format, lines: lines, seconds: seconds))
                report.add(try encode(bodies, format, lines: lines, map, seconds: seconds))
            }
        }
        report.finish()
    }

    private static func decode(
        _ bodies: [[UInt8]], _ format: RequestFormat, lines: Int, seconds: Int
    ) throws(BenchError) -> Report.Row {
        var reader = DocumentReader()
        let latencies = try Latencies.measure(seconds: seconds) { (turn) throws(BenchError) in
            _ = try TicketFile.ticket(bodies[turn % bodies.count], format, &reader, "a generated message")
        }
        return row("decode", format, lines, bodies, latencies)
    }

    /// Encodes what the tickets get; evaluating them is not measured.
    private static func encode(
        _ bodies: [[UInt8]], _ format: RequestFormat, lines: Int, _ map: CompiledMap, seconds: Int
    ) throws(BenchError) -> Report.Row {
        var reader = DocumentReader()
        var answers: [Answer] = []
        for body in bodies {
            let ticket = try TicketFile.ticket(body, format, &reader, "a generated message")
            var answer = Answer(to: nil)
            answer.map = map
            answer.alternatives = map.evaluate(EvaluationInput(ticket: ticket)).alternatives
            answers.append(answer)
        }
        let latencies = Latencies.measure(seconds: seconds) { turn in
            _ = answers[turn % answers.count].bytes(format)
        }
        return row("encode", format, lines, answers.map { $0.bytes(format) }, latencies)
    }

    private static func row(
        _ operation: String, _ format: RequestFormat, _ lines: Int, _ documents: [[UInt8]], _ latencies: Latencies
    ) -> Report.Row {
        let bytes = documents.reduce(0) { $0 + $1.count } / documents.count
        return [
            JSONValue.Member("operation", operation), JSONValue.Member("format", format.rawValue),
            JSONValue.Member("lines", lines), JSONValue.Member("bytes", bytes),
            JSONValue.Member("per_s", latencies.perSecond),
        ] + latencies.percentiles()
    }
}
