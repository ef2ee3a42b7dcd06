internal import Messages
internal import Promotions

/// What became of many messages.
struct LoadSummary: Hashable, Sendable {
    /// How many were sent.
    private(set) var sent = 0
    /// How many answers came, by their ack; empty where an answer has none.
    private(set) var acks: [String: Int] = [:]
    /// How many no queue took.
    private(set) var unroutable = 0
    /// How many the broker refused.
    private(set) var refused = 0
    /// How many were not answered in time.
    private(set) var missing = 0
    private var microseconds: [Int64] = []

    /// How many were answered.
    var answered: Int { microseconds.count }

    /// Counts a message.
    mutating func count(_ outcome: TillLedger.Outcome) {
        sent += 1
        switch outcome {
        case .answered(let answer, let time):
            acks[LoadSummary.ack(of: answer), default: 0] += 1
            microseconds.append(time)
        case .unroutable: unroutable += 1
        case .refused: refused += 1
        case .missing: missing += 1
        }
    }

    /// The time within which that many of a hundred answers came, in milliseconds; nil without answers.
    func percentile(_ percent: Int) -> String? {
        guard !microseconds.isEmpty else { return nil }
        let sorted = microseconds.sorted()
        let rank = max(1, (sorted.count * percent + 99) / 100)
        return DecimalText.print(Int128(sorted[rank - 1]), scale: 3, decimals: 1)
    }

    /// The summary for people.
    ///
    /// - Parameter duration: how long all of it took, in microseconds.
    /// - Returns: a line a figure.
    func text(duration: Int64) -> String {
        let rate = duration > 0 ? Int64(answered) * 1_000_000 / duration : 0
        var lines = ["sent \(sent), answered \(answered) (\(rate)/s)"]
        for (count, what) in [(missing, "not answered"), (unroutable, "taken by no queue"), (refused, "refused")]
        where count > 0 { lines.append("\(what): \(count)") }
        for (ack, count) in acks.sorted(by: { ($0.key.count, $0.key) < ($1.key.count, $1.key) }) {
            lines.append("ack \(ack.isEmpty ? "unknown" : ack): \(count)")
        }
        if let half = percentile(50), let most = percentile(99) { lines.append("p50 \(half) ms, p99 \(most) ms") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The summary for programs.
    func json(duration: Int64) -> JSONValue {
        .members(
            ("sent", .whole(sent)), ("answered", .whole(answered)), ("missing", .whole(missing)),
            ("unroutable", .whole(unroutable)), ("refused", .whole(refused)),
            (
                "acks",
                .object(acks.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .whole($0.value)) })
            ),
            ("milliseconds", .whole(duration / 1_000)), ("p50", percentile(50).map { .number($0) } ?? .null),
            ("p99", percentile(99).map { .number($0) } ?? .null))
    }

    /// The ack in an answer's head.
    static func ack(of answer: [UInt8]) -> String {
        let head = String(decoding: answer.prefix(200), as: UTF8.self)
        for opening in ["<message ack=\"", "{\"message\":{\"ack\":\""] {
            if let found = head.firstRange(of: opening) {
                return String(head[found.upperBound...].prefix { $0.isASCII && $0.isNumber })
            }
        }
        return ""
    }
}
