internal import Broker

/// Holds what was delivered and not yet handled, and picks what is handled next.
///
/// A redelivered message is picked alone, and only while nothing else is unfinished: it may be what took a worker down.
struct BatchPicker: Sendable {
    private let max: Int
    /// Batches that go before everything else and stay as they are.
    private var groups: [[Delivery]] = []
    private var buffer: [Delivery] = []
    private var head = 0

    /// Makes an empty one; `max` is the size of a batch.
    init(max: Int) { self.max = Swift.max(1, max) }

    var isEmpty: Bool { groups.isEmpty && head == buffer.count }
    var count: Int { groups.reduce(buffer.count - head) { $0 + $1.count } }

    mutating func add(_ delivery: Delivery) { buffer.append(delivery) }

    /// Puts a batch back that is to be tried again as it is.
    mutating func putBack(_ batch: [Delivery]) { groups.insert(batch, at: 0) }

    /// Puts a batch back whose messages are to be tried one by one.
    mutating func putBackSingly(_ batch: [Delivery]) { groups.insert(contentsOf: batch.map { [$0] }, at: 0) }

    /// Picks what is handled next; nil where there is nothing, or where it must wait until nothing is unfinished.
    mutating func next(unfinished: Int) -> [Delivery]? {
        if let group = groups.first {
            guard unfinished == 0 || !group.contains(where: \.isRedelivered) else { return nil }
            groups.removeFirst()
            return group
        }
        guard head < buffer.count else { return nil }
        let waiting = buffer[head...]
        let batch: [Delivery]
        if waiting.first?.isRedelivered == true {
            guard unfinished == 0 else { return nil }
            batch = Array(waiting.prefix(1))
        } else {
            batch = Array(waiting.prefix(max).prefix { !$0.isRedelivered })
        }
        head += batch.count
        if head == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            head = 0
        }
        return batch
    }
}
