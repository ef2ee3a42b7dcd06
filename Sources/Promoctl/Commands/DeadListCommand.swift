internal import Broker
internal import Messages

/// The command `promoctl dead list`.
enum DeadListCommand: Command {
    static let declaration = Declaration(
        "dead", "list", summary: "Lists the messages that were given up, and why.",
        options: [
            .init("--reason", "R", "only those whose reason holds this text, such as expired"),
            .init("--count", "N", "how many are looked at (100)"), .json,
        ])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let count = try arguments.number("--count", in: 1...DeadQueue.mostLetters) ?? 100
        let installation = try context.installation()
        let transport = try installation.connect()
        defer { transport.close() }
        let queue = DeadQueue(transport: transport, time: context.time, topology: installation.topology)
        let total = try queue.count()
        var letters: [DeadLetter] = []
        try queue.read(atMost: count) { letter in
            if arguments["--reason"].map({ letter.reason.contains($0) }) ?? true { letters.append(letter) }
            return .next
        }
        letters.sort { ($0.reason, $0.name) < ($1.reason, $1.name) }
        if arguments.has("--json") {
            context.terminal.print(JSONValue.array(letters.map(\.json)))
        } else if letters.isEmpty {
            context.terminal.print("no dead letters\n")
        } else {
            let table = Table(
                "LETTER", "REASON", "QUEUE", "WORKER", "TRIED#", "BYTES#", "MESSAGE ID", rows: letters.map(\.row))
            context.terminal.print(table.text(on: context.terminal))
        }
        if total > count { context.terminal.say("\(total - count) more are not looked at; --count looks at more") }
        return .done
    }
}
