internal import PromotionLanguage
internal import Storage

/// The command `promoctl company set`.
enum CompanySetCommand: Command {
    static let declaration = Declaration(
        "company", "set", summary: "Changes a company's settings.", operands: .oneOrMore("KEY=VALUE"),
        options: [.company], discussion: "Times are seconds, or such as 90s, 15m, 24h, 7d.")

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let changes = try arguments.operands.map { (text) throws(Failure) in try change(text) }
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        var settings = CompanySettings()
        for change in changes { try change.setting.set(change.value, in: &settings) }
        try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                settings = try store.companies.settings(of: company)
                // They were all set once above, so that none can be refused now.
                for change in changes { try? change.setting.set(change.value, in: &settings) }
                try store.companies.save(settings, of: company)
            }
        }
        for change in changes {
            context.terminal.print("\(change.setting.rawValue)=\(change.setting.text(in: settings))\n")
        }
        return .done
    }

    private static func change(_ text: String) throws(Failure) -> (setting: CompanySetting, value: String) {
        guard let equals = text.firstIndex(of: "=") else {
            throw .usage("company set: found \"\(text)\", expected KEY=VALUE")
        }
        let name = String(text[..<equals])
        if let setting = CompanySetting(rawValue: name) {
            return (setting, String(text[text.index(after: equals)...]))
        }
        if let place = CompanySetting.installationWide[name] {
            throw .usage("\(name) is no company's own: it is set by \(place)")
        }
        let names = CompanySetting.allCases.map(\.rawValue)
        let guess = NearName.nearest(to: name, among: names).map { "; did you mean \($0)?" }
        throw .usage("unknown setting \(name)\(guess ?? "; known are \(names.joined(separator: ", "))")")
    }
}
