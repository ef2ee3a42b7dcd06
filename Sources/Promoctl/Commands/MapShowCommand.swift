internal import Storage

/// The command `promoctl map show`.
enum MapShowCommand: Command {
    static let declaration = Declaration(
        "map", "show", summary: "Prints a map as it was distributed.", operands: .one("VERSION"),
        options: [.company])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        guard let version = Int(arguments.operands[0]), version > 0 else {
            throw .usage("map show: found \"\(arguments.operands[0])\", expected the number of a version")
        }
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let document = try storage { () throws(StorageError) in
            try store.maps.document(of: MapVersion(company: company, version: version))
        }
        guard let document else { throw .failed("map \(version) of company \(company) is not kept") }
        context.terminal.print(document + "\n")
        return .done
    }
}
