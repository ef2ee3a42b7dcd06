internal import Loyalty
internal import Messages
internal import Storage

/// The command `promoctl cards show`.
enum CardsShowCommand: Command {
    static let declaration = Declaration(
        "cards", "show", summary: "Shows a card, its balances and its movements.", operands: .one("NUMBER"),
        options: [.company] + Page.options + [.json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let number = arguments.operands[0]
        let page = try Page(arguments)
        guard page.after.isEmpty || Int(page.after) != nil else {
            throw .usage("--after: found \"\(page.after)\", expected the number of an entry")
        }
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let (found, ledger) = try storage { () throws(StorageError) in
            (
                try store.cards.find(number, of: company),
                try store.cards.ledger(
                    of: number, company: company, after: Int(page.after), limit: page.reading)
            )
        }
        guard let found else { throw .failed("company \(company) has no card \(number)") }
        if arguments.has("--json") {
            let movements = JSONValue.array(ledger.prefix(page.count).map(\.json))
            context.terminal.print(
                .members(("card", found.card.json), ("movements", movements)))
            return .done
        }
        context.terminal.print(Table("CARD", "", rows: found.card.lines).text(on: context.terminal) + "\n")
        page.print(
            ledger, arguments, context.terminal,
            table: Table("ENTRY#", "AT", "KIND", "ACCOUNT", "POINTS#", "BALANCE#", "TRANSACTION"),
            nothing: "nothing was moved on it", name: { "\($0.number)" }, row: \.row, json: \.json)
        return .done
    }
}
