internal import Messages
internal import Storage

/// The command `promoctl limits alarms`.
enum LimitsAlarmsCommand: Command {
    static let declaration = Declaration(
        "limits", "alarms", summary: "Lists the limits that have reached a mark, the latest first.",
        options: [.company, .init("--count", "N", "how many at most (100)"), .json],
        discussion: "An alarm stands here once for its limit, who shares it, its window and its mark.")

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let count = try arguments.number("--count", in: 1...1_000) ?? 100
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let alarms = try storage { () throws(StorageError) in try store.alarms.list(of: company, limit: count) }
        var lines: [AlarmLine] = []
        for alarm in alarms {
            let mail = try storage { () throws(StorageError) in try store.mails.find(alarm.id) }
            lines.append(AlarmLine(alarm: alarm, mail: mail?.state))
        }
        if arguments.has("--json") {
            context.terminal.print(JSONValue.array(lines.map(\.json)))
        } else if lines.isEmpty {
            context.terminal.print("no limit of company \(company) has reached a mark\n")
        } else {
            let table = Table(
                "RAISED", "LIMIT", "PROMOTION", "OF", "DAY", "MARK#", "USED#", "MAX#", "MAIL", rows: lines.map(\.row))
            context.terminal.print(table.text(on: context.terminal))
        }
        return .done
    }
}
