internal import Storage

/// Looks at the database now and then, for those who watch: whether it can be reached, and what waits in the outbox.
final class StoreWatch {
    /// How often it looks.
    static let lookMilliseconds: Int64 = 5_000

    private let monitoring: Monitoring
    private let store: Store
    private let waiting: Gauge
    private let age: Gauge
    private var nextLook: Int64 = 0

    init(_ monitoring: Monitoring, store: Store) {
        self.monitoring = monitoring
        self.store = store
        waiting = monitoring.registry.gauge(WorkerMetrics.outboxWaiting)
        age = monitoring.registry.gauge(WorkerMetrics.outboxAge)
    }

    /// Looks, when it is time.
    ///
    /// - Parameter now: milliseconds since 1970.
    func look(now: Int64) {
        // A clock that was set back must not keep it from looking until it has caught up.
        guard now >= nextLook || nextLook - now > Self.lookMilliseconds else { return }
        nextLook = now + Self.lookMilliseconds
        do throws(StorageError) {
            let backlog = try store.outbox.backlog()
            waiting.set(backlog.count)
            age.set(max(0, now - (backlog.oldest ?? now)))
            monitoring.database(nil)
        } catch {
            monitoring.database(error)
        }
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension StoreWatch: Sendable {}
