internal import Messages
internal import Storage

/// The command `promoctl ecoupons show`.
enum EcouponsShowCommand: Command {
    static let declaration = Declaration(
        "ecoupons", "show", summary: "Shows a mail and the mail server's last reply.", operands: .one("ID"),
        options: [.init("--content", nil, "print nothing but the mail itself, while it waits"), .json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let id = arguments.operands[0]
        let store = try context.installation().store()
        let found = try storage { () throws(StorageError) in try store.mails.find(id) }
        guard let mail = found else { throw .failed("there is no mail \(id); see promoctl ecoupons list") }
        if arguments.has("--content") {
            guard let content = mail.content else {
                throw .failed("mail \(id) is \(mail.state.rawValue), and its content is not kept")
            }
            context.terminal.out(content)
            return .done
        }
        let line = MailLine(mail: mail, type: try MailLookup(store: store).types(of: [mail])[id])
        if arguments.has("--json") {
            context.terminal.print(line.json)
        } else {
            context.terminal.print(Table("WHAT", "HOW", rows: line.facts).text(on: context.terminal))
        }
        return .done
    }
}
