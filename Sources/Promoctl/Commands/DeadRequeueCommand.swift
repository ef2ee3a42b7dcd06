internal import Broker

/// The command `promoctl dead requeue`.
enum DeadRequeueCommand: Command {
    static let declaration = Declaration(
        "dead", "requeue", summary: "Sends messages that were given up back to where they came from.",
        operands: .optional("LETTER"),
        options: [
            .init("--all", nil, "all that are there now"),
            .init("--reason", "R", "with --all: only those whose reason holds this text"),
        ],
        discussion: "A message leaves the dead letters only after its queue has confirmed it.")

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let name = arguments.operands.first
        let reason = arguments["--reason"]
        guard arguments.has("--all") == (name == nil) else {
            throw .usage("dead requeue: expected a letter's name, or --all")
        }
        guard reason == nil || name == nil else { throw .usage("--reason goes with --all") }
        let installation = try context.installation()
        let transport = try installation.connect()
        defer { transport.close() }
        let queue = DeadQueue(transport: transport, time: context.time, topology: installation.topology)
        let result = try queue.requeue { letter in
            if let name { return letter.name == name }
            return reason.map { letter.reason.contains($0) } ?? true
        }
        for problem in result.problems { context.terminal.complain(problem) }
        if let name, result == DeadQueue.Requeued() {
            throw .failed("there is no letter \(name); see promoctl dead list")
        }
        context.terminal.print("\(result.count) sent back to work\n")
        return result.problems.isEmpty ? .done : .failed
    }
}
