internal import Synchronization

/// The metrics of a process: made and written by the worker, read by whoever asks for them.
///
/// Finding a series takes a lock and is for the start, or for a caller that keeps what it found; writing to one takes
/// none.
public final class Registry: Sendable {
    /// How many series a metric has at most; what comes later shares one whose labels all say `other`.
    public static let maxSeries = 100
    static let overflow = "other"

    enum Series: Sendable {
        case counter(Counter)
        case gauge(Gauge)
        case histogram(Histogram)
    }

    struct Family: Sendable {
        let description: MetricDescription
        /// By the values of the labels.
        var series: [[String]: Series] = [:]
    }

    private struct Content {
        var families: [String: Family] = [:]
        var collectors: [@Sendable () -> Void] = []
    }

    private let content = Mutex(Content())

    /// Makes one without metrics.
    public init() {}

    /// The series of a counter with these labels.
    ///
    /// - Parameters:
    ///   - description: the metric, a counter.
    ///   - labels: a value for each of its labels.
    /// - Returns: the series, the same each time.
    public func counter(_ description: MetricDescription, _ labels: String...) -> Counter {
        guard case .counter(let counter) = series(description, labels) else { mismatch(description) }
        return counter
    }

    /// The series of a gauge with these labels.
    ///
    /// - Parameters:
    ///   - description: the metric, a gauge.
    ///   - labels: a value for each of its labels.
    /// - Returns: the series, the same each time.
    public func gauge(_ description: MetricDescription, _ labels: String...) -> Gauge {
        guard case .gauge(let gauge) = series(description, labels) else { mismatch(description) }
        return gauge
    }

    /// The series of a histogram with these labels.
    ///
    /// - Parameters:
    ///   - description: the metric, a histogram.
    ///   - labels: a value for each of its labels.
    /// - Returns: the series, the same each time.
    public func histogram(_ description: MetricDescription, _ labels: String...) -> Histogram {
        guard case .histogram(let histogram) = series(description, labels) else { mismatch(description) }
        return histogram
    }

    /// Replaces all series of a gauge: each of these labels stands at 1, and no other is left.
    ///
    /// - Parameters:
    ///   - description: the metric, a gauge that says what there is.
    ///   - sets: the values of the labels of each series.
    public func list(_ description: MetricDescription, _ sets: [[String]]) {
        guard description.kind == .gauge else { mismatch(description) }
        var family = Family(description: description)
        for labels in sets.prefix(Self.maxSeries) {
            let gauge = Gauge()
            gauge.set(1)
            family.series[labels] = .gauge(gauge)
        }
        // At once, so that nobody reads half a list.
        content.withLock { [family] in $0.families[description.name] = family }
    }

    /// Adds work that is done each time the metrics are read, by the thread that reads them.
    ///
    /// - Parameter collect: sets gauges whose values lie outside of the process's own work.
    public func onReading(_ collect: @escaping @Sendable () -> Void) {
        content.withLock { $0.collectors.append(collect) }
    }

    /// Everything, by name.
    func families() -> [Family] {
        for collect in content.withLock(\.collectors) { collect() }
        return content.withLock(\.families).values.sorted { $0.description.name < $1.description.name }
    }

    private func series(_ description: MetricDescription, _ labels: [String]) -> Series {
        precondition(
            labels.count == description.labels.count, "\(description.name) has the labels \(description.labels)")
        return content.withLock { content in
            var family = content.families[description.name] ?? Family(description: description)
            precondition(family.description == description, "\(description.name) is described twice")
            var key = labels
            if family.series[key] == nil, family.series.count >= Self.maxSeries {
                key = labels.map { _ in Self.overflow }
            }
            if let known = family.series[key] { return known }
            let made: Series =
                switch description.kind {
                case .counter: .counter(Counter())
                case .gauge: .gauge(Gauge())
                case .histogram(let bounds): .histogram(Histogram(bounds: bounds))
                }
            family.series[key] = made
            content.families[description.name] = family
            return made
        }
    }

    private func mismatch(_ description: MetricDescription) -> Never {
        preconditionFailure("\(description.name) is a \(description.kind.word)")
    }
}
