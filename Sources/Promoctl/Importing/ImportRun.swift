internal import Messages
internal import Storage

/// What came of an import.
struct ImportSummary: Hashable, Sendable {
    /// A row that was not taken, and why.
    struct Rejection: Hashable, Sendable {
        var line: Int
        var problems: [String]
    }

    /// How many rows were taken.
    var taken = 0
    /// The rows that were not.
    var rejections: [Rejection] = []

    mutating func reject(_ row: ImportRow) {
        rejections.append(Rejection(line: row.line, problems: row.problems))
    }

    var json: JSONValue {
        .members(
            ("taken", .whole(taken)),
            (
                "rejected",
                .array(
                    rejections.map { rejection in
                        .members(
                            ("line", .whole(rejection.line)),
                            ("problems", .array(rejection.problems.map { .string($0) })))
                    })
            ))
    }
}

/// Takes the rows of a file that are right, and says of each of the others what is wrong.
struct ImportRun {
    /// How many rows share a database transaction: tills wait for it no longer than for one another.
    static let slice = 200

    let store: Store
    /// Whose the rows are.
    let company: String
    let context: Context

    /// Runs the import that a command line asks for.
    ///
    /// - Parameters:
    ///   - arguments: the command's arguments; the only operand is the file.
    ///   - context: what the command works with.
    ///   - noun: what rows are, as in "12 customers".
    ///   - read: makes a value of a row, which gathers what is wrong with it.
    ///   - prepare: what comes before the first of several values is kept, within their transaction.
    ///   - save: keeps a value, within a transaction; what keeps it from being taken, nil where nothing does.
    /// - Returns: what the process ends with: rows that were not taken are a failure.
    /// - Throws: `Failure` where the file or the store cannot be used.
    static func run<Value>(
        _ arguments: Arguments, _ context: Context, noun: String, read: (inout ImportRow) -> Value,
        prepare: (ImportRun, [Value]) throws(StorageError) -> Void = { (_, _) throws(StorageError) in },
        save: (ImportRun, Value) throws(StorageError) -> String?
    ) throws(Failure) -> ExitStatus {
        let path = arguments.operands[0]
        let name = path == "-" ? "standard input" : path
        let rows = try ImportFile.rows(try Files.read(path), name: name)
        let store = try context.installation().store()
        let run = ImportRun(store: store, company: try Company.named(arguments, in: store), context: context)
        let summary = try run.take(rows, read: read, prepare: prepare, save: save)
        for rejection in summary.rejections {
            for problem in rejection.problems { context.terminal.say("\(name):\(rejection.line): \(problem)") }
        }
        if arguments.has("--json") {
            context.terminal.print(summary.json)
        } else {
            let rejected = summary.rejections.isEmpty ? "" : ", \(summary.rejections.count) rejected"
            context.terminal.print("\(summary.taken) \(noun) taken\(rejected)\n")
        }
        return summary.rejections.isEmpty ? .done : .failed
    }

    private func take<Value>(
        _ rows: [ImportRow], read: (inout ImportRow) -> Value,
        prepare: (ImportRun, [Value]) throws(StorageError) -> Void,
        save: (ImportRun, Value) throws(StorageError) -> String?
    ) throws(Failure) -> ImportSummary {
        var summary = ImportSummary()
        for start in stride(from: 0, to: rows.count, by: ImportRun.slice) {
            let slice = rows[start..<min(start + ImportRun.slice, rows.count)]
            var right: [(row: ImportRow, value: Value)] = []
            for var row in slice {
                let value = read(&row)
                row.end()
                if row.isSound { right.append((row, value)) } else { summary.reject(row) }
            }
            let refused = try storage { () throws(StorageError) in
                try store.database.transaction { () throws(StorageError) in
                    try prepare(self, right.map(\.value))
                    var refused: [ImportRow] = []
                    for (row, value) in right {
                        guard let problem = try save(self, value) else { continue }
                        var row = row
                        row.refuse(problem)
                        refused.append(row)
                    }
                    return refused
                }
            }
            summary.taken += right.count - refused.count
            for row in refused { summary.reject(row) }
            context.terminal.progress("\(start + slice.count) of \(rows.count)")
        }
        context.terminal.endProgress()
        summary.rejections.sort { $0.line < $1.line }
        return summary
    }
}
