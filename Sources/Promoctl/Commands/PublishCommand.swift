internal import Broker
internal import Glibc
internal import Promotions

/// The command `promoctl publish`.
enum PublishCommand: Command {
    static let declaration = Declaration(
        "publish", summary: "Sends tickets as a till does, and prints the answers.", operands: .oneOrMore("TICKET"),
        options: [
            .init("--timeout", "S", "how many seconds an answer may take (10)"),
            .init("--repeat", "N", "send each ticket N times, each time from another terminal"),
            .init("--rate", "R", "send R messages a second, whether answers come or not"),
            .init("--stores", "STORE,...", "the stores of the copies, in turn"),
            .init("--json", nil, "print the summary as JSON"),
        ],
        discussion: """
            Tickets go out one after the other, each after the answer to the one before. With --repeat, --rate or
            --stores it makes load instead: copies of other terminals, all with messageId 1, and a summary instead of
            the answers. Sales that are made this way count in limits like any other.
            """)

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let seconds = try arguments.number("--timeout", in: 1...3_600) ?? 10
        let plan = try plan(arguments, now: context.time.now())
        let installation = try context.installation()
        let transport = try installation.connect()
        defer { transport.close() }
        let till = Till(
            transport: transport, time: context.time, exchange: installation.topology.transactions,
            patience: Int64(seconds) * 1_000_000, run: "promoctl-\(getpid())-\(context.time.now())")
        if plan.isPlain { return try printAnswers(plan, till, context.terminal, seconds: seconds) }
        var summary = LoadSummary()
        let start = context.time.microseconds()
        try till.send(plan) { _, outcome in
            summary.count(outcome)
            if summary.sent % 100 == 0 { context.terminal.progress("\(summary.sent) of \(plan.count)") }
        }
        context.terminal.endProgress()
        let duration = context.time.microseconds() - start
        if arguments.has("--json") {
            context.terminal.print(summary.json(duration: duration))
        } else {
            context.terminal.print(summary.text(duration: duration))
        }
        return summary.answered == summary.sent ? .done : .failed
    }

    private static func printAnswers(
        _ plan: SendingPlan, _ till: Till, _ terminal: Terminal, seconds: Int
    ) throws(Failure) -> ExitStatus {
        var status = ExitStatus.done
        try till.send(plan) { index, outcome in
            let place = plan.tickets[index].place
            switch outcome {
            case .answered(let answer, _):
                terminal.out(answer)
                return
            case .unroutable:
                terminal.say("\(place): no queue takes it; has a worker run under this prefix (\(till.exchange))?")
            case .refused: terminal.say("\(place): the broker refused it")
            case .missing: terminal.say("\(place): no answer within \(seconds) s")
            }
            status = .failed
        }
        return status
    }

    private static func plan(_ arguments: Arguments, now: Int64) throws(Failure) -> SendingPlan {
        let copies = try arguments.number("--repeat", in: 1...1_000_000)
        let stores = try arguments.list("--stores")
        let pause = try arguments["--rate"].map { (text) throws(Failure) in try Self.pause(text) }
        let tickets = try TicketFile.read(arguments.operands)
        guard copies != nil || stores != nil || pause != nil else {
            if arguments.has("--json") { throw .usage("--json is for the summary that --repeat gives") }
            return SendingPlan(tickets: tickets)
        }
        let plan = SendingPlan(tickets: tickets, copies: copies ?? 1, stores: stores ?? [], pause: pause, now: now)
        for (index, ticket) in tickets.enumerated() where plan.message(index) == nil {
            throw .failed("\(ticket.place): no copies can be made of it, since it is no message")
        }
        return plan
    }

    /// Microseconds between two messages, from messages a second.
    private static func pause(_ text: String) throws(Failure) -> Int64 {
        guard let rate = DecimalText.parse(text, decimals: 3), rate > 0, rate <= 100_000_000 else {
            throw .usage("--rate: found \"\(text)\", expected messages a second, from 0.001 to 100000")
        }
        return Int64(1_000_000_000 / rate)
    }
}
