import Storage
import WorkerRuntime

/// The metrics that only importer has.
final class ImportMetrics {
    static let rows = MetricDescription(
        "promo_import_items_total", .counter, labels: ["result"],
        "Items of loads that were looked at: loaded, removed (also by replacing a catalog), or refused.")
    static let loads = MetricDescription(
        "promo_imports_total", .counter, labels: ["state"], "Loads that are over: done, or failed.")

    static let all = [rows, loads]

    private let loaded: Counter
    private let removed: Counter
    private let refusedRows: Counter
    private let done: Counter
    /// Loads that failed, or could not be read at all.
    let refused: Counter
    private var last: ImportRecord?

    init(_ registry: Registry) {
        loaded = registry.counter(Self.rows, "loaded")
        removed = registry.counter(Self.rows, "removed")
        refusedRows = registry.counter(Self.rows, "refused")
        done = registry.counter(Self.loads, "done")
        refused = registry.counter(Self.loads, "failed")
    }

    /// Counts what a load has got on by since it was last seen.
    func advanced(_ record: ImportRecord) {
        defer { last = record }
        guard let last, last.id == record.id else { return }
        loaded.add(record.loaded - last.loaded)
        removed.add(record.removed - last.removed)
        refusedRows.add(record.refused - last.refused)
    }

    /// Counts a load that is over.
    func ended(_ record: ImportRecord) {
        advanced(record)
        (record.state == .failed ? refused : done).add()
    }
}
