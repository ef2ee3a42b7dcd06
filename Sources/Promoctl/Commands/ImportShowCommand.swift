internal import Storage

/// The command `promoctl import show`.
enum ImportShowCommand: Command {
    static let declaration = Declaration(
        "import", "show", summary: "Shows what became of a load of a catalog, and its refused rows.",
        operands: .one("LOAD"), options: [.json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        guard let id = Int64(arguments.operands[0]) else {
            throw .usage("import show: found \"\(arguments.operands[0])\", expected a load's number")
        }
        let store = try context.installation().store()
        let record = try storage { () throws(StorageError) in try store.imports.find(id) }
        guard let record else { throw .failed("there is no load \(id); promoctl import list shows which there are") }
        let report = try ImportReport(record, in: store)
        if arguments.has("--json") {
            context.terminal.print(report.json)
        } else {
            context.terminal.print(report.text(on: context.terminal))
        }
        return .done
    }
}
