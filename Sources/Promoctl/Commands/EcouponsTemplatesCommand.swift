internal import Mailing
internal import Messages
internal import Storage

/// The command `promoctl ecoupons templates`.
enum EcouponsTemplatesCommand: Command {
    static let declaration = Declaration(
        "ecoupons", "templates", summary: "Takes over what a company's mails say, from a JSON file.",
        operands: .one("FILE"), options: [.company],
        discussion:
            "{\"companyName\": \"...\", \"language\": \"pt\", \"templates\": [{\"name\": \"...\", \"language\": "
            + "\"pt\", \"subject\": \"...\", \"text\": \"...\", \"html\": \"...\"}]}. Types of coupons name their "
            + "template; variables are {{customer}}, {{coupon}}, {{value}}, {{validity}}, {{company}}, and {{image}} "
            + "in <img src=\"cid:{{image}}\">. A file with a mistake changes nothing.")

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let path = arguments.operands[0]
        let file = try TemplateFile(bytes: try Files.read(path), path: path)
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                var sender = try store.mailTexts.sender(of: company)
                sender.name = file.companyName ?? sender.name
                sender.language = file.language ?? sender.language
                try store.mailTexts.save(sender, of: company)
                for template in file.templates { try store.mailTexts.save(template, of: company) }
            }
        }
        context.terminal.print("\(file.templates.count) templates of company \(company) saved\n")
        return .done
    }
}
