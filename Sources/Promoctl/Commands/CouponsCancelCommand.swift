internal import Loyalty
internal import Messages
internal import Storage

/// The command `promoctl coupons cancel`.
enum CouponsCancelCommand: Command {
    static let declaration = Declaration(
        "coupons", "cancel", summary: "Takes a coupon back, for good.", operands: .one("NUMBER"),
        options: [.company, .json])

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let number = arguments.operands[0]
        let store = try context.installation().store()
        let company = try Company.named(arguments, in: store)
        let now = context.time.now()
        let cancelled = try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                try store.coupons.cancel(number, of: company, now: now)
            }
        }
        guard let cancelled else { throw .failed("company \(company) has no coupon \(number)") }
        if arguments.has("--json") {
            context.terminal.print(JSONValue.object(cancelled.members))
        } else {
            context.terminal.print("coupon \(number) is cancelled\n")
        }
        return .done
    }
}
