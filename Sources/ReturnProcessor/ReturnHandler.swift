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

    private let processing: ReturnProcessing
    private let log: Log
    private let clock: any Clock
    private let monitoring: Monitoring?
    private let metrics: ReturnMetrics?
    private var outage: String?

    init(
        _ store: Store, worker: String, log: Log, clock: any Clock = SystemClock(), monitoring: Monitoring? = nil,
        lease: Int64 = ReturnProcessing.lease
    ) {
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

    func idle(at wallMilliseconds: Int64) {
        let end = clock.monotonicMilliseconds + Self.sliceMilliseconds
        do throws(EngineError) {
            repeat {
                guard let done = try processing.turn(now: clock.wallMilliseconds) else { break }
                note(done)
            } while clock.monotonicMilliseconds < end
            outage = nil
            monitoring?.upkeepSucceeded(at: wallMilliseconds)
        } catch {
            if case .storage(let cause) = error { monitoring?.database(cause) }
            let text = error.description
            if outage != text { log.warning("Work on returns is held up", ["error.text": .text(text)]) }
            outage = text
        }
    }

    private func receive(_ delivery: Delivery) throws(HandlerError) -> Outcome {
        do throws(EngineError) {
            let receipt = try processing.receive(delivery.body, now: clock.wallMilliseconds)
            monitoring?.database(nil)
            metrics?.note(receipt)
            switch receipt {
            case .known(let id): log.debug("A return is known", ["transaction": .text(id)])
            case .registered(let id): log.info("A back office's return was taken", ["transaction": .text(id)])
            case .refused(let id, let code):
                log.info("A back office's return was refused", ["transaction": .text(id), "ack": .number(code)])
            case .unreadable(let problem): return .discard(reason: problem)
            }
            return .done(replies: [])
        } catch {
            guard case .storage(let cause) = error else { throw .failed(reason: error.description) }
            monitoring?.database(cause)
            throw HandlerError(cause)
        }
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
