/// What a run loop counts by itself, as metrics.
struct LoopFigures {
    private let received, redelivered, done, retried, dead, acknowledged, heldUp: Counter
    private let confirmed, returned, dropped, sent, refused, connections, turns: Counter
    private let inHand, connected, blocked: Gauge

    init(_ registry: Registry, queue: String) {
        received = registry.counter(WorkerMetrics.received, queue)
        redelivered = registry.counter(WorkerMetrics.redelivered, queue)
        done = registry.counter(WorkerMetrics.settled, queue, "done")
        retried = registry.counter(WorkerMetrics.settled, queue, "retried")
        dead = registry.counter(WorkerMetrics.settled, queue, "dead")
        acknowledged = registry.counter(WorkerMetrics.acknowledged, queue)
        heldUp = registry.counter(WorkerMetrics.heldUp, queue)
        confirmed = registry.counter(WorkerMetrics.replies, "confirmed")
        returned = registry.counter(WorkerMetrics.replies, "returned")
        dropped = registry.counter(WorkerMetrics.replies, "dropped")
        sent = registry.counter(WorkerMetrics.outboxSent, "confirmed")
        refused = registry.counter(WorkerMetrics.outboxSent, "refused")
        connections = registry.counter(WorkerMetrics.connections)
        turns = registry.counter(WorkerMetrics.turns)
        inHand = registry.gauge(WorkerMetrics.inHand, queue)
        connected = registry.gauge(WorkerMetrics.connected)
        blocked = registry.gauge(WorkerMetrics.blocked)
    }

    /// Brings the metrics up to what the loop has counted.
    func write(_ metrics: RunMetrics, inHand count: Int) {
        received.advance(to: metrics.received)
        redelivered.advance(to: metrics.redelivered)
        done.advance(to: metrics.done)
        retried.advance(to: metrics.retried)
        dead.advance(to: metrics.dead)
        acknowledged.advance(to: metrics.acknowledged)
        heldUp.advance(to: metrics.heldUp)
        confirmed.advance(to: metrics.replyConfirmed)
        returned.advance(to: metrics.replyReturned)
        dropped.advance(to: metrics.replyDropped)
        sent.advance(to: metrics.outboxConfirmed)
        refused.advance(to: metrics.outboxRefused)
        connections.advance(to: metrics.connections)
        turns.add()
        inHand.set(count)
        connected.set(metrics.isConnected)
        blocked.set(metrics.isBlocked)
    }
}
