internal import Loyalty
internal import Storage

/// The command `promoctl returns list`.
enum ReturnsListCommand: Command {
    static let declaration = Declaration(
        "returns", "list", summary: "Lists the returns of a company and how the work on them stands.",
        options: [
            .init("--errors", nil, "only those that were refused, failed, or left something as it was"), .company,
        ] + Page.options + [.json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let page = try Page(arguments)
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let (last, onlyErrors) = (page.after, arguments.has("--errors"))
        let lines = try storage { () throws(StorageError) in
            let after = last.isEmpty ? nil : try store.returnJobs.find(last)
            return try store.returnJobs.list(
                of: company, onlyErrors: onlyErrors, after: after, limit: page.reading
            ).map { (job) throws(StorageError) in
                ReturnLineReport(job: job, errors: try store.returnJobs.errors(of: job.id))
            }
        }
        page.print(
            lines, arguments, context.terminal, table: Table("RETURN", "STATE", "OF SALE", "CHANGED", "WHY"),
            nothing: onlyErrors ? "no return has errors" : "company \(company) has no returns", name: \.job.id,
            row: \.row, json: \.json)
        return .done
    }
}
