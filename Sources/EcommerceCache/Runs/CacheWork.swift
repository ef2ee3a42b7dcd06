public import Catalogs
public import Promotions
public import Storage

/// Makes the runs that are due, a slice at a time, and hands out their messages.
///
/// What a slice evaluates, the messages that follow and how far the run has come are one transaction; a message is
/// forgotten when the broker has confirmed it. So whoever goes on after a crash sends what may not have been sent, and
/// never anything else under the same number.
public final class CacheWork {
    /// How many messages may wait for the broker before nothing more is evaluated.
    public static let mostPending = 1_000
    /// How many confirmed messages are forgotten at once.
    static let forgetting = 200
    /// How long a run waits whose site's queue takes nothing, in milliseconds.
    public static let patience: Int64 = 10_000
    /// How often it is looked for something to begin, in milliseconds.
    static let lookInterval: Int64 = 1_000

    private let store: Store
    private let worker: String
    private let threads: Int
    private let agenda: CacheAgenda
    private let map: (MapVersion) throws(StorageError) -> CompiledMap?
    private var current: Current?
    private var reach: (map: MapVersion, reach: PromotionsInReach)?
    private var nextLook: Int64 = 0
    /// When the run was last written down.
    private var lastSave: Int64 = 0

    private struct Current {
        var run: CacheRun
        var site: StoreRecord
        var world: PageWorld?
        var pending = PendingMessages()
        /// Whether the site is noted as one that takes nothing.
        var isNoted: Bool
    }

    /// What a turn did.
    public enum Step: Hashable, Sendable {
        /// Nothing is due.
        case idle
        /// Nothing can be done before the broker confirms.
        case waiting
        /// A run began, or was taken over.
        case began(CacheRun)
        /// A run got on.
        case advanced(CacheRun)
        /// A run is over: the broker has all of it.
        case ended(CacheRun)
        /// A run waits, because the site's queue takes nothing.
        case stalled(CacheRun)
    }

    /// Work on a store.
    ///
    /// - Parameters:
    ///   - store: the tables.
    ///   - worker: the worker's name, under which it has runs.
    ///   - zones: the time zones.
    ///   - threads: how many threads make pages; 0 is one for each of the machine's processors.
    ///   - map: gives compiled maps; nil for those that cannot be used.
    public init(
        _ store: Store, worker: String, zones: ZoneDatabase, threads: Int = 1,
        map: @escaping (MapVersion) throws(StorageError) -> CompiledMap?
    ) {
        self.store = store
        self.worker = worker
        self.threads = threads
        self.map = map
        agenda = CacheAgenda(store: store, zones: zones, worker: worker)
    }

    /// The run under way, and how many of its messages wait for the broker.
    public var progress: (run: CacheRun, pending: Int)? { current.map { ($0.run, $0.pending.count) } }

    /// Does a slice.
    ///
    /// - Parameter now: milliseconds since 1970.
    /// - Returns: what it did.
    /// - Throws: `StorageError`; then the slice is done again later.
    public func advance(now: Int64) throws(StorageError) -> Step {
        do throws(StorageError) {
            guard let current else { return try look(now: now) }
            switch current.run.state {
            case .evaluating where current.pending.count < CacheWork.mostPending: return try evaluate(now: now)
            case .evaluating, .sending: return try forget(now: now)
            case .ended:
                self.current = nil
                return .idle
            }
        } catch {
            // What was committed is read again.
            current = nil
            throw error
        }
    }

    /// Messages to be sent now, those handed out before and not confirmed among them.
    public func messages(max: Int) -> (run: CacheRun, site: StoreRecord, messages: [CacheMessage])? {
        guard let current else { return nil }
        let last = current.run.state == .sending ? current.run.lastNumber : nil
        return (current.run, current.site, current.pending.sendable(max: max, last: last))
    }

    /// Notes that the broker has a message.
    public func confirm(_ number: Int, of generation: Int, _ store: String, _ company: String) {
        guard isCurrent(generation, store, company) else { return }
        _ = current?.pending.confirm(number)
    }

    /// Puts a run aside, because the site's queue takes nothing.
    ///
    /// - Parameters:
    ///   - generation: the run's number.
    ///   - name: the site.
    ///   - company: the company.
    ///   - now: milliseconds since 1970.
    /// - Returns: the step; idle where it is another run.
    /// - Throws: `StorageError`.
    public func refuse(
        _ generation: Int, _ name: String, _ company: String, now: Int64
    ) throws(StorageError) -> Step {
        guard isCurrent(generation, name, company), let stalled = current else { return .idle }
        current = nil
        try store.database.transaction { () throws(StorageError) in
            for range in stalled.pending.ranges { try store.cacheMessages.delete(range, of: stalled.run) }
            try store.cacheSites.note(refusedSince: now, name, of: company)
            try store.cacheRuns.release(stalled.run, by: worker, until: now + CacheWork.patience)
        }
        return .stalled(stalled.run)
    }

