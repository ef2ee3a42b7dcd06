/// The command `promoctl status`.
enum StatusCommand: Command {
    static let declaration = Declaration(
        "status", summary: "Says how broker, database, workers, queues and maps are.", options: [.json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let report = StatusInquiry(installation: try context.installation(), now: context.time.now()).report()
        if arguments.has("--json") {
            context.terminal.print(report.json)
        } else {
            context.terminal.print(report.text(on: context.terminal))
        }
        return report.status
    }
}
