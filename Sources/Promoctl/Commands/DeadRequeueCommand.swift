internal import Broker

/// `promoctl dead requeue`
enum DeadRequeueCommand: Command {
    static let declaration = Declaration(
        "dead", "requeue", summary: "Sends messages that were given up back to where they came from.",
        operands: .optional("N"),
        options: [
            .init("--all", nil, "all that are there now"),
            .init("--reason", "R", "with --all: only those whose reason holds this text"),
        ],
        discussion: "A message leaves the dead letters only after its queue has confirmed it.")

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let number = try arguments.operands.first.map { (text) throws(Failure) in try DeadLetter.number(text) }
        let reason = arguments["--reason"]
        guard arguments.has("--all") == (number == nil) else {
            throw .usage("dead requeue: expected the number of a letter, or --all")
        }
        guard reason == nil || number == nil else { throw .usage("--reason goes with --all") }
        let installation = try context.installation()
        let transport = try installation.connect()
        defer { transport.close() }
        let queue = DeadQueue(transport: transport, time: context.time, topology: installation.topology)
        let result = try queue.requeue { letter in
            if let number { return letter.number == number }
            return reason.map { letter.reason.contains($0) } ?? true
        }
        for problem in result.problems { context.terminal.complain(problem) }
        context.terminal.print("\(result.count) sent back to work\n")
        guard result.problems.isEmpty else { return .failed }
        if let number, result.count == 0 { throw .failed("there is no letter \(number); see promoctl dead list") }
        return .done
    }
}
