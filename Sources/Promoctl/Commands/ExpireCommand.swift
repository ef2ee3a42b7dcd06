internal import Engine
internal import Promotions
internal import Storage

/// The command `promoctl expire`.
enum ExpireCommand: Command {
    static let declaration = Declaration(
        "expire", summary: "Ends the coupons, cards and points whose last day is over.",
        options: [
            .init("--company", "COMPANY", "only this one; all are done without it"),
            .init("--day", "DAY", "the day that begins; default the one that has begun everywhere on Earth"),
        ],
        discussion: "Workers do the same by themselves, once a day; doing it twice changes nothing.")

    /// How far the easternmost clocks are ahead of UTC, in milliseconds.
    private static let furthestAhead: Int64 = 14 * 3_600_000

    static func run(_ arguments: Arguments, _ context: Context) throws(Failure) -> ExitStatus {
        let now = context.time.now()
        var day = Expiry.day(at: now)
        if let text = arguments["--day"] {
            guard let given = LocalDate(text: text) else {
                throw .usage("--day: found \"\(text)\", expected a day such as 2026-12-31")
            }
            guard given <= Moment.dateTime(now + furthestAhead).date else {
                throw .usage("--day: \(text) has not begun anywhere; what is still valid would be ended")
            }
            day = given
        }
        let store = try context.installation().store()
        let expiry = Expiry(store: store)
        for company in try companies(arguments, store) {
            var ended = 0
            while case let step = try engine({ () throws(EngineError) in
                try expiry.step(before: day, of: company, now: context.time.now())
            }), step > 0 {
                ended += step
                context.terminal.progress("\(company): \(ended)")
            }
            context.terminal.endProgress()
            context.terminal.print("company \(company): \(ended) ended, last day before \(day.text)\n")
        }
        return .done
    }

    private static func companies(_ arguments: Arguments, _ store: Store) throws(Failure) -> [String] {
        if let company = arguments["--company"] { return [company] }
        var all: [String] = []
        while true {
            let page = try storage { () throws(StorageError) in
                try store.companies.known(after: all.last ?? "", limit: 1_000)
            }
            all += page
            if page.count < 1_000 { return all }
        }
    }

    private static func engine(_ work: () throws(EngineError) -> Int) throws(Failure) -> Int {
        do throws(EngineError) {
            return try work()
        } catch {
            throw Failure(error)
        }
    }
}
