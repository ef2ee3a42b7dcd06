internal import Loyalty

/// The command `promoctl cards unblock`.
enum CardsUnblockCommand: Command {
    static let declaration = Declaration(
        "cards", "unblock", summary: "Switches a card on again.", operands: .one("NUMBER"), options: [.company, .json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        try CardSwitch.run(.enable, arguments, context)
    }
}
