import EcommerceCache
import Storage
import WorkerRuntime

/// The metrics that only cache-generator has.
final class CacheMetrics {
    static let products = MetricDescription(
        "promo_cache_products_total", .counter, labels: ["result"],
        "Products looked at for sites: published, removed, unchanged, or neither promoted before nor now.")
    static let runs = MetricDescription(
        "promo_cache_runs_total", .counter, labels: ["reason"], "Runs for sites that ended, by why they were made.")
    static let remaining = MetricDescription(
        "promo_cache_remaining_products", .gauge, "Products that the run under way has yet to look at.")
    static let pending = MetricDescription(
        "promo_cache_pending_messages", .gauge, "Messages of the run under way that the broker has yet to confirm.")
    static let stalled = MetricDescription(
        "promo_cache_stalled_total", .counter, "How often a run was put aside because a site's queue took nothing.")

    static let all = [products, runs, remaining, pending, stalled]

    private let registry: Registry
    private let counters: [Counter]
    private var last: CacheRun?

    init(_ registry: Registry) {
        self.registry = registry
        counters = ["published", "removed", "unchanged", "unpromoted"].map { registry.counter(Self.products, $0) }
        for reason in CacheRun.Reason.allCases { _ = registry.counter(Self.runs, reason.rawValue) }
        _ = registry.counter(Self.stalled)
    }

    /// Counts what a turn did.
    func note(_ step: CacheWork.Step, pending: Int) {
        switch step {
        case .began(let run), .advanced(let run): advanced(run)
        case .ended(let run):
            advanced(run)
            registry.counter(Self.runs, run.reason.rawValue).add()
        case .stalled: registry.counter(Self.stalled).add()
        case .idle, .waiting: break
        }
        registry.gauge(Self.pending).set(pending)
    }

    private func advanced(_ run: CacheRun) {
        registry.gauge(Self.remaining).set(run.endedAt == nil ? max(0, run.products - run.evaluated) : 0)
        defer { last = run }
        guard let last, last.generation == run.generation, last.store == run.store, last.company == run.company
        else { return }
        let figures = [\CacheRun.published, \.removed, \.unchanged, \.unpromoted].map {
            run[keyPath: $0] - last[keyPath: $0]
        }
        for (counter, figure) in zip(counters, figures) { counter.add(Int64(figure)) }
    }
}

extension CacheRun {
    /// How many products were evaluated and are on no page.
    fileprivate var unpromoted: Int { max(0, evaluated - published - unchanged) }
}
