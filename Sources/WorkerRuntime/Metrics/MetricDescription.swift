/// What is measured: its name, its kind, the sentence that explains it, and the labels that tell its series apart.
public struct MetricDescription: Hashable, Sendable {
    /// How a metric behaves.
    public enum Kind: Hashable, Sendable {
        /// It only grows.
        case counter
        /// It goes up and down.
        case gauge
        /// How often values fell under each of these bounds, ascending, in the metric's scale.
        case histogram(bounds: [Int64])

        /// The word of the exposition format.
        var word: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    /// How many of the stored whole numbers make one of the unit that is shown.
    public enum Scale: Int64, Hashable, Sendable {
        /// What is stored is what is shown.
        case one = 1
        /// Milliseconds are stored, seconds are shown.
        case milliseconds = 1_000
        /// Ten-thousandths of a currency's unit are stored, units are shown.
        case tenThousandths = 10_000
        /// Microseconds are stored, seconds are shown.
        case microseconds = 1_000_000
    }

    /// Its name, with the unit and for counters `_total` at its end.
    public let name: String
    /// How it behaves.
    public let kind: Kind
    /// The scale of its values.
    public let scale: Scale
    /// The names of its labels.
    public let labels: [String]
    /// One sentence for people.
    public let help: String

    /// Describes a metric.
    ///
    /// - Parameters:
    ///   - name: its name, with the unit and for counters `_total` at its end.
    ///   - kind: how it behaves.
    ///   - labels: the names of its labels; every label must have few values.
    ///   - scale: the scale of its values.
    ///   - help: one sentence for people.
    public init(_ name: String, _ kind: Kind, labels: [String] = [], scale: Scale = .one, _ help: String) {
        self.name = name
        self.kind = kind
        self.scale = scale
        self.labels = labels
        self.help = help
    }

    /// The bounds of times, in microseconds: from a step of a small sale to a batch that the world holds up.
    public static let times: Kind = .histogram(bounds: [
        10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
        2_500_000, 10_000_000,
    ])
}

extension MetricDescription {
    /// A table of metrics in Markdown.
    ///
    /// - Parameter metrics: the metrics.
    /// - Returns: a table with a row for each, by name.
    public static func markdownTable(of metrics: [MetricDescription]) -> String {
        let rows = metrics.sorted { $0.name < $1.name }.map { metric in
            let labels = metric.labels.map { "`\($0)`" }.joined(separator: ", ")
            return "| `\(metric.name)` | \(metric.kind.word) | \(labels) | \(metric.help) |"
        }
        return (["| metric | kind | labels | meaning |", "| --- | --- | --- | --- |"] + rows).joined(separator: "\n")
            + "\n"
    }
}
