internal import Loyalty
internal import Storage

/// The command `promoctl cards types import`.
enum CardTypesImportCommand: Command {
    static let declaration = Declaration(
        "cards", "types", "import", summary: "Saves kinds of cards from a file.", operands: .one("FILE"),
        options: [.company, .json],
        discussion: Declaration.importing + """


            Fields: code, unit (points or money), kind (loyalty, wallet or giftCard), needsCustomer, rechargeable,
            transferable, active, pointsLifetime in days.
            """)

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        try ImportRun.run(
            arguments, context, noun: "card types", read: { row in CardType(&row) },
            save: { (run, type) throws(StorageError) in
                try run.store.cardTypes.save(type, of: run.company)
                return nil
            })
    }
}
