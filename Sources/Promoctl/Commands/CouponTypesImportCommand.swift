internal import Loyalty
internal import Storage

/// The command `promoctl coupons types import`.
enum CouponTypesImportCommand: Command {
    static let declaration = Declaration(
        "coupons", "types", "import", summary: "Saves kinds of coupons from a file.", operands: .one("FILE"),
        options: [.company, .json],
        discussion: Declaration.importing + """


            Fields: code, format, such as PPPSSSTTTnnnc; prefix, 3 digits, the next free ones where it is left out;
            base (EAN13, UPCA or Code128), kind (normal or calculated), electronic, validDays, or validFrom and
            validTo, maxUses (1), nominative, active, mailTemplate.
            """)

    /// The last prefix that there can be.
    private static let lastPrefix = 999

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        try ImportRun.run(
            arguments, context, noun: "coupon types", read: { row in CouponTypeDraft(&row)?.type },
            save: { (run, type) throws(StorageError) in
                guard var type else { return nil }
                if type.prefix.isEmpty {
                    guard let prefix = try prefix(for: type, run) else {
                        return "prefix: none is left, name one that another type has"
                    }
                    type.prefix = prefix
                }
                try run.store.couponTypes.save(type, of: run.company)
                if type.format.base == .ean13, type.format.lacksCheckDigit {
                    run.context.terminal.say(
                        "type \(type.code): its numbers do not end in the check digit of EAN13, "
                            + "which scanners may refuse; a c at the end of the format makes it")
                }
                return nil
            })
    }

    /// The prefix that the type has, or the one after the highest; nil where all are used.
    private static func prefix(for type: CouponType, _ run: ImportRun) throws(StorageError) -> String? {
        if let known = try run.store.couponTypes.find(type.code, of: run.company) { return known.prefix }
        var (highest, last) = (0, "")
        while true {
            let page = try run.store.couponTypes.list(of: run.company, after: last, limit: 1_000)
            highest = page.compactMap { Int($0.prefix) }.reduce(highest, max)
            guard page.count == 1_000, let end = page.last else { break }
            last = end.code
        }
        guard highest < lastPrefix else { return nil }
        let digits = String(highest + 1)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }
}
