/// `promo-bench`: measures what the engine does, on one thread, and says it as a table or as one JSON document.
@main
enum Main {
    static func main() {
        do throws(BenchError) {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            RawProcess.writeError("promo-bench: \(error.text)\n")
            RawProcess.exit(error.isUsage ? 64 : 1)
        }
    }

    private static func run(_ words: [String]) throws(BenchError) {
        let rest = Array(words.dropFirst())
        switch words.first {
        case "evaluate": try EvaluateCommand.run(rest)
        case "wire": try WireCommand.run(rest)
        case "sell": try SellCommand.run(rest)
        case "limits": try LimitsCommand.run(rest)
        case "race": try LimitRacer.run(rest)
        case "loop": try RawLimitLoop.run(rest)
        case "mail": try MailCommand.run(rest)
        case "sink": try RawSinkCommand.run(rest)
        case "cache": try CacheCommand.run(rest)
        case "queue": try QueueCommand.run(rest)
        case "echo": try EchoCommand.run(rest)
        case "generate": try GenerateCommand.run(rest)
        case "help", "--help", nil: RawProcess.writeOutput(help)
        case let word?:
            throw .usage("unknown command \(word): evaluate, wire, sell, limits, queue, cache, mail and generate exist")
        }
    }

    private static let help = """
        promo-bench evaluate --map MAP.json --tickets FILE.ndjson [--seconds 3] [--json]
            evaluates the tickets, one JSON message a line, again and again
        promo-bench evaluate [--lines 1,10,60] [--promotions 10,1000,10000,100000] [--seconds 3] [--json]
            the same with generated maps and tickets; answer_bytes is what an answer holds, resident_bytes what
            the process does with its map
        promo-bench evaluate --world conflicts [--lines 60] [--promotions 5000] [--seconds 3] [--json]
            the same with 30 promotions that a ticket meets, 12 of which want the same units
        promo-bench evaluate --oracle [--lines 5,10,20,40,50,60] [--seconds 3] [--json]
            times the search for the best combination, with twelve promotions in a ring and with a thousand
        promo-bench evaluate ... --profile SECONDS
            runs the loop of the first combination alone, for a profiler
        promo-bench wire [--lines 1,10,100] [--seconds 1] [--json]
            decodes requests and encodes answers
        promo-bench sell [--database sqlite|postgres|ADDRESS] [--batch 1,25] [--lines 10] [--promotions 1000]
                         [--seconds 3] [--json]
            sells through the engine and a database, on a private PostgreSQL server where no address is given
        promo-bench limits [--database sqlite|postgres|ADDRESS] [--processes 8] [--maximum 1000000]
                           [--grants 10000] [--json]
            processes race on a limit of applications and on one of money until nothing is left, beside bare loops of
            the client libraries; the grants must be those of a serial order, or it fails
        promo-bench queue [--database sqlite|postgres|ADDRESS] [--workers 1,2,4] [--in-flight 50] [--lines 10]
                          [--promotions 1000] [--seconds 5] [--queue-type quorum|classic] [--json]
            sends sales to workers through the broker of PROMO_AMQP_URL, or a private one, as many as they can do
            with so many unanswered for each worker, and then half of that at an even pace; beside workers that
            only echo; names of queues begin with bench and the process's number
        promo-bench cache [--products 10000,100000,500000] [--promotions 5000] [--database sqlite|postgres|ADDRESS]
                          [--queue-type quorum|classic] [--threads N] [--no-broker] [--json]
            sends a site the pages of its products through the broker of PROMO_AMQP_URL, or a private one: all of
            them, then those that changed, of which there are none; beside a bare publisher of as many bytes
        promo-bench mail [--mails 2000] [--database sqlite|postgres|ADDRESS] [--json]
            sends mails of coupons from a database to a mail server that takes everything, beside libcurl alone
        promo-bench generate map [--promotions 1000]
        promo-bench generate tickets [--lines 10] [--count 1000]
            prints what `evaluate` generates

        """
}
