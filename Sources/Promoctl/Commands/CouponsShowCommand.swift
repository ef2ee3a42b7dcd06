internal import Loyalty
internal import Messages
internal import Storage

/// The command `promoctl coupons show`.
enum CouponsShowCommand: Command {
    static let declaration = Declaration(
        "coupons", "show", summary: "Shows a coupon and what happened to it.", operands: .one("NUMBER"),
        options: [.company, .json])

    /// How much of a history is shown: a coupon of many uses has more, which says nothing new.
    private static let longestHistory = 1_000

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let number = arguments.operands[0]
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let (found, history) = try storage { () throws(StorageError) in
            (
                try store.coupons.find(number, of: company),
                try store.coupons.history(of: number, company: company, limit: longestHistory)
            )
        }
        guard let found else { throw .failed("company \(company) has no coupon \(number)") }
        if arguments.has("--json") {
            let entries = JSONValue.Member("history", .array(history.map(\.json)))
            context.terminal.print(JSONValue.object(found.members + [entries]))
            return .done
        }
        context.terminal.print(Table("COUPON", "", rows: found.lines).text(on: context.terminal) + "\n")
        let table = Table("ENTRY#", "AT", "EVENT", "TRANSACTION", rows: history.map(\.row))
        context.terminal.print(table.text(on: context.terminal))
        return .done
    }
}
