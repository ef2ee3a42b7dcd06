/// The command `promoctl cards debit`.
enum CardsDebitCommand: Command {
    static let declaration = CardAdjustment.declaration("debit", "Takes points or money from a card.")

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        try CardAdjustment.run(arguments, context, isDebit: true)
    }
}
