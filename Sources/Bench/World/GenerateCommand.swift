internal import Messages

/// `promo-bench generate`: prints the maps and tickets that the measurements make for themselves.
enum GenerateCommand {
    static func run(_ words: [String]) throws(BenchError) {
        let rest = Array(words.dropFirst())
        switch words.first {
        case "map":
            let arguments = try Arguments(rest, options: ["promotions"])
            let promotions = try arguments.number("promotions", default: 1_000)
            RawProcess.writeOutput(String(decoding: GeneratedMap.write(promotions: promotions), as: UTF8.self))
        case "tickets":
            let arguments = try Arguments(rest, options: ["lines", "count"])
            var tickets = GeneratedTickets(lines: try arguments.number("lines", default: 10))
            for message in tickets.messages(try arguments.number("count", default: 1_000)) {
                RawProcess.writeOutput(String(decoding: message.bytes(.json), as: UTF8.self) + "\n")
            }
        default: throw .usage("generate what: map or tickets")
        }
    }
}
