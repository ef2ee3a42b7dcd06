import Testing

@testable import WorkerRuntime

/// What is declared follows the conventions that `promtool check metrics` knows, and ours.
struct MetricNameTests {
    @Test(arguments: WorkerMetrics.all)
    func `a name says what is counted and in what`(_ metric: MetricDescription) {
        #expect(metric.name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || (97...122).contains($0) })
        #expect(metric.name.hasPrefix("promo_") || ProcessMetrics.all.contains(metric))
        #expect(metric.name.hasSuffix("_total") == (metric.kind == .counter))
        #expect(metric.name.contains("_seconds") == [.milliseconds, .microseconds].contains(metric.scale))
        #expect(metric.help.hasSuffix("."))
        for label in metric.labels { #expect(label.utf8.allSatisfy { (97...122).contains($0) }) }
        if case .histogram(let bounds) = metric.kind { #expect(bounds == Array(Set(bounds)).sorted()) }
    }

    @Test
    func `no name is used twice`() {
        #expect(Set(WorkerMetrics.all.map(\.name)).count == WorkerMetrics.all.count)
    }

    @Test
    func `the system says how the process does`() {
        let registry = Registry()
        ProcessMetrics.register(in: registry, startedAt: 1_700_000_000_500)
        let text = Exposition.text(registry)
        #expect(text.contains("process_start_time_seconds 1700000000.5\n"))
        #expect(registry.gauge(ProcessMetrics.memory).current > 1 << 20)
        let open = registry.gauge(ProcessMetrics.descriptors).current
        #expect((3...registry.gauge(ProcessMetrics.maxDescriptors).current).contains(open))
        #expect(registry.counter(ProcessMetrics.processor).current > 0)
    }
}
