internal import Broker

/// Takes what a run loop does to the metrics and to the health; one connection's deliveries at a time.
final class LoopObserver {
    /// How often the broker is asked how full the queues are.
    static let lookMilliseconds: Int64 = 10_000

    private let clock: any Clock
    private let health: Health
    private let queues: [(name: String, ready: Gauge, consumers: Gauge)]
    private let figures: LoopFigures
    private let age: Histogram
    private let batch: Histogram
    private let whole: Histogram
    private let handling: Histogram
    private let confirming: Histogram

    /// When each delivery in hand came, oldest first, in microseconds.
    private var deliveries: [(tag: UInt64, at: Int64)] = []
    private var head = 0
    /// When each publication under way was sent, in microseconds.
    private var publications: [UInt64: Int64] = [:]
    private var nextLook: Int64 = 0
    private var link: Link?

    /// How the connection to the broker stands.
    private enum Link { case none, open, blocked, stopping }

    init(_ monitoring: Monitoring, settings: RunLoopSettings, clock: any Clock) {
        let registry = monitoring.registry
        self.clock = clock
        health = monitoring.health
        queues = (settings.workQueues + [settings.deadQueue]).map { name in
            (name, registry.gauge(WorkerMetrics.ready, name), registry.gauge(WorkerMetrics.consumers, name))
        }
        figures = LoopFigures(registry, queue: settings.workQueue)
        age = registry.histogram(WorkerMetrics.age, settings.workQueue)
        batch = registry.histogram(WorkerMetrics.batch, settings.workQueue)
        whole = registry.histogram(WorkerMetrics.whole, settings.workQueue)
        handling = registry.histogram(WorkerMetrics.handling, settings.workQueue)
        confirming = registry.histogram(WorkerMetrics.confirming, settings.workQueue)
    }

    var now: Int64 { clock.monotonicMicroseconds }

    /// Once each turn of the loop.
    func turned(_ metrics: RunMetrics, isStopping: Bool) {
        health.turned(at: clock.monotonicMilliseconds)
        figures.write(metrics, inHand: deliveries.count - head)
        let link: Link = isStopping ? .stopping : !metrics.isConnected ? .none : metrics.isBlocked ? .blocked : .open
        guard link != self.link else { return }
        self.link = link
        health.set(.worker, problem: link == .stopping ? "it was asked to stop" : nil)
        switch link {
        case .open, .stopping: health.set(.broker, problem: nil)
        case .none: health.set(.broker, problem: "there is no connection")
        case .blocked: health.set(.broker, problem: "it takes no publications")
        }
    }

    func delivered(_ delivery: Delivery, at moment: Int64) {
        deliveries.append((delivery.deliveryTag, moment))
        guard let sent = delivery.properties.timestamp else { return }
        let milliseconds = Int64(clamping: sent).multipliedReportingOverflow(by: 1_000)
        // A clock of milliseconds where seconds are agreed on would look like an age far below 0, and counts as 0.
        if !milliseconds.overflow { age.observe(clock.wallMilliseconds - milliseconds.partialValue) }
    }

    func handled(_ count: Int, since moment: Int64) {
        batch.observe(Int64(count))
        handling.observe(now - moment)
    }

    func published(_ sequence: UInt64) { publications[sequence] = now }

    func settled(_ sequence: UInt64) {
        if let sent = publications.removeValue(forKey: sequence) { confirming.observe(now - sent) }
    }

    /// Deliveries are acknowledged from the oldest on.
    func acknowledged(upTo tag: UInt64) {
        let moment = now
        while head < deliveries.count, deliveries[head].tag <= tag {
            whole.observe(moment - deliveries[head].at)
            head += 1
        }
        if head == deliveries.count {
            deliveries.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 1024 {
            deliveries.removeFirst(head)
            head = 0
        }
    }

    /// The connection is gone, and with it what was in hand.
    func disconnected() {
        deliveries = []
        head = 0
        publications = [:]
    }

    /// Asks the broker how full the queues are, when it is time.
    func look(_ transport: any Transport) throws(BrokerError) {
        let moment = clock.monotonicMilliseconds
        guard moment >= nextLook else { return }
        nextLook = moment + Self.lookMilliseconds
        for queue in queues {
            let status = try transport.status(ofQueue: queue.name)
            queue.ready.set(status.messages)
            queue.consumers.set(status.consumers)
        }
    }
}

@available(*, unavailable, message: "it belongs to the thread of its run loop")
extension LoopObserver: Sendable {}
