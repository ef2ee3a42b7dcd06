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
    /// Whether the batch picked last was redelivered: until it is finished nothing else is begun.
    private var isAlone = false

    /// Makes an empty one; `max` is the size of a batch.
    init(max: Int) { self.max = Swift.max(1, max) }

    var isEmpty: Bool { groups.isEmpty && head == buffer.count }
    var count: Int { groups.reduce(buffer.count - head) { $0 + $1.count } }

    mutating func add(_ delivery: Delivery) { buffer.append(delivery) }

    /// Puts a batch back that is to be tried again as it is.
    mutating func putBack(_ batch: [Delivery]) { groups.insert(batch, at: 0) }

    /// Puts a batch back whose messages are to be tried one by one.
    mutating func putBackSingly(_ batch: [Delivery]) { groups.insert(contentsOf: batch.map { [$0] }, at: 0) }

    private enum Pick { case group, buffered(count: Int) }

    private func pick(unfinished: Int) -> Pick? {
        if isAlone, unfinished > 0 { return nil }
        if let group = groups.first {
            return unfinished == 0 || !group.contains(where: \.isRedelivered) ? .group : nil
        }
        let waiting = buffer[head...]
        guard let first = waiting.first else { return nil }
        if first.isRedelivered { return unfinished == 0 ? .buffered(count: 1) : nil }
        return .buffered(count: waiting.prefix(max).prefix { !$0.isRedelivered }.count)
    }

    /// Whether `next` would pick something.
    func canPick(unfinished: Int) -> Bool { pick(unfinished: unfinished) != nil }

    /// Picks what is handled next; nil where there is nothing, or where it must wait until nothing is unfinished.
    mutating func next(unfinished: Int) -> [Delivery]? {
        guard let pick = pick(unfinished: unfinished) else { return nil }
        let batch: [Delivery]
        switch pick {
        case .group: batch = groups.removeFirst()
        case .buffered(let count):
            batch = Array(buffer[head..<head + count])
            head += count
            if head == buffer.count {
                buffer.removeAll(keepingCapacity: true)
                head = 0
            }
        }
        isAlone = batch.contains(where: \.isRedelivered)
        return batch
    }
}
