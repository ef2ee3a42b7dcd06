/// What one process was granted of a limit, grant by grant.
struct GrantLog {
    /// A grant.
    struct Entry: Hashable {
        /// What was granted, in ten-thousandths.
        var amount: Int64
        /// What the limit had left afterwards, as the answer said.
        var left: Int64
        /// How long the transaction took, its waiting included.
        var nanoseconds: Int64
    }

    /// The grants, in order.
    var entries: [Entry] = []

    /// Reads what `text` gave.
    init(_ text: String = "") throws(BenchError) {
        for line in text.split(separator: "\n") {
            let numbers = line.split(separator: " ").compactMap { Int64($0) }
            guard numbers.count == 3 else { throw .failed("a log of grants has the line \(line)") }
            entries.append(Entry(amount: numbers[0], left: numbers[1], nanoseconds: numbers[2]))
        }
    }

    /// One line for each grant.
    var text: String { entries.map { "\($0.amount) \($0.left) \($0.nanoseconds)\n" }.joined() }

    /// Whether some order of all grants, one after the other, explains every answer.
    ///
    /// In such an order each grant begins with what the one before left. Since every grant takes something, what they
    /// leave tells the order.
    static func isSerial(_ entries: [Entry], from maximum: Int64) -> Bool {
        var left = maximum
        for entry in entries.sorted(by: { $0.left > $1.left }) {
            guard entry.amount > 0, entry.left >= 0, entry.left + entry.amount == left else { return false }
            left = entry.left
        }
        return true
    }
}
