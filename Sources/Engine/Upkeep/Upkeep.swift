public import Storage

/// What the clock does: ends transactions whose time is over, coupons, cards and points whose last day is, and forgets
/// what nobody needs.
///
/// Each turn is small; whatever is left is done in the next.
public final class Upkeep {
    /// How many transactions a turn ends of a company, and how many rows a page forgets: a few milliseconds of work.
    static let pageSize = 100
    /// How many pages a turn forgets at most.
    static let mostPages = 10
    /// How long a turn begins pages, in microseconds: tills and the broker wait meanwhile.
    static let longestForgetting: Int64 = 25_000
    /// How often transactions are looked at, in milliseconds.
    static let sweepInterval: Int64 = 10_000
    /// How often another step of retention begins, in milliseconds.
    static let retentionInterval: Int64 = 60_000
    /// How often steps run that have more to forget than a turn forgets: a day's sales are forgotten within a day.
    static let backlogInterval: Int64 = 500

    private let store: Store
    private let retention: RetentionSettings
    /// Microseconds of a clock that never steps back.
    private let stopwatch: @Sendable () -> Int64
    private var lastSweep: Int64?
    private var lastRetention: Int64?
    private var lastForgetting: Int64?
    /// The company at which the last sweep ended; the next goes on after it.
    private var lastCompany = ""
    private var steps = Retention.allCases.makeIterator()
    /// The steps that have begun and may have more to forget, in the order of their turns.
    private var unfinished: [Retention] = []
    private let expiry: NightlyExpiry

    /// Upkeep of a store, by a worker of that name; the stopwatch tells how long a turn takes.
    public init(
        _ store: Store, worker: String, retention: RetentionSettings = RetentionSettings(),
        stopwatch: @escaping @Sendable () -> Int64 = { 0 }
    ) {
        self.store = store
        expiry = NightlyExpiry(store, worker: worker)
        self.retention = retention
        self.stopwatch = stopwatch
    }

    /// Does what is due.
    ///
    /// - Parameter now: milliseconds since 1970.
    /// - Returns: how many transactions ended.
    /// - Throws: `EngineError` where the store cannot be reached.
    public func turn(now: Int64) throws(EngineError) -> Int {
        var ended = 0
        if isDue(Upkeep.sweepInterval, after: lastSweep, now: now) {
            lastSweep = now
            ended = try endOverdue(now: now)
        }
        if isDue(Upkeep.retentionInterval, after: lastRetention, now: now) {
            lastRetention = now
            beginStep()
        }
        if !unfinished.isEmpty, isDue(Upkeep.backlogInterval, after: lastForgetting, now: now) {
            lastForgetting = now
            try forget(now: now)
        }
        try expiry.turn(now: now)
        return ended
    }

    /// Whether an interval is over; after a clock was set back it is, or nothing would happen for as long.
    private func isDue(_ interval: Int64, after last: Int64?, now: Int64) -> Bool {
        guard let last else { return true }
        return !(last..<last + interval).contains(now)
    }

    private func endOverdue(now: Int64) throws(EngineError) -> Int {
        let companies = try storage { () throws(StorageError) in
            try store.companies.known(after: lastCompany, limit: Upkeep.pageSize)
        }
        lastCompany = companies.count == Upkeep.pageSize ? companies.last ?? "" : ""
        var ended = 0
        var failure: EngineError?
        for company in companies {
            let settings = try storage { () throws(StorageError) in try store.companies.settings(of: company) }
            for key in try overdue(of: company, settings, now: now) {
                do throws(EngineError) {
                    try end(key, now: now, settings)
                    ended += 1
                } catch {
                    if error.isOfTheWorld { throw error }
                    // One that cannot be ended keeps nobody else's from it.
                    failure = error
                }
            }
        }
        if let failure { throw failure }
        return ended
    }

    /// A company's transactions whose time is over: open ones and pending ones.
    private func overdue(
        of company: String, _ settings: CompanySettings, now: Int64
    ) throws(EngineError) -> [TransactionKey] {
        let open = now - Int64(settings.transactionLifetime) * 1_000
        let pending = now - Int64(settings.pendingLifetime) * 1_000
        return try storage { () throws(StorageError) in
            try store.transactions.lapsable(of: company, before: open, limit: Upkeep.pageSize)
                + store.transactions.pendingOverdue(of: company, before: pending, limit: Upkeep.pageSize)
        }
    }

    /// Ends one transaction under its session's lock, unless a message came in between.
    private func end(_ key: TransactionKey, now: Int64, _ settings: CompanySettings) throws(EngineError) {
        try storage { () throws(StorageError) in try store.database.begin() }
        do throws(EngineError) {
            let record = try storage { () throws(StorageError) in
                _ = try store.sessions.lock(key.session)
                return try store.transactions.find(key.id)
            }
            if let record { _ = try TransactionEnd(store: store, now: now).endIfOverdue(record, settings) }
            try storage { () throws(StorageError) in try store.database.commit() }
        } catch {
            // The first error tells the cause; a connection that cannot roll back loses the transaction anyway.
            try? store.database.rollback()
            throw error
        }
    }

    /// Has the next step begin, and after the last one the first, a turn later.
    private func beginStep() {
        guard let step = steps.next() else {
            steps = Retention.allCases.makeIterator()
            return
        }
        if !unfinished.contains(step) { unfinished.append(step) }
    }

    /// Forgets pages of the step whose turn it is; where it has more, the others come first.
    private func forget(now: Int64) throws(EngineError) {
        let step = unfinished[0]
        let begin = stopwatch()
        var isFinished = false
        for _ in 0..<Upkeep.mostPages {
            let forgotten = try storage { () throws(StorageError) in
                try store.database.exclusiveTransaction { () throws(StorageError) in
                    try step.run(on: store, retention, now: now, limit: Upkeep.pageSize)
                }
            }
            isFinished = forgotten < Upkeep.pageSize
            if isFinished || stopwatch() - begin >= Upkeep.longestForgetting { break }
        }
        unfinished.removeFirst()
        if !isFinished { unfinished.append(step) }
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension Upkeep: Sendable {}
