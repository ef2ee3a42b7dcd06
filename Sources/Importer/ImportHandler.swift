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
        var receiver = try receiver(for: delivery, now: now)
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

    /// What writes a message's load down; it is known where the message was written down before.
    private func receiver(for delivery: Delivery, now: Int64) throws(StorageError) -> ImportReceiver {
        if let id = delivery.properties.messageId, !id.isEmpty {
            return try ImportReceiver(store, key: "message \(id)", source: "message", now: now)
        }
        let key = bodyKey(of: delivery)
        let receiver = try ImportReceiver(store, key: key, source: "message", now: now)
        guard receiver.isKnown else { return receiver }
        // The same body may be another message: to load it twice does no harm, to leave it out does, unless it is
        // what the catalog was last loaded with.
        if delivery.isRedelivered, receiver.record.state != .failed, try store.imports.isLatest(receiver.record) {
            return receiver
        }
        return try ImportReceiver(store, key: "\(key)#\(now)", source: "message", now: now)
    }

    /// What makes a message single that has no id.
    private func bodyKey(of delivery: Delivery) -> String {
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
