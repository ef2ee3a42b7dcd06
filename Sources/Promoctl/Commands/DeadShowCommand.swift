internal import Broker

/// The command `promoctl dead show`.
enum DeadShowCommand: Command {
    static let declaration = Declaration(
        "dead", "show", summary: "Shows a message that was given up.", operands: .one("LETTER"),
        options: [.init("--body", nil, "print nothing but its body, byte for byte")])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let name = arguments.operands[0]
        let installation = try context.installation()
        let transport = try installation.connect()
        defer { transport.close() }
        let queue = DeadQueue(transport: transport, time: context.time, topology: installation.topology)
        var found: DeadLetter?
        try queue.read(atMost: DeadQueue.mostLetters) { letter in
            guard letter.name == name else { return .next }
            found = letter
            return .stop
        }
        guard let found else { throw .failed("there is no letter \(name); see promoctl dead list") }
        if arguments.has("--body") {
            context.terminal.out(found.delivery.body)
            return .done
        }
        var table = Table("FIELD", "VALUE")
        for (name, value) in fields(found) where !value.isEmpty { table.rows.append([.init(name), .init(value)]) }
        context.terminal.print(table.text(on: context.terminal) + "\n")
        context.terminal.print(
            Terminal.printable(String(decoding: found.delivery.body, as: UTF8.self), keepingLines: true))
        if found.delivery.body.last != 0x0A { context.terminal.print("\n") }
        return .done
    }

    private static func fields(_ letter: DeadLetter) -> [(String, String)] {
        let properties = letter.delivery.properties
        return [
            ("reason", letter.reason), ("queue", letter.queue ?? ""), ("worker", letter.worker ?? ""),
            ("attempt", letter.attempts ?? ""), ("routing key", letter.firstRoutingKey ?? ""),
            ("content type", properties.contentType ?? ""), ("type", properties.type ?? ""),
            ("message id", properties.messageId ?? ""), ("correlation id", properties.correlationId ?? ""),
            ("reply to", properties.replyTo ?? ""), ("bytes", "\(letter.delivery.body.count)"),
        ]
    }
}
