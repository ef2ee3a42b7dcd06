internal import Broker
internal import WorkerRuntime

/// `promo-bench echo`: the yardstick of `queue`, a worker that answers every message with its own body.
///
/// It does with the broker what a sale worker does and nothing else: answers are published with confirms, and requests
/// are acknowledged in the order in which their answers are confirmed.
enum EchoCommand {
    private static let tag = "echo"

    static func run(_ words: [String]) throws(BenchError) {
        guard words.count == 2 else { throw .usage("echo ADDRESS QUEUE") }
        let transport = try BenchBroker.connect(words[0], "promo-bench echo")
        do throws(BrokerError) {
            try transport.consume(Consumer(queue: words[1], tag: tag, prefetch: 50))
            var pending = Pending()
            while true {
                for event in try transport.receiveBatch(max: 25, timeoutMilliseconds: 1_000) {
                    switch event {
                    case .delivery(let delivery):
                        guard let reply = Publication.reply(to: delivery, body: delivery.body, contentType: "text/xml")
                        else { continue }
                        pending.sent(try transport.publish(reply), for: delivery.deliveryTag)
                    case .settled(let settlement): pending.settled(settlement.sequence)
                    case .consumerCancelled: return
                    case .blocked, .unblocked: break
                    }
                }
                if let tag = pending.takeAcknowledgeable() { try transport.acknowledge(tag, multiple: true) }
            }
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Answers that are not confirmed yet, in the order of their requests.
    private struct Pending {
        private var waiting: [(sequence: UInt64, tag: UInt64)] = []
        private var confirmed: Set<UInt64> = []

        mutating func sent(_ sequence: UInt64, for tag: UInt64) { waiting.append((sequence, tag)) }

        mutating func settled(_ sequence: UInt64) { confirmed.insert(sequence) }

        /// The last request before which everything is answered; nil where there is none.
        mutating func takeAcknowledgeable() -> UInt64? {
            let count = waiting.prefix { confirmed.contains($0.sequence) }.count
            guard count > 0 else { return nil }
            let tag = waiting[count - 1].tag
            for (sequence, _) in waiting[..<count] { confirmed.remove(sequence) }
            waiting.removeFirst(count)
            return tag
        }
    }
}
