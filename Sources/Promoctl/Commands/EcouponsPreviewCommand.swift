internal import Loyalty
internal import Mail
internal import Mailing
internal import Promotions
internal import Storage

/// The command `promoctl ecoupons preview`.
enum EcouponsPreviewCommand: Command {
    static let declaration = Declaration(
        "ecoupons", "preview", summary: "Prints the mail that a coupon of a type would be sent with.",
        operands: .one("TYPE"),
        options: [
            .company, .init("--language", "L", "en, pt or es, where the company has not chosen one (en)"),
            .init("--from", "ADDRESS", "the sender (coupons@example.com)"),
        ],
        discussion: "It is a whole mail with a made-up customer and number; a mail program opens it from a file whose "
            + "name ends with .eml.")

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let word = arguments["--language"] ?? "en"
        guard let language = MailLanguage(rawValue: word) else {
            throw .usage("--language: found \"\(word)\", expected en, pt or es")
        }
        let from: MailAddress
        do throws(MailProblem) {
            from = try MailAddress(parsing: arguments["--from"] ?? "coupons@example.com")
        } catch {
            throw .usage("--from: \(error.text)")
        }
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let code = arguments.operands[0]
        let found = try storage { () throws(StorageError) in try store.couponTypes.find(code, of: company) }
        guard let type = found else { throw .failed("company \(company) has no type of coupons \(code)") }
        let now = context.time.now()
        do throws(MailWriter.Failure) {
            let mail = try MailWriter(store, from: from, language: language)
                .preview(type, of: company, day: LocalDate(days: Int(now / 86_400_000)), now: now)
            context.terminal.out(mail.bytes)
        } catch {
            switch error {
            case .content(let problem): throw .failed("\(problem)")
            case .storage(let error): throw Failure(error)
            }
        }
        return .done
    }
}
