internal import Storage

/// The command `promoctl ecoupons retry`.
enum EcouponsRetryCommand: Command {
    static let declaration = Declaration(
        "ecoupons", "retry", summary: "Has mails sent again that failed, or that may not have arrived.",
        operands: .init(name: "ID...", count: 0...Int.max),
        options: [
            .init("--all", nil, "all that failed"),
            .init("--uncertain", nil, "with --all: also those of which nobody knows whether they arrived"),
        ],
        discussion: "A mail that is uncertain may arrive twice then. Mails are written anew: with the template and the "
            + "customer's address of today.")

    /// How many are put back in one database transaction.
    private static let slice = 500

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let ids = arguments.operands
        guard arguments.has("--all") == ids.isEmpty else {
            throw .usage("ecoupons retry: expected the ids of mails, or --all")
        }
        guard !arguments.has("--uncertain") || ids.isEmpty else { throw .usage("--uncertain goes with --all") }
        let store = try context.installation().store()
        let now = context.time.now()
        guard ids.isEmpty else {
            var status = ExitStatus.done
            for id in ids {
                do throws(StorageError) {
                    let mail = try store.database.transaction { () throws(StorageError) in
                        try store.mails.retry(id, now: now)
                    }
                    guard mail == nil else { continue }
                    context.terminal.complain("there is no mail \(id); see promoctl ecoupons list")
                } catch {
                    guard error.code == .constraint else { throw Failure(error) }
                    context.terminal.complain("\(error)")
                }
                status = .failed
            }
            return status
        }
        let states: Set<MailRecord.State> = arguments.has("--uncertain") ? [.failed, .uncertain] : [.failed]
        var (count, last): (Int, MailRecord?) = (0, nil)
        while true {
            let mails = try storage { () throws(StorageError) in try retry(states, after: last, store, now: now) }
            guard let end = mails.last else { break }
            (count, last) = (count + mails.count, end)
            context.terminal.progress("\(count) put back")
        }
        context.terminal.endProgress()
        context.terminal.print("\(count) mails are sent again\n")
        return .done
    }

    /// Puts a page of mails back.
    ///
    /// Pages go on after the last mail, so that what fails again meanwhile is not put back again.
    private static func retry(
        _ states: Set<MailRecord.State>, after last: MailRecord?, _ store: Store, now: Int64
    ) throws(StorageError) -> [MailRecord] {
        try store.database.transaction { () throws(StorageError) in
            let mails = try store.mails.list(states, after: last, limit: slice)
            for mail in mails { _ = try store.mails.retry(mail.id, now: now) }
            return mails
        }
    }
}
