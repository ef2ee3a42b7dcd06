public import Broker

/// Takes messages from a queue, has them handled, and sends and acknowledges what follows, until it is told to stop.
///
/// A delivery is acknowledged only after its effects are stored by the handler and everything it causes is confirmed by
/// the broker. A crash anywhere leaves either nothing done, or everything done and the message redelivered.
public final class RunLoop {
    /// How often a handler's upkeep runs.
    static let upkeepMilliseconds: Int64 = 1000
    /// How long is waited before a publication that the broker refused is sent again.
    static let refusedMilliseconds: Int64 = 1000
    static let workTag = "work"
    static let hintTag = "hints"

    let settings: RunLoopSettings
    let handler: any BatchHandler
    let clock: any Clock
    let log: Log
    /// Nil where nobody watches.
    let observer: LoopObserver?
    private let connectToBroker: () throws(BrokerError) -> any Transport
    private let shouldStop: () -> Bool
    let random: (ClosedRange<Int64>) -> Int64

    var machine: ConsumerStateMachine
    var session: Session?
    var suspects = SuspectAddresses()
    /// What has been done so far.
    public internal(set) var metrics = RunMetrics()
    /// Rows that were confirmed and not yet noted by the handler.
    var confirmedOutbox: [String] = []
    var heldUpFailures = 0
    /// When the handler's own work is due.
    var ownWork = OwnWork()
    /// Why what is due by the clock could not be done the last time.
    private var upkeepOutage: HandlerError?
    private var outage: String?
    private var isStopping = false
    /// Whether the handler has work besides messages, so that nobody waits for the broker.
    private(set) var isBusy = false
    private var nextUpkeep: Int64

    /// Makes a run loop; nothing happens before `run`.
    ///
    /// - Parameters:
    ///   - settings: what it needs to know.
    ///   - handler: what is done with messages.
    ///   - clock: the time.
    ///   - log: where it says what it does.
    ///   - monitoring: where it leaves its figures for those who watch; nil where nobody does.
    ///   - shouldStop: whether the process was asked to stop.
    ///   - random: draws a number from a range.
    ///   - connect: makes a connection.
    public init(
        settings: RunLoopSettings, handler: any BatchHandler, clock: any Clock = SystemClock(), log: Log,
        monitoring: Monitoring? = nil,
        shouldStop: @escaping () -> Bool = { ShutdownFlag.isRaised },
        random: @escaping (ClosedRange<Int64>) -> Int64 = { Int64.random(in: $0) },
        connect: @escaping () throws(BrokerError) -> any Transport
    ) {
        self.settings = settings
        self.handler = handler
        self.clock = clock
        self.log = log
        observer = monitoring.map { LoopObserver($0, settings: settings, clock: clock) }
        self.shouldStop = shouldStop
        self.random = random
        connectToBroker = connect
        machine = ConsumerStateMachine(at: clock.monotonicMilliseconds)
        nextUpkeep = clock.monotonicMilliseconds
    }

    /// Works until it is told to stop.
    ///
    /// - Returns: whether nothing was left in hand; what was left is not lost, another worker gets it.
    public func run() -> Bool {
        while true {
            if !isStopping, shouldStop() { stop() }
            observer?.turned(metrics, isStopping: isStopping)
            switch machine.handle(.turn, at: clock.monotonicMilliseconds) {
            case .connect: connect()
            case .serve: serve()
            case .checkQueue:
                guarded { (session) throws(BrokerError) in
                    for queue in self.settings.workQueues { _ = try session.transport.status(ofQueue: queue) }
                }
            case .sleep(let wait): clock.sleep(milliseconds: isBusy ? 0 : min(wait, settings.turnMilliseconds))
            case .close: return close()
            case .cancelConsumer, .none: break
            }
            advance()
            upkeep()
        }
    }

    private func connect() {
        do {
            session = Session(transport: try prepared(try connectToBroker()), batch: settings.batch)
        } catch {
            report(error)
            let wait = random(settings.reconnect.range(failures: machine.failures))
            _ = machine.handle(.failed(retryAfter: wait), at: clock.monotonicMilliseconds)
            return
        }
        _ = machine.handle(.connected, at: clock.monotonicMilliseconds)
        outage = nil
        metrics.connections += 1
        metrics.isConnected = true
        log.info("Connected to the broker", ["queue": .text(settings.workQueue)])
    }

