/// The command `promoctl map check`.
enum MapCheckCommand: Command {
    static let declaration = Declaration(
        "map", "check", summary: "Says everything that is wrong with a map file, and runs its examples.",
        operands: .one("FILE"))

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let map = try MapFile(arguments.operands[0], runsExamples: true)
        context.terminal.print("\(arguments.operands[0]): \(map.contents); no problems\n")
        return .done
    }
}
