internal import Broker
internal import Storage

/// Adds to a worker's handler what the database keeps for every worker: the attempts at messages that came back, and
/// the outbox.
final class DurableHandler: BatchHandler {
    private let worker: any BatchHandler
    private let store: Store
    private let relay: OutboxRelay
    private let queue: String
    private let maxDeliveries: Int
    private let handlingSeconds: Int
    private let clock: any Clock
    private let monitoring: Monitoring?
    private let watch: StoreWatch?
    /// Whether the last slice of the worker's own work was done.
    private var hasAdvanced = true
    /// The message whose attempt is counted and was only held up: the next one is the same attempt.
    private var heldUp: String?
    /// The messages in the run loop's hands that the worker keeps itself.
    private var own: Set<String> = []

    init(
        _ worker: any BatchHandler, store: Store, settings: RunLoopSettings, clock: any Clock,
        monitoring: Monitoring? = nil
    ) {
        self.worker = worker
        self.store = store
        self.clock = clock
        self.monitoring = monitoring
        watch = monitoring.map { StoreWatch($0, store: store) }
        queue = settings.workQueue
        maxDeliveries = settings.retryPolicy.maxDeliveries
        handlingSeconds = settings.handlingSeconds
        relay = OutboxRelay(store: store, prefix: settings.reservedPrefix ?? "")
    }

    func handle(_ batch: [Delivery]) throws(HandlerError) -> [Outcome] {
        // A redelivered message comes alone.
        guard let only = batch.first, only.isRedelivered else { return try limited(batch) }
        let name = DeliveryName.of(only)
        if heldUp != name {
            heldUp = nil
            if let outcome = try worn(only, name) { return [outcome] }
        }
        let outcomes: [Outcome]
        do throws(HandlerError) {
            outcomes = try limited(batch)
        } catch {
            switch error {
            // It neither ended the worker nor lost its connection, so this is no reason to give it up.
            case .transient: heldUp = name
            // It goes its way through the waiting queues, which count by themselves.
            case .failed: try? settle(name)
            }
            throw error
        }
        heldUp = name
        try settle(name)
        heldUp = nil
        return outcomes
    }

    func givenUp(_ delivery: Delivery, reason: String) throws(HandlerError) -> [Publication] {
        try worker.givenUp(delivery, reason: reason)
    }

    func outbox(max: Int) throws(HandlerError) -> [RelayedMessage] {
        let kept = try worker.outbox(max: max)
        for message in kept { own.insert(message.id) }
        guard kept.count < max else { return kept }
        return try kept
            + monitoring.watching { () throws(StorageError) in
                try relay.waiting(max: max - kept.count, now: clock.wallMilliseconds)
            }
    }

    func confirmed(_ ids: [String]) throws(HandlerError) {
        let kept = ids.filter(own.contains)
        if !kept.isEmpty {
            try worker.confirmed(kept)
            own.subtract(kept)
        }
        let relayed = kept.isEmpty ? ids : ids.filter { !kept.contains($0) }
        if relayed.isEmpty { return }
        try monitoring.watching { () throws(StorageError) in try relay.delete(relayed) }
    }

    func refused(_ id: String) -> Bool { own.contains(id) && worker.refused(id) }

    func advance(_ turn: WorkTurn, serve: () -> Void) throws(HandlerError) -> WorkProgress {
        hasAdvanced = false
        let progress = try Watchdog.limiting(seconds: handlingSeconds) { () throws(HandlerError) in
            // Whoever serves the connection meanwhile waits for somebody, and is not stuck.
            try worker.advance(turn) {
                Watchdog.renew(seconds: handlingSeconds)
                serve()
            }
        }
        hasAdvanced = true
        return progress
    }

    func subject(of delivery: Delivery) -> LogFields { worker.subject(of: delivery) }

    func notice(_ delivery: Delivery) { worker.notice(delivery) }

    func idle(at wallMilliseconds: Int64) throws(HandlerError) {
        defer { watch?.look(now: wallMilliseconds) }
        try worker.idle(at: wallMilliseconds)
        if hasAdvanced { monitoring?.upkeepSucceeded(at: wallMilliseconds) }
    }

    func stop() { worker.stop() }

    private func limited(_ batch: [Delivery]) throws(HandlerError) -> [Outcome] {
        try Watchdog.limiting(seconds: handlingSeconds) { () throws(HandlerError) in try worker.handle(batch) }
    }

    /// Counts an attempt at a message that came back; the verdict where it has been tried too often.
    private func worn(_ delivery: Delivery, _ name: String) throws(HandlerError) -> Outcome? {
        let attempts = try monitoring.watching { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                try store.deliveryAttempts.count(queue: queue, key: name, now: clock.wallMilliseconds)
            }
        }
        guard attempts > maxDeliveries else { return nil }
        let reason = "tried \(attempts - 1) times, and each time the worker ended or lost its connection"
        let replies = try worker.givenUp(delivery, reason: reason)
        try settle(name)
        return .discard(reason: reason, replies: replies)
    }

    private func settle(_ name: String) throws(HandlerError) {
        try monitoring.watching { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                try store.deliveryAttempts.clear(queue: queue, key: name)
            }
        }
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension DurableHandler: Sendable {}
