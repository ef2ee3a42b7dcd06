internal import Promotions
internal import Storage

/// Runs the expiry of every company once a day, by one of all workers.
///
/// A company's expiry is taken under a lease and done in small steps, one a turn; another worker goes on where one that
/// is gone has left it.
final class NightlyExpiry {
    /// How often it is looked whether a company's is due, in milliseconds.
    static let lookInterval: Int64 = 60_000
    /// How long a worker may be silent before another takes over, in milliseconds.
    static let lease: Int64 = 60_000
    /// How many companies are looked at together.
    private static let pageSize = 100

    private let store: Store
    private let worker: String
    private var lastLook: Int64?
    /// What this worker is doing.
    private var work: (company: String, day: LocalDate)?

    init(_ store: Store, worker: String) {
        self.store = store
        self.worker = worker
    }

    /// Does a step, or looks whether there is something to do.
    func turn(now: Int64) throws(EngineError) {
        if let work {
            if try step(work, now: now) { self.work = nil }
            return
        }
        if let lastLook, (lastLook..<lastLook + NightlyExpiry.lookInterval).contains(now) { return }
        let day = Expiry.day(at: now)
        if let company = try due(day, now: now) {
            // Looked again at the next turn: the other companies are due as well.
            work = (company, day)
        } else {
            lastLook = now
        }
    }

    /// The name under which a company's expiry is known.
    static func name(of company: String) -> String { "expiry/\(company)" }

    /// A company whose expiry is due and nobody else's.
    private func due(_ day: LocalDate, now: Int64) throws(EngineError) -> String? {
        var last = ""
        while true {
            let companies = try storage { () throws(StorageError) in
                try store.companies.known(after: last, limit: NightlyExpiry.pageSize)
            }
            for company in companies {
                let lastRun = try storage { () throws(StorageError) in
                    try store.schedules.lastRun(NightlyExpiry.name(of: company))
                }
                guard lastRun < Expiry.beginning(of: day) else { continue }
                let isTaken = try storage { () throws(StorageError) in
                    try store.database.transaction { () throws(StorageError) in try take(company, day, now: now) }
                }
                if isTaken { return company }
            }
            guard companies.count == NightlyExpiry.pageSize, let end = companies.last else { return nil }
            last = end
        }
    }

    private func take(_ company: String, _ day: LocalDate, now: Int64) throws(StorageError) -> Bool {
        try store.schedules.take(
            NightlyExpiry.name(of: company), due: Expiry.beginning(of: day), by: worker,
            lease: now + NightlyExpiry.lease, now: now)
    }

    /// Ends some rows under the lease; true where nothing is left to do, or somebody else does it.
    private func step(_ work: (company: String, day: LocalDate), now: Int64) throws(EngineError) -> Bool {
        try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                guard try take(work.company, work.day, now: now) else { return true }
                let ended = try store.loyalty.expire(
                    before: work.day, of: work.company, now: now, limit: Expiry.stepSize)
                guard ended == 0 else { return false }
                return try store.schedules.done(NightlyExpiry.name(of: work.company), by: worker, now: now)
            }
        }
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension NightlyExpiry: Sendable {}
