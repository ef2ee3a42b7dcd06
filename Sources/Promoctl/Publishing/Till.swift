internal import Broker
internal import Messages

/// Sends messages as tills do, and waits for their answers by direct reply-to.
struct Till {
    let transport: any Transport
    let time: Timepiece
    /// The exchange that tills publish to.
    let exchange: String
    /// How long an answer may take, in microseconds.
    let patience: Int64
    /// What makes the correlation ids of this run its own.
    let run: String

    private static let replies = "amq.rabbitmq.reply-to"

    /// Sends what a plan says.
    ///
    /// - Parameters:
    ///   - plan: the messages; every one of them can be made.
    ///   - ended: told the outcome of each message, in the order in which they end.
    /// - Throws: `Failure` where the broker is lost.
    func send(_ plan: SendingPlan, ended: (Int, TillLedger.Outcome) -> Void) throws(Failure) {
        do throws(BrokerError) {
            // Answers come only to the channel that consumed before it published.
            try transport.consume(
                Consumer(queue: Till.replies, tag: "answers", prefetch: 0, isAutomatic: true))
            var ledger = TillLedger()
            var next = 0
            let start = time.microseconds()
            while next < plan.count || ledger.inFlight > 0 {
                let now = time.microseconds()
                while next < plan.count, ledger.inFlight < plan.window, plan.due(next) <= now - start {
                    try publish(next, of: plan, &ledger, at: max(start + plan.due(next), plan.pause == 0 ? now : 0))
                    next += 1
                }
                for index in ledger.expire(before: now - patience) { ended(index, .missing) }
                let due = next < plan.count && ledger.inFlight < plan.window ? start + plan.due(next) : Int64.max
                let late = ledger.oldest.map { $0 + patience } ?? Int64.max
                let wait = min(1_000, max(0, (min(due, late) - now) / 1_000 + 1))
                if let event = try transport.receive(timeoutMilliseconds: Int(wait)) {
                    try take(event, &ledger, ended)
                }
            }
        } catch  where error.code == .channelClosed && error.replyCode == 404 {
            throw .failed("exchange \(exchange) does not exist; no worker has run under this prefix")
        } catch {
            throw Failure(error)
        }
    }

    private func take(
        _ event: TransportEvent, _ ledger: inout TillLedger, _ ended: (Int, TillLedger.Outcome) -> Void
    ) throws(BrokerError) {
        if case .consumerCancelled = event {
            throw BrokerError(.connectionClosed, during: "wait for answers", text: "the broker ended the consumer")
        }
        if let end = ledger.take(event, at: time.microseconds()) { ended(end.index, end.outcome) }
    }

    private func publish(
        _ index: Int, of plan: SendingPlan, _ ledger: inout TillLedger, at moment: Int64
    ) throws(BrokerError) {
        guard let message = plan.message(index) else { return }
        let correlationId = "\(run)-\(index)"
        let sequence = try transport.publish(
            Publication(
                exchange: exchange, routingKey: message.routingKey, body: message.body,
                properties: Properties(
                    contentType: message.format.contentType, isPersistent: true, correlationId: correlationId,
                    replyTo: Till.replies)))
        ledger.sent(index, sequence: sequence, correlationId: correlationId, at: moment)
    }
}
