internal import Messages
internal import Storage

/// The command `promoctl ecoupons list`.
enum EcouponsListCommand: Command {
    static let declaration = Declaration(
        "ecoupons", "list", summary: "Lists the mails of electronic coupons and of alarms.",
        options: [
            .init("--failed", nil, "only those that failed"),
            .init("--uncertain", nil, "only those of which nobody knows whether they arrived"),
            .init("--count", "N", "how many at most (100)"), .json,
        ],
        discussion: "Mails that failed are sent again by promoctl ecoupons retry, after their cause is gone.")

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let count = try arguments.number("--count", in: 1...1_000_000) ?? 100
        var states: Set<MailRecord.State> = []
        if arguments.has("--failed") { states.insert(.failed) }
        if arguments.has("--uncertain") { states.insert(.uncertain) }
        if states.isEmpty { states = Set(MailRecord.State.allCases) }
        let store = try context.installation().store()
        var mails = try MailLookup(store: store).mails(states, count: count + 1)
        if mails.count > count {
            mails.removeLast()
            context.terminal.say("there are more than \(count) mails; --count shows more of them")
        }
        let types = try MailLookup(store: store).types(of: mails)
        let lines = mails.map { MailLine(mail: $0, type: types[$0.id]) }
        if arguments.has("--json") {
            context.terminal.print(JSONValue.array(lines.map(\.json)))
        } else if lines.isEmpty {
            context.terminal.print("no such mails\n")
        } else {
            let table = Table("MAIL", "TYPE", "STATE", "TRIED#", "SINCE", "CODE#", "REPLY", rows: lines.map(\.row))
            context.terminal.print(table.text(on: context.terminal))
        }
        return .done
    }
}
