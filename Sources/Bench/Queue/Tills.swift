internal import Broker
internal import Messages

/// Tills that send sales and wait for the answers: so many at a time, each a ticket of its own till.
struct Tills {
    private let transport: AMQPTransport
    private let topology: PromoTopology
    private let replies: String
    /// The tickets that are sent, in turn.
    private let tickets: [GeneratedMessage]
    private var sentAt: [String: ContinuousClock.Instant] = [:]
    private var sent = 0
    private(set) var latencies = Latencies()
    /// Answers that do not say that all is well.
    private(set) var refused = 0

    /// Tills with a queue for their answers.
    init(_ transport: AMQPTransport, _ topology: PromoTopology, lines: Int, name: String) throws(BenchError) {
        self.transport = transport
        self.topology = topology
        // Not of the engine's names, or its workers would send no answer there.
        replies = "till.\(name)"
        var generated = GeneratedTickets(lines: lines)
        tickets = generated.messages(200)
        do throws(BrokerError) {
            try transport.declare(
                topology.declarations.adding(
                    Topology(queues: [Queue(replies, lifetime: .exclusive, arguments: ["x-queue-type": "classic"])])))
            try transport.consume(Consumer(queue: replies, tag: replies, prefetch: 0, isAutomatic: true))
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Waits until so many workers consume the queue of sales.
    func awaitWorkers(_ count: Int) throws(BenchError) {
        do throws(BrokerError) {
            for _ in 0..<300 {
                if try transport.status(ofQueue: topology.sales).consumers >= count { return }
                _ = try transport.receive(timeoutMilliseconds: 100)
            }
        } catch {
            throw .failed("\(error)")
        }
        throw .failed("the workers do not consume \(topology.sales)")
    }

    /// Sends sales for some seconds, never more than so many unanswered, and waits for the last answers.
    mutating func sell(seconds: Int, inFlight: Int, isWarmUp: Bool) throws(BenchError) {
        let clock = ContinuousClock()
        latencies = Latencies()
        let start = clock.now
        let end = start + .seconds(seconds)
        do throws(BrokerError) {
            while true {
                while sentAt.count < inFlight, clock.now < end { try send(clock.now) }
                if sentAt.isEmpty { break }
                guard let event = try transport.receive(timeoutMilliseconds: 10_000) else {
                    throw BrokerError(.timeout, during: "wait for answers", text: "none for 10 seconds")
                }
                if case .delivery(let answer) = event { take(answer, clock.now) }
            }
        } catch {
            throw .failed("\(error)")
        }
        latencies.span(clock.now - start)
        if isWarmUp { refused = 0 }
    }

    /// Sends sales at an even pace for some seconds, answered or not, and waits for the last answers.
    ///
    /// What a sale takes counts from the moment it was due.
    mutating func sell(seconds: Int, perSecond rate: Int) throws(BenchError) {
        let clock = ContinuousClock()
        latencies = Latencies()
        let start = clock.now
        let total = rate * seconds
        var due = 0
        do throws(BrokerError) {
            while due < total || !sentAt.isEmpty {
                let next = start + .nanoseconds(due * (1_000_000_000 / rate))
                let wait = next - clock.now
                if due < total, wait <= .zero {
                    try send(next)
                    due += 1
                    continue
                }
                let patience = due < total ? Int(wait / .milliseconds(1)) : 10_000
                let event = try transport.receive(timeoutMilliseconds: patience)
                if case .delivery(let answer)? = event { take(answer, clock.now) }
                if event == nil, due == total {
                    throw BrokerError(.timeout, during: "wait for answers", text: "none for 10 seconds")
                }
            }
        } catch {
            throw .failed("\(error)")
        }
        latencies.span(clock.now - start)
    }

    private mutating func send(_ now: ContinuousClock.Instant) throws(BrokerError) {
        sent += 1
        let ticket = tickets[sent % tickets.count]
        let id = "\(sent)"
        sentAt[id] = now
        _ = try transport.publish(
            Publication(
                exchange: topology.transactions, routingKey: "pos.2.1", body: ticket.sale(sent),
                properties: Properties(
                    contentType: "text/xml", isPersistent: true, correlationId: id, replyTo: replies, messageId: id)))
    }

    private mutating func take(_ answer: Delivery, _ now: ContinuousClock.Instant) {
        guard let id = answer.properties.correlationId, let start = sentAt.removeValue(forKey: id) else { return }
        latencies.add(now - start)
        // An echo has no ack; an answer has one among its first attributes.
        let head = String(decoding: answer.body.prefix(120), as: UTF8.self)
        if head.contains(" ack=\""), !head.contains(" ack=\"0\"") { refused += 1 }
    }
}

@available(*, unavailable, message: "librabbitmq allows one thread at a time")
extension Tills: Sendable {}
