internal import Messages
internal import Storage

/// The command `promoctl company show`.
enum CompanyShowCommand: Command {
    static let declaration = Declaration(
        "company", "show", summary: "Shows a company's settings.", options: [.company, .json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let settings = try storage { () throws(StorageError) in try store.companies.settings(of: company) }
        if arguments.has("--json") {
            let members = CompanySetting.allCases.map { setting in
                JSONValue.Member(setting.rawValue, .string(setting.text(in: settings)))
            }
            context.terminal.print(JSONValue.object([JSONValue.Member("company", .string(company))] + members))
            return .done
        }
        for setting in CompanySetting.allCases {
            context.terminal.print("\(setting.rawValue)=\(setting.text(in: settings))\n")
        }
        return .done
    }
}
