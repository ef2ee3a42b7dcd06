import Broker
import Catalogs
import Storage
import WorkerRuntime

/// What importer does with deliveries: writes them down, acknowledges, and carries them out in slices.
final class ImportHandler: BatchHandler {
    private let store: Store
    private let work: ImportWork
    private let zones: ZoneDatabase
    private let log: Log
    private let clock: any Clock
    private let monitoring: Monitoring?
    private let metrics: ImportMetrics?

    init(
        _ store: Store, worker: String, log: Log, clock: any Clock = SystemClock(), monitoring: Monitoring? = nil,
        zones: ZoneDatabase = ZoneDatabase()
    ) {
        self.store = store
        self.log = log
        self.clock = clock
        self.zones = zones
        self.monitoring = monitoring
        metrics = monitoring.map { ImportMetrics($0.registry) }
        work = ImportWork(store, worker: worker) { zones.zone($0) != nil }
    }

    func handle(_ batch: [Delivery]) throws(HandlerError) -> [Outcome] {
        try batch.map { (delivery) throws(HandlerError) in
            let problem = try monitoring.watching { () throws(StorageError) in try receive(delivery) }
            guard let problem else { return .done(replies: []) }
            metrics?.refused.add(1)
            return .discard(reason: "the load cannot be read: \(problem)")
        }
    }

    /// Writes a load down; what is wrong with it.
    private func receive(_ delivery: Delivery) throws(StorageError) -> ImportProblem? {
        let now = clock.wallMilliseconds
        var receiver = try ImportReceiver(store, key: key(of: delivery), source: "message", now: now)
        if receiver.isKnown, !delivery.isRedelivered, delivery.properties.messageId == nil {
            // The same load once more, and not the same message.
            receiver = try ImportReceiver(store, key: "\(key(of: delivery))#\(now)", source: "message", now: now)
        }
        guard !receiver.isKnown else { return nil }
        var start = 0
        while start < delivery.body.count {
            let end = min(start + Catalogs.Limits.chunkBytes, delivery.body.count)
            if let problem = try receiver.take(Array(delivery.body[start..<end])) {
                try receiver.fail(problem, now: now)
                return problem
            }
            start = end
        }
        if let problem = try receiver.finish(now: now) { return problem }
        log.info("A load is written down", fields(receiver.record))
        return nil
    }

    /// What makes a message single: its own id, or else its body.
    private func key(of delivery: Delivery) -> String {
        if let id = delivery.properties.messageId, !id.isEmpty { return "message \(id)" }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in delivery.body { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "body \(delivery.body.count) \(hash)"
    }

    func advance(_ turn: WorkTurn, serve: () -> Void) throws(HandlerError) -> WorkProgress {
        let step = try monitoring.watching { () throws(StorageError) in
            try work.advance(now: turn.wallMilliseconds)
        }
        switch step {
        case .idle: return .nothing
        case .advanced(let record):
            metrics?.advanced(record)
            return .more
        case .ended(let record):
            metrics?.ended(record)
            if record.state == .failed {
                log.error("A load failed", fields(record))
            } else if record.refused > 0 {
                log.warning("A load is done, some rows were refused", fields(record))
            } else {
                log.info("A load is done", fields(record))
            }
            return .more
        }
    }

    func stop() { try? work.stop() }

    private func fields(_ record: ImportRecord) -> LogFields {
        [
            "company": .text(record.company), "import.id": .number(Int(record.id)),
            "import.catalog": .text(record.catalog), "import.items": .number(Int(record.total)),
            "import.loaded": .number(Int(record.loaded)), "import.removed": .number(Int(record.removed)),
            "import.refused": .number(Int(record.refused)), "import.bytes": .number(Int(record.size)),
            "error.text": .text(record.problem),
        ]
    }
}
