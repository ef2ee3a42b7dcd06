import Broker
import Engine
import Messages
import Storage
import WorkerRuntime

/// What sale-evaluator does with deliveries: the engine's work, and a verdict for the run loop.
final class SaleHandler: BatchHandler {
    private let engine: SaleEngine
    private let maps: MapLoading
    private let upkeep: Upkeep
    private let log: Log
    private let clock: any Clock
    private var rate: SenderRate?
    private let monitoring: Monitoring?
    private let metrics: SaleMetrics?

    init(
        _ store: Store, settings: EngineSettings, worker: String, log: Log, clock: any Clock = SystemClock(),
        monitoring: Monitoring? = nil, rate: SenderRate? = nil
    ) {
        self.log = log
        self.clock = clock
        self.rate = rate
        self.monitoring = monitoring
        metrics = monitoring.map { SaleMetrics($0, clock: clock) }
        engine = SaleEngine(store, settings: settings)
        engine.observer = metrics
        maps = MapLoading(
            store, library: engine.library, worker: worker, stopwatch: SystemClock.monotonicMicroseconds)
        upkeep = Upkeep(store, worker: worker, stopwatch: SystemClock.monotonicMicroseconds)
    }

    /// Loads the maps in use; messages are taken after that.
    func start() throws(EngineError) {
        report(try maps.start(now: clock.wallMilliseconds))
        metrics?.mapsAreLoaded()
        metrics?.note(engine.library.versions, inUse: maps.inUse, waiting: maps.waiting)
    }

    /// Says that the worker goes; a store out of reach notices by itself after a while.
    func stop() { try? maps.stop() }

    func handle(_ batch: [Delivery]) throws(HandlerError) -> [Outcome] {
        let isTooFast = batch.map(isTooFast)
        let admitted = zip(batch, isTooFast).filter { !$0.1 }.map(\.0)
        var worked = admitted.isEmpty ? [][...] : try work(admitted)[...]
        return zip(batch, isTooFast).map { delivery, isTooFast in
            isTooFast ? .done(replies: postponed(delivery)) : worked.removeFirst()
        }
    }

    private func work(_ batch: [Delivery]) throws(HandlerError) -> [Outcome] {
        let messages = batch.map { IncomingMessage(body: $0.body, contentType: $0.properties.contentType) }
        let results = try monitoring.watching { () throws(EngineError) in
            try engine.process(messages, now: clock.wallMilliseconds)
        }
        return zip(batch, zip(messages, results)).map { delivery, work in
            note(work.1, delivery)
            return .done(
                replies: [
                    Publication.reply(to: delivery, body: work.1.answer, contentType: work.0.format.contentType)
                ].compactMap { $0 })
        }
    }

    func givenUp(_ delivery: Delivery, reason: String) throws(HandlerError) -> [Publication] {
        let message = IncomingMessage(body: delivery.body, contentType: delivery.properties.contentType)
        let answer = engine.surrender(message)
        return [Publication.reply(to: delivery, body: answer, contentType: message.format.contentType)]
            .compactMap { $0 }
    }

    /// Whether a message is not worked on because its store sends faster than it may.
    ///
    /// Only what can be answered is turned away, since whoever sent it must know that nothing happened, and nothing
    /// that came back or that waited, since it was let in before.
    private func isTooFast(_ delivery: Delivery) -> Bool {
        let isNew = !delivery.isRedelivered && delivery.routingKey.hasPrefix("pos.")
        guard rate != nil, isNew, delivery.properties.replyTo?.isEmpty == false else { return false }
        switch rate?.take(delivery.routingKey, at: clock.monotonicMilliseconds) {
        case .refused(let isNews):
            if isNews { log.warning("A store sends too fast", ["routing.key": .text(delivery.routingKey)]) }
            return true
        case .admitted, nil: return false
        }
    }

    private func postponed(_ delivery: Delivery) -> [Publication] {
        let message = IncomingMessage(body: delivery.body, contentType: delivery.properties.contentType)
        let answer = engine.postpone(message)
        return [Publication.reply(to: delivery, body: answer, contentType: message.format.contentType)]
            .compactMap { $0 }
    }

    func subject(of delivery: Delivery) -> LogFields {
        let message = IncomingMessage(body: delivery.body, contentType: delivery.properties.contentType)
        let (echo, transaction) = engine.subject(of: message)
        return Self.subject(echo, transaction)
    }

    func notice(_ delivery: Delivery) {
        // A hint whose work fails is no loss: a second later it is done anyway, or said why not.
        try? idle(at: clock.wallMilliseconds)
    }

    func idle(at wallMilliseconds: Int64) throws(HandlerError) {
        try monitoring.watching { () throws(EngineError) in
            report(try maps.turn(now: wallMilliseconds))
            metrics?.note(engine.library.versions, inUse: maps.inUse, waiting: maps.waiting)
            let ended = try upkeep.turn(now: wallMilliseconds)
            if ended > 0 { log.info("Transactions ended by the clock", ["transactions": .number(ended)]) }
        }
    }

    /// The keys of every line that concerns a message.
    private static func subject(_ echo: Echo?, _ transaction: String?) -> LogFields {
        [
            "company": .text(echo?.companyId ?? ""), "store": .text(echo?.store ?? ""),
            "terminal": .text(echo?.terminal ?? ""), "message.id": .text(echo?.messageId.map { "\($0)" } ?? ""),
            "transaction": .text(transaction ?? ""),
        ]
    }

    private func note(_ result: ProcessedMessage, _ delivery: Delivery) {
        metrics?.note(result)
        // Only where a line is written: most answers are told of at debug level only.
        func fields() -> LogFields {
            Self.subject(result.echo, result.transaction).adding([
                "correlation.id": .text(delivery.properties.correlationId ?? ""),
                "ack": .number(result.ack.rawValue), "repeated": .boolean(result.isRepeated),
            ])
        }
        switch result.ack {
        case .ok:
            log.debug("A message was answered", fields())
            if let problem = result.problem {
                log.warning("A sale's coupons or cards need looking at", fields().adding(["problem": .text(problem)]))
            }
        case .noMap: log.warning("A sale found no map in force", fields())
        default:
            log.info("A message was refused", fields().adding(["problem": .text(result.problem ?? "")]))
        }
    }

    private func report(_ events: [MapLoading.Event]) {
        for event in events {
            metrics?.note(event)
            switch event {
            case .loaded(let map, let microseconds):
                log.info("A map is loaded", map.fields.adding(["load.milliseconds": .number(microseconds / 1_000)]))
            case .inForce(let map): log.info("A map comes into force", map.fields)
            case .unusable(let map, let problem):
                log.error("A map cannot be used", map.fields.adding(["error.text": .text(problem)]))
            }
        }
    }
}

extension MapVersion {
    fileprivate var fields: LogFields { ["company": .text(company), "map.version": .number(version)] }
}
