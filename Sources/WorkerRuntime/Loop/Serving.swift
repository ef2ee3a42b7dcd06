internal import Broker

extension RunLoop {
    /// One turn with a connection: take what is there, handle a batch, send, acknowledge.
    func serve() {
        guarded { (session) throws(BrokerError) in
            try receive(session)
            try resend(session)
            try handleNext(session)
            try relay(session)
            try acknowledge(session)
            try checkConfirms(session)
        }
        if case .draining = machine.state, let session, session.isDrained, session.picker.isEmpty,
            session.inFlight.isEmpty, confirmedOutbox.isEmpty
        {
            _ = machine.handle(.drained, at: clock.monotonicMilliseconds)
        }
    }

    func receive(_ session: Session) throws(BrokerError) {
        let events = try session.transport.receiveBatch(
            max: settings.prefetch + 64, timeoutMilliseconds: patience(session))
        session.isDrained = events.isEmpty
        if events.isEmpty { return }
        _ = machine.handle(.heard, at: clock.monotonicMilliseconds)
        let arrival = observer?.now ?? 0
        for event in events {
            switch event {
            case .delivery(let delivery) where delivery.consumerTag == Self.hintTag:
                metrics.notices += 1
                handler.notice(delivery)
            case .delivery(let delivery):
                metrics.received += 1
                if delivery.isRedelivered { metrics.redelivered += 1 }
                session.inFlight.receive(delivery)
                observer?.delivered(delivery, at: arrival)
                session.picker.add(delivery)
            case .settled(let settlement): try settle(settlement, session)
            case .consumerCancelled:
                throw BrokerError(
                    .channelClosed, during: "consume queue \(settings.workQueue)", text: "the broker cancelled it")
            case .blocked(let reason):
                _ = machine.handle(.blocked, at: clock.monotonicMilliseconds)
                metrics.isBlocked = true
                log.warning("The broker takes no publications", ["reason": .text(reason)])
            case .unblocked:
                _ = machine.handle(.unblocked, at: clock.monotonicMilliseconds)
                metrics.isBlocked = false
                log.info("The broker takes publications again")
            }
        }
    }

    /// How long this turn may wait for the broker: not at all while there is something to do.
    private func patience(_ session: Session) -> Int {
        let now = clock.monotonicMilliseconds
        if case .draining = machine.state, !session.isDrained { return 0 }
        if isBusy { return 0 }
        if machine.isBlocked { return Int(settings.turnMilliseconds) }
        var wait = settings.turnMilliseconds
        if session.isRelayDue { wait = min(wait, session.relayNotBefore - now) }
        if let first = session.refused.first { wait = min(wait, first.at - now) }
        if session.picker.canPick(unfinished: session.inFlight.unfinished) { wait = min(wait, session.heldUntil - now) }
        return Int(max(0, wait))
    }

    private func handleNext(_ session: Session) throws(BrokerError) {
        guard !machine.isBlocked, clock.monotonicMilliseconds >= session.heldUntil,
            let batch = session.picker.next(unfinished: session.inFlight.unfinished)
        else { return }
        metrics.batches += 1
        let start = observer?.now ?? 0
        let outcomes: [Outcome]
        do { outcomes = try handler.handle(batch) } catch {
            try failed(batch, error, session)
            return
        }
        precondition(outcomes.count == batch.count, "a handler gives one verdict for each message")
        observer?.handled(batch.count, since: start)
        heldUpEnded()
        session.isRelayDue = true
        ownWork.messagesWereHandled()
        for (delivery, outcome) in zip(batch, outcomes) { try apply(outcome, to: delivery, session) }
    }

    private func failed(_ batch: [Delivery], _ error: HandlerError, _ session: Session) throws(BrokerError) {
        switch error {
        case .transient(let reason):
            session.picker.putBack(batch)
            holdUp(session, reason)
        case .failed(let reason) where batch.count == 1:
            heldUpEnded()
            try apply(.retry(afterSeconds: 0, reason: reason), to: batch[0], session)
        case .failed: session.picker.putBackSingly(batch)
        }
    }

    /// Waits before anything is handled again; the connection is served meanwhile.
    func holdUp(_ session: Session, _ reason: String) {
        metrics.heldUp += 1
        if heldUpFailures == 0 { log.warning("Handling is held up; trying again", ["reason": .text(reason)]) }
        let wait = random(settings.heldUp.range(failures: heldUpFailures))
        session.heldUntil = clock.monotonicMilliseconds + wait
        heldUpFailures += 1
    }

    private func heldUpEnded() {
        if heldUpFailures > 0 { log.info("Handling goes on", ["attempts": .number(heldUpFailures)]) }
        heldUpFailures = 0
    }

    private func acknowledge(_ session: Session) throws(BrokerError) {
        guard let last = session.inFlight.acknowledgeable() else { return }
        try session.transport.acknowledge(last.tag, multiple: true)
        metrics.acknowledged += last.count
        observer?.acknowledged(upTo: last.tag)
        _ = machine.handle(.worked, at: clock.monotonicMilliseconds)
    }

    /// A broker that leaves publications without a word has lost them, or the connection is dead.
    private func checkConfirms(_ session: Session) throws(BrokerError) {
        let now = clock.monotonicMilliseconds
        guard session.inFlight.publications > 0, !machine.isBlocked else {
            session.confirmsSince = nil
            return
        }
        guard let since = session.confirmsSince else {
            session.confirmsSince = now
            return
        }
        if now - since >= settings.confirmMilliseconds {
            throw BrokerError(.timeout, during: "wait for confirms", text: "the broker is silent")
        }
    }
}
