/// Metrics as Prometheus reads them: its text format, version 0.0.4.
enum Exposition {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The text of all metrics of a registry.
    static func text(_ registry: Registry) -> String {
        var text = ""
        for family in registry.families() { write(family, to: &text) }
        return text
    }

    private static func write(_ family: Registry.Family, to text: inout String) {
        let description = family.description
        text += "# HELP \(description.name) \(escapedHelp(description.help))\n"
        text += "# TYPE \(description.name) \(description.kind.word)\n"
        let series = family.series.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        for (values, series) in series {
            let labels = zip(description.labels, values).map { label($0, $1) }
            switch series {
            case .counter(let counter): sample(description.name, labels, counter.current, description, &text)
            case .gauge(let gauge): sample(description.name, labels, gauge.current, description, &text)
            case .histogram(let histogram): write(histogram, labels, description, &text)
            }
        }
    }

    private static func write(
        _ histogram: Histogram, _ labels: [String], _ description: MetricDescription, _ text: inout String
    ) {
        let reading = histogram.reading
        var count: Int64 = 0
        for (bound, own) in zip(histogram.bounds, reading.counts) {
            count += own
            let bound = label("le", number(bound, description.scale))
            line("\(description.name)_bucket", labels + [bound], String(count), &text)
        }
        count += reading.counts.last ?? 0
        line("\(description.name)_bucket", labels + [label("le", "+Inf")], String(count), &text)
        line("\(description.name)_sum", labels, number(reading.sum, description.scale), &text)
        line("\(description.name)_count", labels, String(count), &text)
    }

    private static func sample(
        _ name: String, _ labels: [String], _ value: Int64, _ description: MetricDescription, _ text: inout String
    ) {
        line(name, labels, number(value, description.scale), &text)
    }

    private static func line(_ name: String, _ labels: [String], _ value: String, _ text: inout String) {
        text += name
        if !labels.isEmpty { text += "{\(labels.joined(separator: ","))}" }
        text += " \(value)\n"
    }

    private static func label(_ name: String, _ value: String) -> String {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return "\(name)=\"\(escaped)\""
    }

    private static func escapedHelp(_ text: String) -> String {
        text.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
            .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
    }

    /// A stored number in the unit that is shown, exactly: 250 microseconds are `0.00025`.
    static func number(_ value: Int64, _ scale: MetricDescription.Scale) -> String {
        let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: scale.rawValue.magnitude)
        let sign = value < 0 ? "-" : ""
        guard rest > 0 else { return "\(sign)\(whole)" }
        let width = String(scale.rawValue).utf8.count - 1
        var digits = String(rest)
        digits = String(repeating: "0", count: width - digits.utf8.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }
}