    /// Gives back what it has, so that others need not wait.
    public func stop(now: Int64) throws(StorageError) {
        guard let last = current else { return }
        current = nil
        try store.database.transaction { () throws(StorageError) in
            for range in last.pending.ranges { try store.cacheMessages.delete(range, of: last.run) }
            try store.cacheRuns.release(last.run, by: worker, until: now)
        }
    }

    private func isCurrent(_ generation: Int, _ store: String, _ company: String) -> Bool {
        guard let run = current?.run else { return false }
        return run.generation == generation && run.store == store && run.company == company
    }

    private func look(now: Int64) throws(StorageError) -> Step {
        // A clock that was set back must not keep it from looking until it has caught up.
        guard now >= nextLook || nextLook - now > CacheWork.lookInterval else { return .idle }
        nextLook = now + CacheWork.lookInterval
        let found = try store.database.transaction { () throws(StorageError) -> Current? in
            let left = try store.cacheRuns.take(by: worker, now: now)
            let run = if let left { left } else { try agenda.begin(now: now) }
            guard let run else { return nil }
            // A store that is no site any more still gets its run to the end.
            let site =
                try store.stores.find(run.store, of: run.company)
                ?? StoreRecord(company: run.company, store: run.store, kind: .ecommerce)
            let noted = try store.cacheSites.find(run.store, of: run.company)?.refusedSince != nil
            var current = Current(run: run, site: site, isNoted: noted)
            var last = -1
            while true {
                let page = try store.cacheMessages.list(of: run, after: last, limit: 500)
                current.pending.add(page)
                guard page.count == 500, let end = page.last else { return current }
                last = end.number
            }
        }
        guard let found else { return .idle }
        nextLook = 0
        current = found
        return .began(found.run)
    }

    private func evaluate(now: Int64) throws(StorageError) -> Step {
        guard var current else { return .idle }
        let world: PageWorld? = try self.world(of: current)
        var run = current.run
        var messages: [CacheMessage] = []
        try store.database.transaction { () throws(StorageError) in
            if let world {
                var slice = CacheSlice(run, in: world, store: store, threads: threads)
                try slice.work()
                (run, messages) = (slice.run, slice.messages)
            } else {
                // The map is gone or cannot be used: what was sent stays, and the run ends.
                run.state = .sending
                messages = [CacheBodies(run: run).ending()]
                try store.cacheMessages.add(messages[0], to: run)
            }
            try forget(current)
            try keep(run, now: now)
        }
        current.world = world
        current.run = run
        current.isNoted = current.isNoted && current.pending.forgettable.isEmpty
        current.pending.forgot()
        current.pending.add(messages)
        self.current = current
        return .advanced(run)
    }

    /// Forgets what was confirmed, and ends the run with its last message.
    private func forget(now: Int64) throws(StorageError) -> Step {
        guard var current else { return .idle }
        let isOver = current.run.state == .sending && current.pending.count == 0
        let isLate = now - lastSave >= CacheRuns.lease / 3
        guard isOver || isLate || current.pending.forgettable.count >= CacheWork.forgetting else { return .waiting }
        var run = current.run
        if isOver { (run.state, run.endedAt) = (.ended, now) }
        try store.database.transaction { () throws(StorageError) in
            try forget(current)
            try keep(run, now: now)
        }
        current.isNoted = current.isNoted && current.pending.forgettable.isEmpty
        current.pending.forgot()
        current.run = run
        self.current = isOver ? nil : current
        return isOver ? .ended(run) : .advanced(run)
    }

    private func forget(_ current: Current) throws(StorageError) {
        for range in current.pending.ranges { try store.cacheMessages.delete(range, of: current.run) }
        if current.isNoted, !current.pending.forgettable.isEmpty {
            try store.cacheSites.note(refusedSince: nil, current.run.store, of: current.run.company)
        }
    }

    /// Writes down how far a run has come; where another worker has taken it nothing is committed.
    private func keep(_ run: CacheRun, now: Int64) throws(StorageError) {
        guard try store.cacheRuns.save(run, by: worker, now: now) else {
            throw StorageError(
                .conflict, place: "cache run \(run.generation) of store \(run.store)",
                text: "another worker has taken it over")
        }
        lastSave = now
    }

    private func world(of current: Current) throws(StorageError) -> PageWorld? {
        if let world = current.world { return world }
        let version = MapVersion(company: current.run.company, version: current.run.mapVersion)
        guard let compiled = try map(version), let moment = LocalDateTime(current.run.moment) else { return nil }
        if reach?.map != version { reach = (version, PromotionsInReach(compiled)) }
        return try PageWorld(current.site, map: compiled, at: moment, in: store, reach: reach?.reach)
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension CacheWork: Sendable {}
