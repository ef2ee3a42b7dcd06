import Broker
import Catalogs
import EcommerceCache
import Engine
import Storage
import WorkerRuntime

/// What cache-generator does: writes down what is asked for, makes the runs that are due, and hands out their messages.
final class CacheHandler: BatchHandler {
    /// How often the log says how far a run has come, in milliseconds.
    static let reportInterval: Int64 = 10_000

    private let store: Store
    private let topology: PromoTopology
    private let work: CacheWork
    private let log: Log
    private let clock: any Clock
    private let monitoring: Monitoring?
    private let metrics: CacheMetrics?
    private var nextReport: Int64 = 0

    init(
        _ store: Store, topology: PromoTopology, worker: String, log: Log, clock: any Clock = SystemClock(),
        monitoring: Monitoring? = nil, threads: Int = 1, zones: ZoneDatabase = ZoneDatabase()
    ) {
        self.store = store
        self.topology = topology
        self.log = log
        self.clock = clock
        self.monitoring = monitoring
        metrics = monitoring.map { CacheMetrics($0.registry) }
        let library = MapLibrary(store)
        work = CacheWork(store, worker: worker, zones: zones, threads: threads) { (version) throws(StorageError) in
            do throws(EngineError) { return try library.map(version) } catch {
                if case .storage(let cause) = error { throw cause }
                log.error(
                    "A map cannot be used for a site",
                    [
                        "company": .text(version.company), "map.version": .number(version.version),
                        "error.text": .text(error.description),
                    ])
                return nil
            }
        }
    }

    func handle(_ batch: [Delivery]) throws(HandlerError) -> [Outcome] {
        var outcomes: [Outcome] = []
        var requests: [CacheRequest] = []
        for delivery in batch {
            do throws(CacheRequest.Problem) {
                requests.append(try CacheRequest(delivery.body))
                outcomes.append(.done(replies: []))
            } catch {
                outcomes.append(.discard(reason: "no request for a site's run: \(error.text)"))
            }
        }
        try monitoring.watching { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                for request in requests {
                    try store.cacheSites.want(request.wish, request.store, of: request.company)
                }
            }
        }
        return outcomes
    }

    func advance(_ turn: WorkTurn, serve: () -> Void) throws(HandlerError) -> WorkProgress {
        // A worker without a broker leaves the run to one that has it.
        guard turn.canPublish else { return .waiting }
        let now = turn.wallMilliseconds
        let step = try monitoring.watching { () throws(StorageError) in try work.advance(now: now) }
        note(step, now: now)
        switch step {
        // It looks for runs at its own pace.
        case .idle, .waiting: return .waiting
        case .began, .advanced, .ended, .stalled: return .moreAndMessages
        }
    }

    func outbox(max: Int) throws(HandlerError) -> [RelayedMessage] {
        guard let (run, site, messages) = work.messages(max: max) else { return [] }
        let queue = topology.siteCache(company: run.company, store: run.store, length: site.cacheQueueLength)
        return messages.map { message in
            let name = CacheMessageName(message, of: run).text
            return RelayedMessage(
                id: name,
                publication: Publication(
                    exchange: topology.cache, routingKey: PromoTopology.siteKey(company: run.company, store: run.store),
                    body: message.body,
                    properties: Properties(
                        contentType: "application/json", isPersistent: true, messageId: name, type: message.type),
                    isMandatory: true),
                topology: queue)
        }
    }

    func confirmed(_ ids: [String]) throws(HandlerError) {
        for name in ids.compactMap(CacheMessageName.init) {
            work.confirm(name.number, of: name.generation, name.store, name.company)
        }
    }

    func refused(_ id: String) -> Bool {
        guard let name = CacheMessageName(id) else { return false }
        let now = clock.wallMilliseconds
        do throws(StorageError) {
            note(try work.refuse(name.generation, name.store, name.company, now: now), now: now)
        } catch {
            // Whoever takes the run next sends to the site again, and hears the same.
            log.warning(
                "It cannot be written down that a site's queue takes nothing",
                ["company": .text(name.company), "store": .text(name.store), "error.text": .text(error.description)])
        }
        return true
    }

    func stop() { try? work.stop(now: clock.wallMilliseconds) }

    private func note(_ step: CacheWork.Step, now: Int64) {
        metrics?.note(step, pending: work.progress?.pending ?? 0)
        switch step {
        case .idle, .waiting: break
        case .began(let run):
            nextReport = now + Self.reportInterval
            log.info("A site's run begins or goes on", fields(run))
        case .advanced(let run):
            guard now >= nextReport || nextReport - now > Self.reportInterval else { return }
            nextReport = now + Self.reportInterval
            log.info("A site's run gets on", fields(run))
        case .ended(let run): log.info("A site's run is over", fields(run))
        case .stalled(let run): log.warning("A site's queue takes nothing; its run waits", fields(run))
        }
    }

    private func fields(_ run: CacheRun) -> LogFields {
        [
            "company": .text(run.company), "store": .text(run.store), "cache.generation": .number(run.generation),
            "cache.mode": .text(run.mode.rawValue), "cache.reason": .text(run.reason.rawValue),
            "map.version": .number(run.mapVersion), "cache.products": .number(run.products),
            "cache.evaluated": .number(run.evaluated), "cache.published": .number(run.published),
            "cache.removed": .number(run.removed), "cache.unchanged": .number(run.unchanged),
        ]
    }
}
