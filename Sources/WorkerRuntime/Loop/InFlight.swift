internal import Broker

/// Knows which deliveries are unfinished because publications of theirs wait for the broker, and which can be
/// acknowledged.
///
/// Confirms come out of order, and acknowledging a delivery acknowledges all before it: only the finished ones from the
/// oldest on, without a gap, may go.
struct InFlight: Sendable {
    /// What a publication is for.
    enum Purpose: Hashable, Sendable {
        case reply(tag: UInt64, tries: Int)
        case move(tag: UInt64)
        case outbox(id: String)
    }

    /// A publication and what it is for.
    struct Sent: Hashable, Sendable {
        var publication: Publication
        var purpose: Purpose
    }

    private struct Received: Sendable {
        let tag: UInt64
        /// Nil once it is acknowledged, so that its bytes can go.
        var delivery: Delivery?
    }

    /// In the order of arrival, which is that of the tags.
    private var received: [Received] = []
    private var head = 0
    /// Deliveries with a verdict, and how many of their publications are not yet taken over.
    private var unconfirmed: [UInt64: Int] = [:]
    private var sent: [UInt64: Sent] = [:]
    private(set) var outboxIds: Set<String> = []

    /// Deliveries that were handled and wait for their publications.
    var unfinished: Int { unconfirmed.values.count { $0 > 0 } }
    /// Deliveries that were received and not yet acknowledged.
    var unacknowledged: Int { received.count - head }
    /// Publications that wait for the broker's word.
    var publications: Int { sent.count }
    var isEmpty: Bool { unacknowledged == 0 && sent.isEmpty }

    /// The direct reply addresses that answers are under way to.
    var directReplies: Set<String> {
        Set(sent.values.map(\.publication.routingKey).filter(Publication.isDirectReply))
    }

    mutating func receive(_ delivery: Delivery) {
        received.append(Received(tag: delivery.deliveryTag, delivery: delivery))
    }

    /// A delivery that was received and not yet acknowledged.
    func delivery(_ tag: UInt64) -> Delivery? {
        var (low, high) = (head, received.count)
        while low < high {
            let middle = (low + high) / 2
            if received[middle].tag < tag { low = middle + 1 } else { high = middle }
        }
        return low < received.count && received[low].tag == tag ? received[low].delivery : nil
    }

    /// Notes the verdict on a delivery: how many publications it depends on.
    mutating func decide(_ tag: UInt64, publications: Int) { unconfirmed[tag, default: 0] += publications }

    mutating func published(_ sequence: UInt64, _ publication: Sent) {
        sent[sequence] = publication
        if case .outbox(let id) = publication.purpose { outboxIds.insert(id) }
    }

    /// Takes what the broker has said about a publication; nil where it is unknown.
    mutating func settled(_ sequence: UInt64) -> Sent? {
        guard let entry = sent.removeValue(forKey: sequence) else { return nil }
        if case .outbox(let id) = entry.purpose { outboxIds.remove(id) }
        return entry
    }

    /// Notes that one publication of a delivery needs no further care.
    mutating func finishOne(of tag: UInt64) { unconfirmed[tag, default: 1] -= 1 }

    /// The delivery up to which everything is finished, once; nil where there is none new.
    mutating func acknowledgeable() -> (tag: UInt64, count: Int)? {
        var last: (tag: UInt64, count: Int)?
        while head < received.count, unconfirmed[received[head].tag] == 0 {
            unconfirmed[received[head].tag] = nil
            received[head].delivery = nil
            last = (received[head].tag, (last?.count ?? 0) + 1)
            head += 1
        }
        if head == received.count {
            received.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 1024 {
            received.removeFirst(head)
            head = 0
        }
        return last
    }
}
