/// What is forgotten when: the one list of all that grows.
///
/// A step forgets a bounded number of rows and is one transaction; it is run again until it forgets nothing.
public enum Retention: String, Sendable, CaseIterable {
    /// Answers of closed transactions, after each company's `answerRetention`.
    case answers
    /// Closed transactions, their answers, and their sessions; what they booked of limits stays counted.
    case transactions
    /// Counters of days that no window reaches any more.
    case limitDays
    /// Distributions of maps that others replaced.
    case storeMaps
    /// Maps.
    case maps
    /// Records of messages that came back.
    case deliveryAttempts
    /// Workers that are gone.
    case workers
    /// Coupons that ended and that no kept transaction knows.
    case coupons
    /// Entries in the ledgers of cards, which are gathered into sums.
    case cardMovements
    /// The work on returns that is over, with its reports.
    case returnJobs
    /// Mails that are over, whatever became of them.
    case mails
    /// Alarms of days that no window reaches any more.
    case alarms
    /// Loads of catalogs that are over, with their reports.
    case imports
    /// Runs for sites that ended.
    case cacheRuns

    /// Runs a step once, within the caller's transaction, which is exclusive where several write at once.
    ///
    /// - Parameters:
    ///   - store: The tables.
    ///   - settings: How long things are kept.
    ///   - now: Milliseconds since 1970.
    ///   - limit: How many rows at most; of answers, at most for each company.
    /// - Returns: How many were forgotten; zero when there is nothing left to forget.
    /// - Throws: `StorageError`.
    public func run(
        on store: Store, _ settings: RetentionSettings, now: Int64, limit: Int
    ) throws(StorageError) -> Int {
        func before(_ seconds: Int) -> Int64 { now - Int64(seconds) * 1_000 }
        switch self {
        case .answers: return try purgeAnswers(store, now: now, limit: limit)
        case .transactions:
            return try store.transactions.purge(before: before(settings.transactions), limit: limit)
        // Store time is ahead of or behind UTC by less than a day, and days are rounded down.
        case .limitDays:
            let day = before(settings.limitDays) / 86_400_000 - 1
            return try store.limits.purge(beforeDay: day, limit: limit)
        case .alarms:
            let day = before(settings.limitDays) / 86_400_000 - 1
            return try store.alarms.purge(beforeDay: day, limit: limit)
        case .mails: return try store.mails.purge(before: before(settings.mails), limit: limit)
        case .storeMaps: return try store.storeMaps.purge(before: before(settings.maps), limit: limit)
        case .maps: return try store.maps.purge(before: before(settings.maps), limit: limit)
        case .deliveryAttempts:
            return try store.deliveryAttempts.purge(before: before(settings.deliveryAttempts), limit: limit)
        case .workers: return try store.workers.purge(before: before(settings.workers), limit: limit)
        case .coupons: return try store.coupons.purge(before: before(settings.transactions), limit: limit)
        case .cardMovements: return try store.cards.purge(before: before(settings.transactions), limit: limit)
        case .imports: return try store.imports.purge(before: before(settings.imports), limit: limit)
        case .cacheRuns: return try store.cacheRuns.purge(before: before(settings.imports), limit: limit)
        case .returnJobs: return try store.returnJobs.purge(before: before(settings.transactions), limit: limit)
        }
    }

    private func purgeAnswers(_ store: Store, now: Int64, limit: Int) throws(StorageError) -> Int {
        var (forgotten, last) = (0, "")
        while true {
            let companies = try store.companies.known(after: last, limit: longestPage)
            for company in companies {
                let kept = Int64(try store.companies.settings(of: company).answerRetention) * 1_000
                forgotten += try store.processedMessages.purge(of: company, before: now - kept, limit: limit)
            }
            guard companies.count == longestPage, let end = companies.last else { return forgotten }
            last = end
        }
    }
}
