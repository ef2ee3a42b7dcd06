internal import Messages
internal import Promotions

/// How long single runs of something took, one after the other on one thread.
struct Latencies {
    private var nanoseconds: [UInt32] = []
    private(set) var total: Duration = .zero

    /// Runs a piece of work again and again.
    ///
    /// - Parameters:
    ///   - seconds: for how long, at least once.
    ///   - work: the work; it is told how often it ran before.
    /// - Returns: how long each run took.
    /// - Throws: what the work throws.
    static func measure<Failure: Error>(
        seconds: Int, _ work: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Latencies {
        let clock = ContinuousClock()
        var result = Latencies()
        result.nanoseconds.reserveCapacity(1 << 16)
        let start = clock.now
        let end = start + .seconds(seconds)
        var before = start
        repeat {
            try work(result.nanoseconds.count)
            let after = clock.now
            result.nanoseconds.append(Latencies.nanoseconds(after - before))
            before = after
        } while before < end
        result.total = before - start
        return result
    }

    /// How often it ran.
    var count: Int { nanoseconds.count }

    /// Notes one more run, which others may have overlapped.
    mutating func add(_ duration: Duration) { nanoseconds.append(Latencies.nanoseconds(duration)) }

    /// Notes how long all runs took together.
    mutating func span(_ duration: Duration) { total = duration }

    /// Runs a second.
    var perSecond: Int { Latencies.perSecond(count, in: total) }

    /// So many things a second.
    static func perSecond(_ count: Int, in duration: Duration) -> Int {
        let microseconds = max(1, Int(duration / .microseconds(1)))
        return count * 1_000_000 / microseconds
    }

    /// Figures that every row ends with, in microseconds with one decimal.
    func percentiles() -> [JSONValue.Member] {
        zip([50, 99], percentiles([50, 99])).map { percent, value in
            JSONValue.Member("p\(percent)_us", .number(DecimalText.print(value, scale: 3, decimals: 1)))
        }
    }

    /// Percentiles in milliseconds with two decimals.
    func milliseconds(_ percents: [Int]) -> [JSONValue.Member] {
        zip(percents, percentiles(percents)).map { percent, value in
            JSONValue.Member("p\(percent)_ms", .number(DecimalText.print(value, scale: 6, decimals: 2)))
        }
    }

    private func percentiles(_ percents: [Int]) -> [Int128] {
        let sorted = nanoseconds.sorted()
        return percents.map { percent in
            sorted.isEmpty ? 0 : Int128(sorted[min(sorted.count - 1, sorted.count * percent / 100)])
        }
    }

    private static func nanoseconds(_ duration: Duration) -> UInt32 {
        let (seconds, attoseconds) = duration.components
        return UInt32(clamping: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
