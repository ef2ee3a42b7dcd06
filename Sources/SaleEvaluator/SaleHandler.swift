import Broker
import Engine
import Messages
import Storage
import WorkerRuntime

/// What sale-evaluator does with deliveries: the engine's work, and a verdict for the run loop.
final class SaleHandler: BatchHandler {
    private let store: Store
    private let engine: SaleEngine
    private let settings: EngineSettings
    private let maps: MapLoading
    private let upkeep: Upkeep
    private let queue: String
    private let log: Log
    private let clock: any Clock
    private var relay: OutboxRelay
    private var upkeepOutage: String?

    init(
        _ store: Store, settings: EngineSettings, worker: String, queue: String, log: Log,
        clock: any Clock = SystemClock()
    ) {
        self.store = store
        self.settings = settings
        self.queue = queue
        self.log = log
        self.clock = clock
        engine = SaleEngine(store, settings: settings)
        maps = MapLoading(store, library: engine.library, worker: worker)
        upkeep = Upkeep(store)
        relay = OutboxRelay(store)
    }

    /// Loads the maps in use; messages are taken after that.
    func start() throws(EngineError) { report(try maps.start(now: clock.wallMilliseconds)) }

    /// Says that the worker goes; a store out of reach notices by itself after a while.
    func stop() { try? maps.stop() }

    func handle(_ batch: [Delivery]) throws(HandlerError) -> [Outcome] {
        let messages = batch.map { IncomingMessage(body: $0.body, contentType: $0.properties.contentType) }
        do throws(EngineError) {
            if let only = batch.first, only.isRedelivered, let outcome = try worn(only, messages[0]) {
                return [outcome]
            }
            let results = try engine.process(messages, now: clock.wallMilliseconds)
            if let only = batch.first, only.isRedelivered { try settleAttempts(only) }
            return zip(batch, zip(messages, results)).map { delivery, work in
                note(work.1)
                return .done(
                    replies: [
                        Publication.reply(to: delivery, body: work.1.answer, contentType: work.0.format.contentType)
                    ].compactMap { $0 })
            }
        } catch {
            throw error.isOfTheWorld ? .transient(reason: error.description) : .failed(reason: error.description)
        }
    }

    func givenUp(_ delivery: Delivery, reason: String) throws(HandlerError) -> [Publication] {
        let message = IncomingMessage(body: delivery.body, contentType: delivery.properties.contentType)
        return [surrender(delivery, message)].compactMap { $0 }
    }

    func outbox(max: Int) throws(HandlerError) -> [WorkerRuntime.OutboxMessage] {
        do throws(StorageError) {
            return try relay.waiting(max: max, now: clock.wallMilliseconds)
        } catch {
            throw .transient(reason: error.description)
        }
    }

    func confirmed(_ ids: [Int64]) throws(HandlerError) {
        do throws(StorageError) {
            try relay.delete(ids)
        } catch {
            throw .transient(reason: error.description)
        }
    }

    func notice(_ delivery: Delivery) { idle(at: clock.wallMilliseconds) }

    func idle(at wallMilliseconds: Int64) {
        do throws(EngineError) {
            report(try maps.turn(now: wallMilliseconds))
            let ended = try upkeep.turn(now: wallMilliseconds)
            if ended > 0 { log.info("Transactions ended by the clock", ["transactions": .number(ended)]) }
            upkeepOutage = nil
        } catch {
            let text = error.description
            if upkeepOutage != text { log.warning("Upkeep is held up", ["error.text": .text(text)]) }
            upkeepOutage = text
        }
    }

    /// Counts an attempt on a message that came back; the verdict where it has been tried too often.
    private func worn(_ delivery: Delivery, _ message: IncomingMessage) throws(EngineError) -> Outcome? {
        let attempts = try attempt(delivery)
        guard attempts > settings.maxDeliveries else { return nil }
        try settleAttempts(delivery)
        let reason = "tried \(attempts - 1) times, and each time the worker ended or lost its connection"
        return .discard(reason: reason, replies: [surrender(delivery, message)].compactMap { $0 })
    }

    private func attempt(_ delivery: Delivery) throws(EngineError) -> Int {
        do throws(StorageError) {
            return try store.database.transaction { () throws(StorageError) in
                try store.deliveryAttempts.count(
                    queue: queue, key: DeliveryName.of(delivery), now: clock.wallMilliseconds)
            }
        } catch {
            throw .storage(error)
        }
    }

    private func settleAttempts(_ delivery: Delivery) throws(EngineError) {
        do throws(StorageError) {
            try store.database.transaction { () throws(StorageError) in
                try store.deliveryAttempts.clear(queue: queue, key: DeliveryName.of(delivery))
            }
        } catch {
            throw .storage(error)
        }
    }

    private func surrender(_ delivery: Delivery, _ message: IncomingMessage) -> Publication? {
        Publication.reply(
            to: delivery, body: engine.surrender(message), contentType: message.format.contentType)
    }

    private func note(_ result: ProcessedMessage) {
        let fields: LogFields = [
            "ack": .number(result.ack.rawValue), "repeated": .boolean(result.isRepeated),
            "transaction": .text(result.transaction ?? ""), "company": .text(result.echo?.companyId ?? ""),
            "store": .text(result.echo?.store ?? ""), "terminal": .text(result.echo?.terminal ?? ""),
            "message.id": .number(result.echo?.messageId ?? 0),
        ]
        switch result.ack {
        case .ok: log.debug("A message was answered", fields)
        case .noMap: log.warning("A sale found no map in force", fields)
        default:
            log.info("A message was refused", fields.adding(["problem": .text(result.problem ?? "")]))
        }
    }

    private func report(_ events: [MapLoading.Event]) {
        for event in events {
            switch event {
            case .loaded(let map): log.info("A map is loaded", map.fields)
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

extension EngineError {
    /// Whether the world is at fault and not the message: then nothing is given up, however long it lasts.
    fileprivate var isOfTheWorld: Bool {
        guard case .storage(let error) = self else { return false }
        switch error.code {
        case .busy, .connectionLost, .conflict, .limitOverrun, .full, .readOnly, .newerDatabase: return true
        case .constraint, .corrupt, .outOfRange, .unsupported, .other: return false
        }
    }
}
