internal import Storage

/// The command `promoctl migrate`.
enum MigrateCommand: Command {
    static let declaration = Declaration(
        "migrate", summary: "Brings the database to the shape that this version works on.",
        options: [
            .init("--from", "DATABASE", "then copy everything from another database, such as sqlite:PATH"),
            .init("--to", "DATABASE", "the database; default the configured one"),
        ],
        discussion: "With --from all workers have to be stopped and the database has to be empty; the copy is done as "
            + "a whole or not at all. A password given as PROMO_DATABASE_PASSWORD is for the configured database.")

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let database =
            if let target = arguments["--to"] {
                try Installation.open(try address("--to", target), mayCreate: true)
            } else {
                try context.installation().openDatabase(true)
            }
        let source = try arguments["--from"].map { (text) throws(Failure) in
            try Installation.open(try address("--from", text), mayCreate: false)
        }
        let now = context.time.now()
        let run = try storage { () throws(StorageError) in try Migrator.migrate(database, now: now) }
        if let first = run.first {
            context.terminal.print("migrated from \(first - 1) to \(Migrator.newest)\n")
        } else {
            context.terminal.print("nothing to do: the database is at migration \(Migrator.newest)\n")
        }
        if let source { try copy(source, database, now: now, context.terminal) }
        return .done
    }

    private static func copy(
        _ source: any Database, _ target: any Database, now: Int64, _ terminal: Terminal
    ) throws(Failure) {
        let copied = try storage { () throws(StorageError) in try Transfer.run(from: source, to: target, now: now) }
        terminal.print(copied.map { "\($0.table): \($0.rows)\n" }.joined())
    }

    private static func address(_ option: String, _ text: String) throws(Failure) -> DatabaseURL {
        do throws(StorageError) {
            return try DatabaseURL(text)
        } catch {
            throw .usage("\(option): \(error.text)")
        }
    }
}
