internal import Loyalty
internal import Messages
internal import Promotions
public import Storage

/// What became of a return that a processor worked on.
public struct ProcessedReturn: Hashable, Sendable {
    /// The return's id.
    public var id: String
    /// The sale's id.
    public var original: String
    /// Where it stands.
    public var state: String
    /// How many coupons and cards stay as they are.
    public var unreversed: Int
    /// Why it was put off or given up; nil otherwise.
    public var problem: String?
}

/// Works on returns that are committed: one at a time, under a lease, whoever else does the same.
public final class ReturnProcessing {
    /// How long nobody else takes what a processor has, in milliseconds: much longer than the work.
    public static let lease: Int64 = 60_000
    /// How often a return is taken whose processors end before they are done.
    static let mostAttempts = 5
    /// How long a return waits that depends on a sale which is not decided, in milliseconds.
    static let patience: Int64 = 30_000

    private let store: Store
    private let library: MapLibrary
    private let owner: String
    private let lease: Int64
    /// What was taken and held up by the database.
    private var inHand: ReturnJob?

    /// Processing by a worker of that name, which has what it takes for so many milliseconds.
    public init(_ store: Store, owner: String, lease: Int64 = ReturnProcessing.lease) {
        self.store = store
        self.owner = owner
        self.lease = lease
        library = MapLibrary(store)
    }

    /// Works on the return that has been due longest.
    ///
    /// - Parameter now: milliseconds since 1970.
    /// - Returns: what became of it; nil where none is due.
    /// - Throws: `EngineError`, of the world; the return is worked on again.
    public func turn(now: Int64) throws(EngineError) -> ProcessedReturn? {
        if let held = inHand, held.dueAt <= now {
            try letGo(held, now: now)
            inHand = nil
        }
        let taken: ReturnJob?
        if let inHand { taken = inHand } else { taken = try take(now: now) }
        guard let job = taken else { return nil }
        inHand = job
        let done = try work(job, now: now)
        inHand = nil
        return done
    }

    private func take(now: Int64) throws(EngineError) -> ReturnJob? {
        try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                guard let job = try store.returnJobs.take(by: owner, lease: now + lease, now: now) else { return nil }
                // One that is done again after a failure was unblocked meanwhile.
                try store.loyalty.block(sale: job.original, for: job.id, of: job.company, now: now)
                return job
            }
        }
    }

    /// Lets go what the database has held up for as long as the lease: others get their turn, and as the processor did
    /// not end, it is no attempt.
    private func letGo(_ job: ReturnJob, now: Int64) throws(EngineError) {
        try storage { () throws(StorageError) in
            do throws(StorageError) {
                try store.database.transaction { () throws(StorageError) in
                    try store.returnJobs.end(job.id, by: owner, .postpone, now: now)
                }
            } catch {
                // It is another's by now, or over.
                guard error.code == .conflict else { throw error }
            }
        }
    }

    private func work(_ job: ReturnJob, now: Int64) throws(EngineError) -> ProcessedReturn {
        guard job.attempts <= ReturnProcessing.mostAttempts else {
            return try fail(
                job, "taken \(job.attempts - 1) times, and each time the processor ended before it was done", now: now)
        }
        try storage { () throws(StorageError) in try store.database.begin() }
        do throws(EngineError) {
            let result = try ReturnReversal(store: store, library: library, now: now).run(job)
            if case .impossible(let problem) = result {
                try storage { () throws(StorageError) in try store.database.rollback() }
                return try fail(job, problem, now: now)
            }
            let processed = try end(job, result, now: now)
            try storage { () throws(StorageError) in try store.database.commit() }
            return processed
        } catch {
            // The first error tells the cause; a connection that cannot roll back loses the transaction anyway.
            try? store.database.rollback()
            if error.isOfTheWorld { throw error }
            return try fail(job, error.description, now: now)
        }
    }

    /// Ends the work within its own transaction.
    private func end(
        _ job: ReturnJob, _ result: ReturnReversal.Result, now: Int64
    ) throws(EngineError) -> ProcessedReturn {
        var processed = ProcessedReturn(id: job.id, original: job.original, state: "", unreversed: 0)
        var (event, due): (ReturnJobEvent, Int64?) = (.finish, nil)
        var report: [ReturnError] = []
        switch result {
        case .impossible(let problem): (event, processed.problem) = (.fail, problem)
        case .undecided(let sale):
            (event, due) = (.postpone, now + ReturnProcessing.patience)
            processed.problem = "a coupon was used, or points were spent, by \(sale), which is not committed yet"
        case .done(let found):
            report = found
            event = report.isEmpty ? .finish : .finishWithErrors
            processed.unreversed = report.count
        }
        try storage { () throws(StorageError) in
            try store.returnJobs.end(
                job.id, by: owner, event, errors: report, error: processed.problem ?? "", due: due, now: now)
        }
        processed.state = job.state.after(event)?.rawValue ?? ""
        return processed
    }

    /// Gives a return up: nothing of it is changed, all is free again, and an operator can have it done again.
    private func fail(_ job: ReturnJob, _ problem: String, now: Int64) throws(EngineError) -> ProcessedReturn {
        try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                try store.loyalty.unblock(job.id, now: now)
                try store.returnJobs.end(job.id, by: owner, .fail, error: problem, now: now)
            }
        }
        return ProcessedReturn(
            id: job.id, original: job.original, state: ReturnJobState.failed.rawValue, unreversed: 0, problem: problem)
    }

    /// Takes a message from the queue of returns: a hint for what the engine has committed, or a back office's return.
    ///
    /// - Parameters:
    ///   - body: the message.
    ///   - now: milliseconds since 1970.
    /// - Returns: what became of it; it is committed.
    /// - Throws: `EngineError`; then nothing was stored.
    public func receive(_ body: [UInt8], now: Int64) throws(EngineError) -> ReturnReceipt {
        let message: ReturnMessage
        do throws(ReturnMessageError) {
            message = try ReturnMessage(body)
        } catch {
            return .unreadable(error.description)
        }
        try storage { () throws(StorageError) in try store.database.begin() }
        do throws(EngineError) {
            let receipt = try ReturnRegistration(store: store, library: library, now: now).register(message)
            try storage { () throws(StorageError) in try store.database.commit() }
            return receipt
        } catch {
            try? store.database.rollback()
            throw error
        }
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension ReturnProcessing: Sendable {}
