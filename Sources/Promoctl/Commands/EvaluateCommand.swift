internal import Engine
internal import Messages

/// The command `promoctl evaluate`.
enum EvaluateCommand: Command {
    static let declaration = Declaration(
        "evaluate", summary: "Evaluates tickets under a map, without a server.",
        operands: .oneOrMore("TICKET"),
        options: [
            .init("--map", "MAP.json", "the map; any company and store is judged by it"),
            .init("--balances", "FILE", "what limits have granted before: [{\"limit\", \"scopeKey\", \"used\"}]"),
            .init("--explain", nil, "ask for the verdict on every promotion"),
            .init("--suggest", nil, "ask what a little more would grant; with --explain, what is missing and saved"),
            .init("--json", nil, "print one JSON array of answers, whatever the tickets' form"),
            .init("--register", "FILE", "coupons, cards and customers that the engine knows"),
            .init("--catalog", "FILE", "articles: [{\"code\", attributes}], for tickets that send only codes"),
        ],
        discussion: """
            A ticket is a message in XML or JSON; - reads standard input; a file with one JSON message a line holds
            several. They are answered in order, and limits carry over from one to the next.
            """)

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let map = try MapFile(arguments.required("--map", arguments["--map"]), runsExamples: false).compiled
        var balances: StartingBalances?
        if let path = arguments["--balances"] {
            balances = try StartingBalances(Files.read(path), name: path, map: map)
        }
        let register = try register(arguments)
        let tickets = try TicketFile.read(arguments.operands)
        let engine = try RehearsalEngine(
            map, explains: arguments.has("--explain"), suggests: arguments.has("--suggest"), register: register,
            now: context.time.now())
        if let balances { try engine.start(balances, before: tickets) }
        guard arguments.has("--json") else {
            for ticket in tickets { context.terminal.out(try engine.answer(ticket)) }
            return .done
        }
        for (index, ticket) in tickets.enumerated() {
            let answer = try engine.answer(ticket, as: .json)
            let isLast = index == tickets.count - 1
            context.terminal.out(
                Array((index == 0 ? "[" : "").utf8) + answer.filter { $0 != 0x0A }
                    + Array((isLast ? "]\n" : ",\n").utf8))
        }
        return .done
    }

    private static func register(_ arguments: Arguments) throws(Failure) -> Register {
        var register = Register()
        if let path = arguments["--register"] { register = try RegisterFile.register(Files.read(path), name: path) }
        if let path = arguments["--catalog"] {
            try RegisterFile.add(catalog: Files.read(path), name: path, to: &register)
        }
        return register
    }
}
