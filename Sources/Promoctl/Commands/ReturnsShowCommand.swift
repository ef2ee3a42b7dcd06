internal import Storage

/// The command `promoctl returns show`.
enum ReturnsShowCommand: Command {
    static let declaration = Declaration(
        "returns", "show", summary: "Shows how the work on a return stands, and what stays as it was.",
        operands: .one("RETURN"), options: [.json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let id = arguments.operands[0]
        let store = try context.installation().store()
        let found = try storage { () throws(StorageError) in
            try store.returnJobs.find(id).map { (job) throws(StorageError) in
                ReturnLineReport(job: job, errors: try store.returnJobs.errors(of: id))
            }
        }
        guard let report = found else { throw .failed("there is no return \(id)") }
        if arguments.has("--json") {
            context.terminal.print(report.json)
        } else {
            context.terminal.print(report.text(on: context.terminal))
        }
        return .done
    }
}
