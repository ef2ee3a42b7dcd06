import Broker
import TestSupport

@testable import WorkerRuntime

/// A handler that remembers like a database: what was stored stays, and a repeated message gets the stored answer.
final class ScriptedHandler: BatchHandler {
    /// Every batch it was given, as message ids.
    private(set) var batches: [[String]] = []
    /// How often each message took effect.
    private(set) var effects: [String: Int] = [:]
    private(set) var notices = 0
    private(set) var idles = 0
    /// What goes wrong with what is due by the clock.
    var upkeepTrouble: HandlerError?
    /// Stored messages that are not yet known to be sent.
    private(set) var outbox: [RelayedMessage] = []
    /// Messages to which something else than an answer happens.
    var verdicts: [String: Outcome] = [:]
    /// What goes wrong with a batch; asked before anything is stored.
    var trouble: ([String]) -> HandlerError? = { _ in nil }
    /// Whether each message also stores one for the outbox, sent to this queue.
    var outboxQueue: String?
    var givenUpReplies = true
    /// A slice of its own work.
    var onAdvance: (WorkTurn, () -> Void) throws(HandlerError) -> WorkProgress = { (_, _) throws(HandlerError) in
        .nothing
    }
    /// Whether it brings refused messages again by itself.
    var keepsRefused = false
    private(set) var refusals: [String] = []
    private var nextRow = 1

    func handle(_ batch: [Delivery]) throws(HandlerError) -> [Outcome] {
        let ids = batch.map { $0.properties.messageId ?? "" }
        batches.append(ids)
        if let error = trouble(ids) { throw error }
        return batch.map { delivery in
            let id = delivery.properties.messageId ?? ""
            if let verdict = verdicts[id] { return verdict }
            if effects[id] == nil {
                effects[id] = 1
                if let outboxQueue {
                    let publication = Publication(routingKey: outboxQueue, body: Array(id.utf8))
                    outbox.append(RelayedMessage(id: "row\(nextRow)", publication: publication))
                    nextRow += 1
                }
            }
            return .done(replies: Self.reply(delivery, "ok \(id)"))
        }
    }

    func givenUp(_ delivery: Delivery, reason: String) throws(HandlerError) -> [Publication] {
        givenUpReplies ? Self.reply(delivery, "9999") : []
    }

    func outbox(max: Int) throws(HandlerError) -> [RelayedMessage] { Array(outbox.prefix(max)) }

    func confirmed(_ ids: [String]) throws(HandlerError) { outbox.removeAll { ids.contains($0.id) } }

    func store(_ message: RelayedMessage) { outbox.append(message) }

    func refused(_ id: String) -> Bool {
        refusals.append(id)
        return keepsRefused
    }

    func advance(_ turn: WorkTurn, serve: () -> Void) throws(HandlerError) -> WorkProgress {
        try onAdvance(turn, serve)
    }

    func subject(of delivery: Delivery) -> LogFields { ["store": .text("of \(delivery.properties.messageId ?? "")")] }

    func notice(_ delivery: Delivery) { notices += 1 }

    func idle(at wallMilliseconds: Int64) throws(HandlerError) {
        idles += 1
        if let upkeepTrouble { throw upkeepTrouble }
    }

    static func reply(_ delivery: Delivery, _ text: String) -> [Publication] {
        [Publication.reply(to: delivery, body: Array(text.utf8), contentType: "application/json")].compactMap(\.self)
    }
}

/// A run loop over a broker in memory, with a clock that jumps over every wait.
final class LoopWorld {
    let broker = MemoryBroker()
    let clock = ManualClock()
    let handler = ScriptedHandler()
    let lines = Lines()
    let topology: PromoTopology
    var settings: RunLoopSettings
    /// Set before the run where somebody watches.
    var monitoring: Monitoring?
    /// Called when the loop waits; the loop is stopped when it has nothing more to do.
    var onWait: () -> Void = {}
    /// What stands between the loop and the broker.
    var wrap: (() throws(BrokerError) -> any Transport) throws(BrokerError) -> any Transport = {
        connect throws(BrokerError) in try connect()
    }
    /// How much time passes before the loop is told to stop.
    var lifetime: Int64 = 5000
    private(set) var metrics = RunMetrics()

    init(queueType: QueueType = .quorum, prefetch: Int = 50, batch: Int = 25) {
        topology = PromoTopology(prefix: "p", queueType: queueType)
        settings = RunLoopSettings(
            topology: topology.declarations, workQueue: topology.sales, deadQueue: topology.dead,
            retryPolicy: RetryPolicy(waitSeconds: topology.waitSeconds, maxDeliveries: 5), prefetch: prefetch,
            batch: batch, graceMilliseconds: 3000, workerName: "w", hints: topology)
        if let transport = try? broker.connect() {
            try? transport.declare(topology.declarations)
            try? transport.declare(Topology(queues: [Queue("till"), Queue("mails")]))
            transport.close()
        }
        broker.onWait = { [unowned self] wait in pass(Int64(wait)) }
        clock.onSleep = { [unowned self] wait in
            broker.advance(milliseconds: wait)
            onWait()
        }
    }

    func pass(_ milliseconds: Int64) {
        clock.advance(milliseconds)
        broker.advance(milliseconds: milliseconds)
        onWait()
    }

    func sell(_ id: String, replyTo: String? = "till", headers: [String: HeaderValue] = [:]) {
        broker.publish(
            Publication(
                exchange: topology.transactions, routingKey: "pos.1.1", body: [1],
                properties: Properties(headers: headers, correlationId: id, replyTo: replyTo, messageId: id)))
    }

    /// Runs until the lifetime is over and the loop has stopped.
    @discardableResult
    func run() -> Bool {
        let end = clock.monotonicMilliseconds + lifetime
        let loop = RunLoop(
            settings: settings, handler: handler, clock: clock, log: lines.log(), monitoring: monitoring,
            shouldStop: { [clock] in clock.monotonicMilliseconds >= end }, random: { $0.upperBound },
            connect: { [broker, wrap] () throws(BrokerError) in
                try wrap { () throws(BrokerError) in try broker.connect() }
            })
        let isClean = loop.run()
        metrics = loop.metrics
        return isClean
    }

    var answers: [String] {
        broker.ready(in: "till").map { String(decoding: $0.body, as: UTF8.self) }
    }

    func logged(_ sentence: String) -> Int { lines.all.count { $0.contains("\"message\":\"\(sentence)") } }
}
