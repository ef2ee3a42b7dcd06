/// How fast each sender may send: a bucket of tokens for each, filled at a steady rate, one taken for each message.
///
/// One sender that has gone mad does not take the time of all others.
public struct SenderRate: Hashable, Sendable {
    /// What becomes of a message.
    public enum Verdict: Hashable, Sendable {
        /// It is worked on.
        case admitted
        /// It came too fast; `isNews` once a minute for each sender, so that a log can tell of it.
        case refused(isNews: Bool)
    }

    /// How many senders are remembered; where there are more, the half that was silent longest is forgotten.
    static let mostSenders = 10_000
    /// How often refusals of one sender are news.
    static let newsMilliseconds: Int64 = 60_000

    private struct Bucket: Hashable {
        /// Thousandths of a token.
        var level: Int64
        var filledAt: Int64
        var toldAt: Int64?
    }

    private let perSecond: Int64
    private let full: Int64
    private var buckets: [String: Bucket] = [:]

    /// A rate; nil where it is 0, which is without limit.
    ///
    /// - Parameters:
    ///   - perSecond: how many messages a second a sender may send for ever.
    ///   - burst: how many a sender that was silent may send at once; at least one.
    public init?(perSecond: Int, burst: Int) {
        guard perSecond > 0 else { return nil }
        self.perSecond = Int64(perSecond)
        full = Int64(max(1, burst)) * 1000
    }

    /// Takes a token for a message.
    ///
    /// - Parameters:
    ///   - sender: who sent it.
    ///   - now: milliseconds of a clock that never steps back.
    /// - Returns: what becomes of it.
    public mutating func take(_ sender: String, at now: Int64) -> Verdict {
        if buckets.count >= Self.mostSenders, buckets[sender] == nil { forget() }
        var bucket = buckets[sender] ?? Bucket(level: full, filledAt: now)
        // So many milliseconds fill any bucket; more could overflow.
        let passed = min(now - bucket.filledAt, full)
        bucket.level = min(full, bucket.level + passed * perSecond)
        bucket.filledAt = now
        defer { buckets[sender] = bucket }
        if bucket.level >= 1000 {
            bucket.level -= 1000
            return .admitted
        }
        let isNews = bucket.toldAt.map { now - $0 >= Self.newsMilliseconds } ?? true
        if isNews { bucket.toldAt = now }
        return .refused(isNews: isNews)
    }

    private mutating func forget() {
        let middle = buckets.values.map(\.filledAt).sorted()[buckets.count / 2]
        buckets = buckets.filter { $0.value.filledAt > middle }
    }
}
