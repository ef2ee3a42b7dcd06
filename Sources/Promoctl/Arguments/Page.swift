internal import Messages

/// The part of a list that a command shows.
struct Page: Hashable, Sendable {
    /// How many entries at most.
    var count: Int
    /// The entry after which it begins; empty for the beginning.
    var after: String

    /// The options that choose it.
    static let options: [Declaration.Option] = [
        .init("--count", "N", "how many at most (100)"),
        .init("--after", "LAST", "go on after this one, the last that was shown"),
    ]

    /// The part that a command line asks for.
    init(_ arguments: Arguments) throws(Failure) {
        count = try arguments.number("--count", in: 1...999) ?? 100
        after = arguments["--after"] ?? ""
    }

    /// How many are read: one more than are shown tells whether there are more.
    var reading: Int { count + 1 }

    /// Prints the entries, and says how to see the rest.
    ///
    /// - Parameters:
    ///   - entries: what was read.
    ///   - arguments: whether it is for programs.
    ///   - terminal: where it goes.
    ///   - table: the empty table.
    ///   - nothing: what is said where there is nothing.
    ///   - name: what `--after` takes of an entry.
    ///   - row: an entry for people.
    ///   - json: an entry for programs.
    func print<Entry>(
        _ entries: [Entry], _ arguments: Arguments, _ terminal: Terminal, table: Table, nothing: String,
        name: (Entry) -> String, row: (Entry) -> [Table.Cell], json: (Entry) -> JSONValue
    ) {
        let shown = entries.prefix(count)
        if arguments.has("--json") {
            terminal.print(JSONValue.array(shown.map(json)))
        } else if shown.isEmpty {
            terminal.print(nothing + "\n")
        } else {
            var table = table
            table.rows = shown.map(row)
            terminal.print(table.text(on: terminal))
        }
        if entries.count > count, let last = shown.last {
            terminal.say("there are more: --after \(name(last)) goes on")
        }
    }
}

extension Declaration {
    /// What an import says of its file.
    static let importing = """
        The file, or standard input as -, is a JSON array of objects, one JSON object a line, or CSV with a heading,
        separated by commas or semicolons. Rows that are wrong are named with line and reason, the others are taken;
        a row that is taken twice changes nothing the second time.
        """
}
