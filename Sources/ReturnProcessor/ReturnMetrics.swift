import Engine
import Storage
import WorkerRuntime

/// The metrics that only return-processor has.
final class ReturnMetrics {
    static let received = MetricDescription(
        "promo_returns_received_total", .counter, labels: ["receipt"],
        "Messages about returns: known ones, registered, refused and early ones of back offices, and unreadable ones.")
    static let processed = MetricDescription(
        "promo_returns_processed_total", .counter, labels: ["state"],
        "Returns worked on, by where they stand afterwards; pending ones are put off.")

    static let failed = MetricDescription(
        "promo_returns_failed", .gauge, "Returns that failed and wait for an operator, in the whole installation.")
    static let waiting = MetricDescription(
        "promo_returns_waiting", .gauge, "Returns that are to be worked on, in the whole installation.")

    static let all = [received, processed, failed, waiting]

    private let registry: Registry

    init(_ monitoring: Monitoring) {
        registry = monitoring.registry
        // Rates and alerts need the series before the first return.
        for state in ["processed", "processedWithErrors", "failed", "pending"] {
            _ = registry.counter(Self.processed, state)
        }
        note(ReturnTrouble())
    }

    /// Notes how returns stand.
    func note(_ trouble: ReturnTrouble) {
        registry.gauge(Self.failed).set(trouble.failed)
        registry.gauge(Self.waiting).set(trouble.waiting)
    }

    /// Counts a message.
    func note(_ receipt: ReturnReceipt) {
        let word =
            switch receipt {
            case .known: "known"
            case .registered: "registered"
            case .refused: "refused"
            case .early: "early"
            case .unreadable: "unreadable"
            }
        registry.counter(Self.received, word).add()
    }

    /// Counts a return.
    func note(_ done: ProcessedReturn) { registry.counter(Self.processed, done.state).add() }
}
