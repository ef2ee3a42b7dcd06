internal import Loyalty
internal import Storage

/// The command `promoctl returns retry`.
enum ReturnsRetryCommand: Command {
    static let declaration = Declaration(
        "returns", "retry", summary: "Has a return that failed worked on again.", operands: .one("RETURN"))

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let (id, now) = (arguments.operands[0], context.time.now())
        let store = try context.installation().store()
        let job = try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in try store.returnJobs.retry(id, now: now) }
        }
        guard let job else { throw .failed("there is no return \(id)") }
        context.terminal.print("return \(id) is \(job.state.rawValue)\n")
        return .done
    }
}
