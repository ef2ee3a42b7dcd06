internal import Messages
internal import Storage

/// The command `promoctl limits show`.
enum LimitsShowCommand: Command {
    static let declaration = Declaration(
        "limits", "show", summary: "Shows what limits have granted, and to whom.",
        options: [
            .init("--limit", "ID", "only this limit"), .company,
            .init("--count", "N", "how many counters at most (1000)"), .json,
        ])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let count = try arguments.number("--count", in: 1...100_000) ?? 1_000
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        var counters = try counters(of: company, limit: arguments["--limit"], count: count + 1, store)
        if counters.count > count {
            counters.removeLast()
            context.terminal.say("there are more than \(count) counters; --count shows more of them")
        }
        let definitions = try DefinedLimit.find(Set(counters.map(\.key.limit)), of: company, in: store)
        let lines = counters.map { LimitLine(counter: $0, definition: definitions[$0.key.limit]) }
        if arguments.has("--json") {
            context.terminal.print(JSONValue.array(lines.map(\.json)))
        } else if lines.isEmpty {
            context.terminal.print("no limit of company \(company) has granted anything\n")
        } else {
            let table = Table(
                "LIMIT", "PROMOTION", "OF", "DAY", "USED#", "HELD#", "MAX#", rows: lines.map(\.row))
            context.terminal.print(table.text(on: context.terminal))
        }
        return .done
    }

    private static func counters(
        of company: String, limit: String?, count: Int, _ store: Store
    ) throws(Failure) -> [LimitCounter] {
        var counters: [LimitCounter] = []
        while counters.count < count {
            let wanted = min(count - counters.count, 1_000)
            let page = try storage { () throws(StorageError) in
                try store.limits.list(of: company, limit: limit, after: counters.last, count: wanted)
            }
            counters += page
            if page.count < wanted { break }
        }
        return counters
    }
}
