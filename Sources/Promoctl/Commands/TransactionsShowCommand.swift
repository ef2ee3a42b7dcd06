internal import Loyalty
internal import Messages
internal import Storage

/// The command `promoctl transactions show`.
enum TransactionsShowCommand: Command {
    static let declaration = Declaration(
        "transactions", "show", summary: "Shows a sale with its returns, coupons and points, or a return.",
        operands: .one("TRANSACTION"), options: [.company, .json],
        discussion: "TRANSACTION is what answers call it, such as 2_5_2_20230807100000.")

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let text = arguments.operands[0]
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let report = try storage { () throws(StorageError) in
            try TransactionReport(text, of: company, in: store)
        }
        guard let report else { throw .failed("company \(company) has no transaction \(text)") }
        if arguments.has("--json") {
            context.terminal.print(report.json)
        } else {
            context.terminal.print(report.text(on: context.terminal))
        }
        return .done
    }
}
