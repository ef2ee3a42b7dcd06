internal import Loyalty
internal import Storage

/// The command `promoctl coupons types list`.
enum CouponTypesListCommand: Command {
    static let declaration = Declaration(
        "coupons", "types", "list", summary: "Lists the kinds of coupons of a company.",
        options: [.company] + Page.options + [.json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let page = try Page(arguments)
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let types = try storage { () throws(StorageError) in
            try store.couponTypes.list(of: company, after: page.after, limit: page.reading)
        }
        page.print(
            types, arguments, context.terminal,
            table: Table("CODE", "KIND", "PREFIX", "BASE", "FORMAT", "VALID", "USES#", "STATE"),
            nothing: "company \(company) has no coupon types", name: \.code, row: \.row, json: \.json)
        return .done
    }
}
