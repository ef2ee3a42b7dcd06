internal import Broker

/// Reads the queue of what was given up without taking anything out of it: what is not acknowledged goes back when
/// the connection ends.
struct DeadQueue {
    let transport: any Transport
    let time: Timepiece
    let topology: PromoTopology

    /// What becomes of a letter that was looked at.
    enum Verdict: Hashable, Sendable {
        /// The next one, please.
        case next
        /// Enough was seen.
        case stop
    }

    /// What was done with letters that were to be published again.
    struct Requeued: Hashable, Sendable {
        /// How many went back to work.
        var count = 0
        /// What could not, a sentence each.
        var problems: [String] = []
    }

    /// The most letters that are looked at in one go.
    static let mostLetters = 10_000

    /// How many letters there are.
    func count() throws(Failure) -> Int {
        do throws(BrokerError) {
            return try transport.status(ofQueue: topology.dead).messages
        } catch  where error.code == .channelClosed && error.replyCode == 404 {
            throw .failed("queue \(topology.dead) does not exist; no worker has run under this prefix")
        } catch {
            throw Failure(error)
        }
    }

    /// Shows letters one by one, those that were there at the start.
    ///
    /// - Parameters:
    ///   - count: how many at most.
    ///   - look: given each letter.
    /// - Throws: `Failure` where the broker is lost.
    func read(atMost count: Int, _ look: (DeadLetter) throws(Failure) -> Verdict) throws(Failure) {
        let present = min(try self.count(), count)
        guard present > 0 else { return }
        try broker { () throws(BrokerError) in
            try transport.consume(
                Consumer(queue: topology.dead, tag: "dead", prefetch: UInt16(min(present, Int(UInt16.max)))))
        }
        for _ in 0..<present {
            guard let delivery = try next() else { return }
            guard try look(DeadLetter(delivery: delivery)) == .next else { return }
        }
    }

    /// Publishes letters to the queues they came from, and takes those out that arrived there.
    ///
    /// - Parameter isWanted: which letters.
    /// - Returns: what was done.
    /// - Throws: `Failure` where the broker is lost; what was not taken out stays.
    func requeue(where isWanted: (DeadLetter) -> Bool) throws(Failure) -> Requeued {
        var result = Requeued()
        let publisher = ConfirmedPublisher(transport: transport, time: time)
        var waiting: [Delivery] = []
        let present = try count()
        guard present > 0 else { return result }
        try broker { () throws(BrokerError) in
            // Without a bound: the unwanted stay unacknowledged and would use up any window.
            try transport.consume(Consumer(queue: topology.dead, tag: "dead", prefetch: 0))
        }
        for _ in 0..<present {
            guard let delivery = waiting.isEmpty ? try next() : waiting.removeFirst() else { break }
            let letter = DeadLetter(delivery: delivery)
            guard isWanted(letter) else { continue }
            let publication = letter.requeued(topology)
            let outcome = try publisher.publish(publication) { event in
                if case .delivery(let delivery) = event { waiting.append(delivery) }
            }
            switch outcome {
            case .confirmed:
                try broker { () throws(BrokerError) in
                    try transport.acknowledge(delivery.deliveryTag, multiple: false)
                }
                result.count += 1
            case .returned:
                result.problems.append("letter \(letter.name): queue \(publication.routingKey) does not exist")
            case .nacked: result.problems.append("letter \(letter.name): queue \(publication.routingKey) refused it")
            }
        }
        return result
    }

    /// The next letter; nil where none comes any more, because somebody else has taken it.
    private func next() throws(Failure) -> Delivery? {
        try broker { () throws(BrokerError) in
            let end = time.microseconds() + 5_000_000
            while time.microseconds() < end {
                if case .delivery(let delivery)? = try transport.receive(timeoutMilliseconds: 1_000) { return delivery }
            }
            return nil
        }
    }
}
