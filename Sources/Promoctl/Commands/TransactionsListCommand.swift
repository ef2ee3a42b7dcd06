internal import Messages
internal import Promotions
internal import Storage

/// The command `promoctl transactions list`.
enum TransactionsListCommand: Command {
    static let declaration = Declaration(
        "transactions", "list", summary: "Lists the sales and returns of a store, by till and time.",
        options: [
            .init("--store", "STORE", "the store"), .init("--terminal", "T", "only this till's"),
            .init("--day", "DAY", "only those of a day, such as 2026-12-31"),
            .init("--returns", nil, "only returns"), .company,
        ] + Page.options + [.json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let page = try Page(arguments)
        let shop = try arguments.required("--store", arguments["--store"])
        let day = try arguments["--day"].map { (text) throws(Failure) in
            guard let day = LocalDate(text: text) else {
                throw .usage("--day: found \"\(text)\", expected a day such as 2026-12-31")
            }
            return day
        }
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let filter = TransactionFilter(
            company: company, store: shop, terminal: arguments["--terminal"], day: day,
            onlyReturns: arguments.has("--returns"))
        let lines = try storage { () throws(StorageError) in
            try store.transactions.list(filter, after: page.after, limit: page.reading).map {
                (record) throws(StorageError) in
                TransactionLine(
                    record: record, returns: try store.transactions.returns(of: record.key.id, limit: 1_000).count)
            }
        }
        page.print(
            lines, arguments, context.terminal,
            table: Table("TRANSACTION", "KIND", "STATE", "MAP#", "DISCOUNT#", "RETURNS#", "RETURN OF"),
            nothing: "store \(shop) of company \(company) has none", name: \.record.key.id, row: \.row,
            json: { .object($0.members) })
        return .done
    }
}
