internal import Synchronization

/// A number that only grows; any thread may add to it and any may read it, and none waits.
public final class Counter: Sendable {
    private let value = Atomic<Int64>(0)

    init() {}

    /// What it has come to.
    public var current: Int64 { value.load(ordering: .relaxed) }

    /// Adds to it.
    ///
    /// - Parameter amount: how much; less than 1 adds nothing.
    public func add(_ amount: Int64 = 1) {
        if amount > 0 { value.wrappingAdd(amount, ordering: .relaxed) }
    }

    /// Brings it up to a figure that is counted elsewhere, by one thread.
    ///
    /// - Parameter total: the figure; a lower one changes nothing.
    public func advance(to total: Int) { add(Int64(total) - current) }
}

/// A number that goes up and down; any thread may set it and any may read it, and none waits.
public final class Gauge: Sendable {
    private let value = Atomic<Int64>(0)

    init() {}

    /// What it stands at.
    public var current: Int64 { value.load(ordering: .relaxed) }

    /// Sets it.
    ///
    /// - Parameter amount: what it stands at from now on.
    public func set(_ amount: some BinaryInteger) { value.store(Int64(clamping: amount), ordering: .relaxed) }

    /// Sets it to 1 or 0.
    ///
    /// - Parameter flag: whether it is 1.
    public func set(_ flag: Bool) { set(flag ? 1 : 0) }
}

/// How values are spread over fixed bounds; any thread may add to it and any may read it, and none waits.
public final class Histogram: Sendable {
    /// A reading: how many values fell under each bound and above the last, and what all add up to.
    struct Reading: Hashable, Sendable {
        var counts: [Int64]
        var sum: Int64
    }

    let bounds: [Int64]
    private let counts: [Counter]
    private let sum = Counter()

    init(bounds: [Int64]) {
        self.bounds = bounds
        counts = (0...bounds.count).map { _ in Counter() }
    }

    /// Adds a value.
    ///
    /// - Parameter value: the value, in the metric's scale; less than 0, after a clock was set back, counts as 0.
    public func observe(_ value: Int64) {
        var index = 0
        while index < bounds.count, value > bounds[index] { index += 1 }
        counts[index].add()
        sum.add(value)
    }

    /// How many values were added.
    public var count: Int64 { reading.counts.reduce(0, +) }

    var reading: Reading { Reading(counts: counts.map(\.current), sum: sum.current) }
}
