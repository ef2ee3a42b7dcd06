public import Storage

/// What the clock does: ends transactions whose time is over, coupons, cards and points whose last day is, and forgets
/// what nobody needs.
///
/// Each turn is small; whatever is left is done in the next.
public final class Upkeep {
    /// How many transactions a turn ends, and how many rows it forgets: a few milliseconds of work.
    static let turnSize = 100
    /// How often transactions are looked at, in milliseconds.
    static let sweepInterval: Int64 = 10_000
    /// How often a step of retention runs, in milliseconds.
    static let retentionInterval: Int64 = 60_000
    /// How often it runs while there is more to forget than a turn forgets: a day's sales are forgotten within a day.
    static let backlogInterval: Int64 = 500

    private let store: Store
    private let retention: RetentionSettings
    private var lastSweep: Int64?
    private var lastRetention: Int64?
    /// The company at which the last sweep ended; the next goes on after it.
    private var lastCompany = ""
    private var steps = Retention.allCases.makeIterator()
    /// The step that has more to forget.
    private var unfinished: Retention?
    private let expiry: NightlyExpiry

    /// Upkeep of a store, by a worker of that name.
    public init(_ store: Store, worker: String, retention: RetentionSettings = RetentionSettings()) {
        self.store = store
        expiry = NightlyExpiry(store, worker: worker)
        self.retention = retention
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
        let pause = unfinished == nil ? Upkeep.retentionInterval : Upkeep.backlogInterval
        if isDue(pause, after: lastRetention, now: now) {
            lastRetention = now
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
            try store.companies.known(after: lastCompany, limit: Upkeep.turnSize)
        }
        lastCompany = companies.count == Upkeep.turnSize ? companies.last ?? "" : ""
        var ended = 0
        for company in companies {
            let settings = try storage { () throws(StorageError) in try store.companies.settings(of: company) }
            let open = now - Int64(settings.transactionLifetime) * 1_000
            let pending = now - Int64(settings.pendingLifetime) * 1_000
            let (lapsed, overdue) = try storage { () throws(StorageError) in
                (
                    try store.transactions.lapsable(of: company, before: open, limit: Upkeep.turnSize),
                    try store.transactions.pendingOverdue(of: company, before: pending, limit: Upkeep.turnSize)
                )
            }
            for key in lapsed { try end(key, now: now, settings) }
            for key in overdue { try end(key, now: now, settings) }
            ended += lapsed.count + overdue.count
        }
        return ended
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

    private func forget(now: Int64) throws(EngineError) {
        guard let step = unfinished ?? steps.next() else {
            steps = Retention.allCases.makeIterator()
            return
        }
        let forgotten = try storage { () throws(StorageError) in
            try store.database.exclusiveTransaction { () throws(StorageError) in
                try step.run(on: store, retention, now: now, limit: Upkeep.turnSize)
            }
        }
        unfinished = forgotten >= Upkeep.turnSize ? step : nil
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension Upkeep: Sendable {}
