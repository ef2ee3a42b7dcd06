internal import Loyalty
internal import Storage

/// The command `promoctl coupons types list`.
enum CouponTypesListCommand: Command {
    static let declaration = Declaration(
        "coupons", "types", "list", summary: "Lists the kinds of coupons of a company.",
        options: [.company] + Page.options + [.json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        try TypesList<CouponType>(
            noun: "coupon types", table: Table("CODE", "KIND", "PREFIX", "BASE", "FORMAT", "VALID", "USES#", "STATE"),
            read: { (store, company, last, limit) throws(StorageError) in
                try store.couponTypes.list(of: company, after: last, limit: limit)
            }, code: \.code, row: \.row, json: \.json
        ).run(arguments, context)
    }
}
