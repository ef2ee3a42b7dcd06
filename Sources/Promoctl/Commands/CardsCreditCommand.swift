/// The command `promoctl cards credit`.
enum CardsCreditCommand: Command {
    static let declaration = CardAdjustment.declaration("credit", "Puts points or money on a card.")

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        try CardAdjustment.run(arguments, context, isDebit: false)
    }
}
