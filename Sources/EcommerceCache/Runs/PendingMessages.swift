internal import Storage

/// The messages of a run that the broker is not known to have, in order, and which of them it has confirmed.
struct PendingMessages {
    private var waiting: [CacheMessage] = []
    private var head = 0
    private var confirmed: Set<Int> = []
    /// Confirmed, and still in the database.
    private(set) var forgettable: [Int] = []

    /// How many wait for the broker's word.
    var count: Int { waiting.count - head - confirmed.count }

    mutating func add(_ messages: [CacheMessage]) { waiting += messages }

    /// Notes that the broker has a message; false where it is not one of these, or was noted before.
    mutating func confirm(_ number: Int) -> Bool {
        guard isWaiting(number), confirmed.insert(number).inserted else { return false }
        forgettable.append(number)
        while head < waiting.count, confirmed.remove(waiting[head].number) != nil { head += 1 }
        if head > 1_024 {
            waiting.removeFirst(head)
            head = 0
        }
        return true
    }

    /// Messages to be sent now, in order: the first alone, and the last when nothing else is left.
    func sendable(max: Int, last: Int?) -> [CacheMessage] {
        guard head < waiting.count else { return [] }
        if waiting[head].number == 0 { return [waiting[head]] }
        var found: [CacheMessage] = []
        for message in waiting[head...] where !confirmed.contains(message.number) {
            if message.number == last, count > 1 { break }
            found.append(message)
            if found.count == max { break }
        }
        return found
    }

    /// What can be forgotten, in ranges without gaps; it is kept until `forgot`.
    var ranges: [ClosedRange<Int>] {
        var ranges: [ClosedRange<Int>] = []
        for number in forgettable.sorted() {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges
    }

    /// Notes that the database has forgotten what was confirmed.
    mutating func forgot() { forgettable = [] }

    private func isWaiting(_ number: Int) -> Bool {
        var (low, high) = (head, waiting.count)
        while low < high {
            let middle = (low + high) / 2
            if waiting[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low < waiting.count && waiting[low].number == number
    }
}
