import Broker
import Engine
import Storage
import WorkerRuntime

/// What return-processor does: keeps the returns that back offices send, and works on those that are due.
///
/// A message only says that there is work; the work itself is in the database, where it stays when the worker ends.
final class ReturnHandler: BatchHandler {
    /// How long it works on returns before the connection is served, in milliseconds.
    static let sliceMilliseconds: Int64 = 500

    /// How often returns are counted, in milliseconds.
    static let countMilliseconds: Int64 = 5_000

    /// How long a return at least waits whose sale is not committed: as long as messages can.
    static let earlySeconds = 3_600

    private let store: Store
    private let processing: ReturnProcessing
    private let log: Log
    private let clock: any Clock
    private let monitoring: Monitoring?
    private let metrics: ReturnMetrics?
    private var nextCount: Int64 = .min

    init(
        _ store: Store, worker: String, log: Log, clock: any Clock = SystemClock(), monitoring: Monitoring? = nil,
        lease: Int64 = ReturnProcessing.lease
    ) {
        self.store = store
        processing = ReturnProcessing(store, owner: worker, lease: lease)
        self.log = log
        self.clock = clock
        self.monitoring = monitoring
        metrics = monitoring.map { ReturnMetrics($0) }
    }

    func handle(_ batch: [Delivery]) throws(HandlerError) -> [Outcome] {
        var outcomes: [Outcome] = []
        // Each is committed by itself: one that comes again is known.
        for delivery in batch { outcomes.append(try receive(delivery)) }
        return outcomes
    }

    func advance(_ turn: WorkTurn, serve: () -> Void) throws(HandlerError) -> WorkProgress {
        let end = clock.monotonicMilliseconds + Self.sliceMilliseconds
        repeat {
            let done = try monitoring.watching { () throws(EngineError) in
                try processing.turn(now: clock.wallMilliseconds)
            }
            guard let done else { return .nothing }
            note(done)
        } while clock.monotonicMilliseconds < end
        return .more
    }

    /// Says how many returns are in trouble.
    func idle(at wallMilliseconds: Int64) throws(HandlerError) {
        let now = clock.monotonicMilliseconds
        guard let metrics, now >= nextCount else { return }
        metrics.note(try monitoring.watching { () throws(StorageError) in try store.returnJobs.trouble() })
        nextCount = now + Self.countMilliseconds
    }

    private func receive(_ delivery: Delivery) throws(HandlerError) -> Outcome {
        let receipt = try monitoring.watching { () throws(EngineError) in
            try processing.receive(delivery.body, now: clock.wallMilliseconds)
        }
        metrics?.note(receipt)
        switch receipt {
        case .known(let id): log.debug("A return is known", ["transaction": .text(id)])
        case .registered(let id): log.info("A back office's return was taken", ["transaction": .text(id)])
        case .refused(let id, let code):
            log.info("A back office's return was refused", ["transaction": .text(id), "ack": .number(code)])
        case .early(let id, let sale):
            log.info("A back office's return waits for its sale", ["transaction": .text(id), "sale": .text(sale)])
            return .retry(afterSeconds: Self.earlySeconds, reason: "\(sale) is not committed yet")
        case .unreadable(let problem): return .discard(reason: problem)
        }
        return .done(replies: [])
    }

    private func note(_ done: ProcessedReturn) {
        metrics?.note(done)
        let fields: LogFields = [
            "transaction": .text(done.id), "sale": .text(done.original), "state": .text(done.state),
            "unreversed": .number(done.unreversed), "problem": .text(done.problem ?? ""),
        ]
        switch done.state {
        case "failed": log.error("A return failed", fields)
        case "processedWithErrors": log.warning("A return left coupons or cards as they were", fields)
        case "pending": log.info("A return is put off", fields)
        default: log.info("A return was processed", fields)
        }
    }
}
