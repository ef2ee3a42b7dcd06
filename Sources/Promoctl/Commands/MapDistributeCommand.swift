internal import Storage

/// The command `promoctl map distribute`.
enum MapDistributeCommand: Command {
    static let declaration = Declaration(
        "map", "distribute", summary: "Checks a map and brings it into force in stores.", operands: .one("FILE"),
        options: [
            .stores, .init("--version", "N", "the map's number, above all that the company has; default the next"),
            .init("--no-wait", nil, "do not wait until workers have loaded it"),
            .init("--strict", nil, "refuse a map that names codes which the company's catalogs do not have"),
        ],
        discussion: """
            It comes into force when every live worker has loaded it, or after 30 s. Codes that are not in the company's
            catalogs, coupon types or card types are named; where one of these is empty, it is not asked.
            """)

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let stores = try arguments.required("--stores", arguments.list("--stores"))
        let version = try arguments.number("--version", in: 1...Int(Int32.max))
        let map = try MapFile(arguments.operands[0], runsExamples: true)
        let installation = try context.installation()
        let store = try installation.store()
        let unknown = try map.unknownCodes(in: store)
        if !unknown.isEmpty, arguments.has("--strict") {
            throw .failed(unknown.map { "\(arguments.operands[0]): \($0)" })
        }
        for problem in unknown { context.terminal.say("warning: \(problem)") }
        let distribution = Distribution(store: store, installation: installation, time: context.time)
        let distributed = try distribution.distribute(map.document, version: version, to: stores)
        let name = "map \(distributed.version) of company \(distributed.company)"
        let place = "\(stores.count == 1 ? "store" : "stores") \(stores.joined(separator: ", "))"
        guard !arguments.has("--no-wait") else {
            context.terminal.print("\(name) (\(map.contents)) is distributed to \(place)\n")
            return .done
        }
        try distribution.wait(for: [(distributed, stores)], context.terminal)
        context.terminal.print("\(name) (\(map.contents)) is in force in \(place)\n")
        return .done
    }
}
