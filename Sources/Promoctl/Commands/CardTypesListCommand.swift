internal import Loyalty
internal import Storage

/// The command `promoctl cards types list`.
enum CardTypesListCommand: Command {
    static let declaration = Declaration(
        "cards", "types", "list", summary: "Lists the kinds of cards of a company.",
        options: [.company] + Page.options + [.json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let page = try Page(arguments)
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let types = try storage { () throws(StorageError) in
            try store.cardTypes.list(of: company, after: page.after, limit: page.reading)
        }
        page.print(
            types, arguments, context.terminal,
            table: Table("CODE", "UNIT", "KIND", "NEEDS CUSTOMER", "POINTS LIVE", "STATE"),
            nothing: "company \(company) has no card types", name: \.code, row: \.row, json: \.json)
        return .done
    }
}
