internal import Storage

/// The command `promoctl migrate`.
enum MigrateCommand: Command {
    static let declaration = Declaration(
        "migrate", summary: "Brings the database to the shape that this version works on.")

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let database = try context.installation().openDatabase(true)
        let now = context.time.now()
        let run = try storage { () throws(StorageError) in try Migrator.migrate(database, now: now) }
        if let first = run.first {
            context.terminal.print("migrated from \(first - 1) to \(Migrator.newest)\n")
        } else {
            context.terminal.print("nothing to do: the database is at migration \(Migrator.newest)\n")
        }
        return .done
    }
}
