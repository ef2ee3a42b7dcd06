internal import Loyalty

/// The command `promoctl cards block`.
enum CardsBlockCommand: Command {
    static let declaration = Declaration(
        "cards", "block", summary: "Switches a card off until it is unblocked.", operands: .one("NUMBER"),
        options: [.company, .json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        try CardSwitch.run(.disable, arguments, context)
    }
}
