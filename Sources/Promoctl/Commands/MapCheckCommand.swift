/// The command `promoctl map check`.
enum MapCheckCommand: Command {
    static let declaration = Declaration(
        "map", "check", summary: "Says everything that is wrong with a map file, and runs its examples.",
        operands: .one("FILE"),
        options: [
            .init("--catalogs", nil, "its codes must be in the company's catalogs, coupon types and card types too")
        ])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let map = try MapFile(arguments.operands[0], runsExamples: true)
        if arguments.has("--catalogs") {
            let unknown = try map.unknownCodes(in: context.installation().store())
            guard unknown.isEmpty else { throw .failed(unknown.map { "\(arguments.operands[0]): \($0)" }) }
        }
        context.terminal.print("\(arguments.operands[0]): \(map.contents); no problems\n")
        return .done
    }
}
