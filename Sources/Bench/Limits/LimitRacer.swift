internal import Promotions
internal import Storage

/// One of the processes that race on a limit, with the calls that a sale makes.
enum LimitRacer {
    static let key = LimitKey(limit: "hot", scopeKey: "2")
    static let company = "2"

    /// Takes until nothing is left, and writes down what it got.
    static func run(_ words: [String]) throws(BenchError) {
        guard words.count == 6, let racer = Int(words[2]), let maximum = Int64(words[3]), let most = Int(words[4]),
            let step = Int64(words[5])
        else { throw .usage("race PRODUCT ADDRESS NUMBER MAXIMUM MOST STEP") }
        var log = try GrantLog()
        let database = try BenchDatabases.open(words[1])
        var random = SeededRandom(seed: UInt64(racer))
        let clock = ContinuousClock()
        var isOver = false
        while !isOver {
            let wanted = Int64(1 + random.below(most)) * step
            let begin = clock.now
            let entry = try grant(wanted, of: maximum, to: "\(racer)-\(log.entries.count)", on: database)
            isOver = entry.amount < wanted
            guard entry.amount > 0 else { break }
            log.entries.append(
                GrantLog.Entry(
                    amount: entry.amount, left: entry.left, nanoseconds: Int64((clock.now - begin) / .nanoseconds(1))))
        }
        RawProcess.writeOutput(log.text)
    }

    /// Takes of a limit what is wanted or what is left, and books it, as a batch of one sale does.
    private static func grant(
        _ wanted: Int64, of maximum: Int64, to sale: String, on database: any Database
    ) throws(BenchError) -> GrantLog.Entry {
        let store = Store(database: database).remembering().locking(LimitLocks())
        let day = LocalDate(days: 1)
        do throws(StorageError) {
            try database.begin()
            // What the sale holds is read before the limit is locked, which others wait for.
            _ = try store.limits.keys(heldBy: sale)
            try store.limits.lockTogether([LimitLock(company: company, key: key)], day: day)
            let used = try store.limits.used(
                [.init(key: key, period: .undefined)], company: company, day: day, byOthersThan: sale)
            let before = Int64(used.first ?? 0)
            let amount = min(wanted, maximum - before)
            if amount > 0 {
                let hold = Hold(key: key, period: .undefined, day: day, amount: Int128(amount), max: Int128(maximum))
                try store.limits.replaceHolds(of: sale, company: company, with: [hold])
                try store.limits.book(sale)
            }
            try store.commit()
            return GrantLog.Entry(amount: amount, left: maximum - before - amount, nanoseconds: 0)
        } catch {
            throw .failed("\(error)")
        }
    }
}
