internal import Loyalty
internal import Storage

/// The command `promoctl cards types list`.
enum CardTypesListCommand: Command {
    static let declaration = Declaration(
        "cards", "types", "list", summary: "Lists the kinds of cards of a company.",
        options: [.company] + Page.options + [.json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        try TypesList<CardType>(
            noun: "card types", table: Table("CODE", "UNIT", "KIND", "NEEDS CUSTOMER", "POINTS LIVE", "STATE"),
            read: { (store, company, last, limit) throws(StorageError) in
                try store.cardTypes.list(of: company, after: last, limit: limit)
            }, code: \.code, row: \.row, json: \.json
        ).run(arguments, context)
    }
}
