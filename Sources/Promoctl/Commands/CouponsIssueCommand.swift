internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// The command `promoctl coupons issue`.
enum CouponsIssueCommand: Command {
    static let declaration = Declaration(
        "coupons", "issue", summary: "Issues coupons that can be used at once.", operands: .one("TYPE"),
        options: [
            .init("--customer", "CODE", "to whom; needed by a nominative type"),
            .init("--amount", "MONEY", "what each is worth, of a calculated type"),
            .init("--percentage", "P", "the percentage that each is worth, of a calculated type"),
            .init("--count", "N", "how many (1)"), .init("--store", "STORE", "the store in their numbers (0)"),
            .init("--terminal", "T", "the terminal in their numbers (0)"), .company, .json,
        ])

    private static let hundredPercent: Int128 = 1_000_000

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let count = try arguments.number("--count", in: 1...1_000) ?? 1
        let value = try value(arguments)
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let code = arguments.operands[0]
        let type = try storage { () throws(StorageError) in try store.couponTypes.find(code, of: company) }
        guard let type else { throw .failed("company \(company) has no coupon type \(code)") }
        try check(type, value, arguments)
        let now = context.time.now()
        let order = CouponOrder(
            company: company, transaction: nil, store: arguments["--store"] ?? "0",
            terminal: arguments["--terminal"] ?? "0", moment: Moment.dateTime(now),
            customer: arguments["--customer"],
            issues: [LoyaltyOutcome.Issue(benefit: "", type: code, quantity: count, value: value)])
        let issued = try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                try store.coupons.issueAtOnce(order, now: now)
            }
        }
        for failure in issued.failures { context.terminal.say("\(failure)") }
        if arguments.has("--json") {
            context.terminal.print(JSONValue.array(issued.coupons.map { .object($0.members) }))
        } else {
            context.terminal.print(issued.coupons.map { $0.coupon.barCode + "\n" }.joined())
        }
        return issued.failures.isEmpty ? .done : .failed
    }

    private static func value(_ arguments: Arguments) throws(Failure) -> Coupon.Value? {
        let (amount, percentage) = (arguments["--amount"], arguments["--percentage"])
        guard amount == nil || percentage == nil else { throw .usage("--amount and --percentage exclude each other") }
        if let amount {
            guard let units = DecimalText.parse(amount, decimals: Money.decimals), units > 0 else {
                throw .usage("--amount: found \"\(amount)\", expected an amount above 0")
            }
            return .amount(Money(units: units))
        }
        guard let percentage else { return nil }
        guard let units = DecimalText.parse(percentage, decimals: Money.decimals), units > 0, units <= hundredPercent
        else { throw .usage("--percentage: found \"\(percentage)\", expected more than 0, and 100 at most") }
        return .percentage(units)
    }

    private static func check(_ type: CouponType, _ value: Coupon.Value?, _ arguments: Arguments) throws(Failure) {
        switch (type.kind, value) {
        case (.normal, nil), (.calculated, .some): break
        case (.normal, .some): throw .usage("coupons of type \(type.code) carry no value")
        case (.calculated, nil): throw .usage("coupons of type \(type.code) need --amount or --percentage")
        }
        if type.isNominative, arguments["--customer"] == nil {
            throw .usage("--customer is missing: coupons of type \(type.code) are for one customer each")
        }
    }
}
