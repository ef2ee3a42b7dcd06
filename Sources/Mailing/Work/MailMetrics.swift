public import WorkerRuntime
internal import Mail
internal import Storage

/// The metrics that only mailers have.
public final class MailMetrics {
    static let failed = MetricDescription(
        "promo_ecoupons_failed", .gauge, "Mails that failed and wait for an operator, in the whole installation.")
    static let uncertain = MetricDescription(
        "promo_ecoupons_uncertain", .gauge,
        "Mails of which nobody knows whether they arrived, in the whole installation.")
    static let queued = MetricDescription(
        "promo_ecoupons_queued", .gauge, "Mails that are to be sent, in the whole installation.")
    static let attempts = MetricDescription(
        "promo_mail_attempts_total", .counter, labels: ["outcome"],
        "Attempts to hand a mail over: sent, temporary, permanent or uncertain.")
    static let dialogues = MetricDescription(
        "promo_mail_seconds", MetricDescription.times, scale: .microseconds,
        "Time of one dialogue with the mail server.")

    /// All of them.
    public static let all = [failed, uncertain, queued, attempts, dialogues]

    private let registry: Registry

    init(_ monitoring: Monitoring) {
        registry = monitoring.registry
        for word in ["sent", "temporary", "permanent", "uncertain"] { _ = registry.counter(Self.attempts, word) }
        note(MailTrouble())
    }

    func note(_ trouble: MailTrouble) {
        registry.gauge(Self.failed).set(trouble.failed)
        registry.gauge(Self.uncertain).set(trouble.uncertain)
        registry.gauge(Self.queued).set(trouble.queued)
    }

    func note(_ outcome: SMTPOutcome, microseconds: Int64) {
        let word =
            switch outcome {
            case .sent: "sent"
            case .temporary: "temporary"
            case .permanent: "permanent"
            case .uncertain: "uncertain"
            }
        registry.counter(Self.attempts, word).add()
        registry.histogram(Self.dialogues).observe(microseconds)
    }
}

@available(*, unavailable, message: "a worker's own")
extension MailMetrics: Sendable {}