    /// Declares and consumes on a new connection, which is closed where that fails.
    private func prepared(_ transport: any Transport) throws(BrokerError) -> any Transport {
        do {
            try transport.declare(settings.topology)
            if let hints = settings.hints {
                // A name of its own for each connection: the broker may not yet know that the last one is gone.
                let queue = "\(hints.maps).\(settings.workerName).\(String(random(0...Int64.max), radix: 36))"
                try transport.declare(hints.mapHints(queueNamed: queue))
                try transport.consume(Consumer(queue: queue, tag: Self.hintTag, prefetch: 0, isAutomatic: true))
            }
            let prefetch = UInt16(clamping: max(settings.prefetch, settings.batch))
            for (queue, tag) in zip(settings.workQueues, settings.workTags) {
                try transport.consume(Consumer(queue: queue, tag: tag, prefetch: prefetch))
            }
            return transport
        } catch {
            transport.close()
            throw error
        }
    }

    /// Runs a piece of work on the session; an error of the broker ends the session.
    func guarded(_ work: (Session) throws(BrokerError) -> Void) {
        guard let session else { return }
        do { try work(session) } catch { lose(session, error) }
    }

    private func lose(_ session: Session, _ error: BrokerError) {
        if suspects.note(error, underWay: session.inFlight.directReplies) {
            log.warning("An answer's address breaks connections; it is not answered any more")
        }
        session.transport.close()
        self.session = nil
        observer?.disconnected()
        metrics.isConnected = false
        metrics.isBlocked = false
        report(error)
        let wait = random(settings.reconnect.range(failures: machine.failures))
        _ = machine.handle(.lost(retryAfter: wait), at: clock.monotonicMilliseconds)
    }

    /// Says once what is wrong, and again only when it is something else.
    private func report(_ error: BrokerError) {
        guard outage != error.description else { return }
        outage = error.description
        log.error(
            "The broker cannot be used; trying again until it can",
            ["error.code": .text(error.code.rawValue), "error.text": .text(error.description)])
    }

    private func stop() {
        isStopping = true
        log.info("Asked to stop; finishing what is in hand")
        let action = machine.handle(.stop(grace: settings.graceMilliseconds), at: clock.monotonicMilliseconds)
        guard action == .cancelConsumer else { return }
        guarded { (session) throws(BrokerError) in
            for tag in self.settings.workTags { try session.transport.cancel(consumerTag: tag) }
            session.isDrained = false
        }
    }

    private func close() -> Bool {
        session?.transport.close()
        session = nil
        metrics.isConnected = false
        guard case .stopped(isClean: true) = machine.state else {
            log.warning("Stopped with messages in hand; they will come again")
            return false
        }
        log.info("Stopped")
        return true
    }

    /// Has the handler go on with its own work; what it has in hand when the worker stops is its own business.
    private func advance() {
        isBusy = false
        guard !isStopping, ownWork.isDue(at: clock.monotonicMilliseconds) else { return }
        let turn = WorkTurn(at: clock.wallMilliseconds, canPublish: session != nil && !machine.isBlocked)
        do {
            let progress = try handler.advance(turn, serve: serveMeanwhile)
            if ownWork.note(progress, at: clock.monotonicMilliseconds) { log.info("Work goes on") }
            isBusy = progress == .more || progress == .moreAndMessages
            if progress == .moreAndMessages { session?.isRelayDue = true }
        } catch {
            isBusy = false
            let wait = random(settings.heldUp.range(failures: ownWork.failures))
            if ownWork.note(error, at: clock.monotonicMilliseconds, wait: wait) {
                log.warning("Work is held up; trying again", ["reason": .text(error.reason)])
            }
        }
    }

    /// Keeps the connection alive while the handler is at work; what arrives waits.
    private func serveMeanwhile() {
        observer?.turned(metrics, isStopping: isStopping)
        isBusy = true
        guarded { (session) throws(BrokerError) in try receive(session) }
    }

    private func upkeep() {
        let now = clock.monotonicMilliseconds
        guard now >= nextUpkeep else { return }
        nextUpkeep = now + Self.upkeepMilliseconds
        do {
            try handler.idle(at: clock.wallMilliseconds)
            upkeepOutage = nil
        } catch {
            if upkeepOutage != error { log.warning("Upkeep is held up", ["reason": .text(error.reason)]) }
            upkeepOutage = error
        }
        session?.isRelayDue = true
        // Under an alarm the broker reads no question.
        guard let observer, !machine.isBlocked, !isStopping else { return }
        guarded { (session) throws(BrokerError) in try observer.look(session.transport) }
    }
}

@available(*, unavailable, message: "one thread, one connection, one run loop")
extension RunLoop: Sendable {}
