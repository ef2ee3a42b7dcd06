import Testing

@testable import WorkerRuntime

struct RegistryTests {
    static let messages = MetricDescription("t_messages_total", .counter, labels: ["queue"], "Messages.")
    static let depth = MetricDescription("t_depth", .gauge, "Depth.")
    static let age = MetricDescription(
        "t_age_seconds", .histogram(bounds: [250, 1_000_000]), labels: ["stage"], scale: .microseconds,
        "Age of \\ things\nin seconds.")

    @Test
    func `a series is the same however often it is asked for`() {
        let registry = Registry()
        registry.counter(Self.messages, "a").add()
        registry.counter(Self.messages, "a").add(2)
        registry.counter(Self.messages, "b").add()
        #expect(registry.counter(Self.messages, "a").current == 3)
        #expect(registry.counter(Self.messages, "b").current == 1)
    }

    @Test
    func `a counter never falls`() {
        let counter = Registry().counter(Self.messages, "a")
        counter.add(5)
        counter.add(-3)
        counter.advance(to: 4)
        #expect(counter.current == 5)
        counter.advance(to: 9)
        #expect(counter.current == 9)
    }

    @Test
    func `the text is what Prometheus reads, with everything escaped`() {
        let registry = Registry()
        registry.counter(Self.messages, "q\\1\"\n").add(7)
        registry.counter(Self.messages, "a").add()
        registry.gauge(Self.depth).set(-2)
        let age = registry.histogram(Self.age, "decode")
        for value: Int64 in [-5, 0, 250, 251, 1_000_000, 2_500_000] { age.observe(value) }
        #expect(
            Exposition.text(registry) == """
                # HELP t_age_seconds Age of \\\\ things\\nin seconds.
                # TYPE t_age_seconds histogram
                t_age_seconds_bucket{stage="decode",le="0.00025"} 3
                t_age_seconds_bucket{stage="decode",le="1"} 5
                t_age_seconds_bucket{stage="decode",le="+Inf"} 6
                t_age_seconds_sum{stage="decode"} 3.500501
                t_age_seconds_count{stage="decode"} 6
                # HELP t_depth Depth.
                # TYPE t_depth gauge
                t_depth -2
                # HELP t_messages_total Messages.
                # TYPE t_messages_total counter
                t_messages_total{queue="a"} 1
                t_messages_total{queue="q\\\\1\\"\\n"} 7

                """)
    }

    @Test(arguments: [
        (Int64(0), MetricDescription.Scale.microseconds, "0"), (250, .microseconds, "0.00025"),
        (1_000_000, .microseconds, "1"), (1_500_000, .microseconds, "1.5"), (-1, .milliseconds, "-0.001"),
        (1_700_000_000_123, .milliseconds, "1700000000.123"), (42, .one, "42"),
        (.min, .milliseconds, "-9223372036854775.808"),
    ])
    func `numbers are exact`(_ value: Int64, _ scale: MetricDescription.Scale, _ text: String) {
        #expect(Exposition.number(value, scale) == text)
    }

    @Test
    func `labels without end share one series`() {
        let registry = Registry()
        for index in 0..<Registry.maxSeries * 2 { registry.counter(Self.messages, "\(index)").add() }
        #expect(registry.counter(Self.messages, "0").current == 1)
        #expect(registry.counter(Self.messages, Registry.overflow).current == Int64(Registry.maxSeries))
        #expect(registry.families().map(\.series.count) == [Registry.maxSeries + 1])
    }

    @Test
    func `a list holds what there is and nothing that was`() {
        let registry = Registry()
        let maps = MetricDescription("t_map_info", .gauge, labels: ["company", "version"], "Maps.")
        registry.list(maps, [["1", "7"], ["1", "8"]])
        registry.list(maps, [["1", "8"]])
        #expect(Exposition.text(registry).hasSuffix("t_map_info{company=\"1\",version=\"8\"} 1\n"))
        #expect(!Exposition.text(registry).contains("version=\"7\""))
    }

    @Test
    func `what lies outside is read when somebody asks`() {
        let registry = Registry()
        let depth = registry.gauge(Self.depth)
        registry.onReading { depth.set(depth.current + 1) }
        #expect(Exposition.text(registry).contains("t_depth 1\n"))
        #expect(Exposition.text(registry).contains("t_depth 2\n"))
    }
}
