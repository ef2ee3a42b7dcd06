internal import Broker

extension RunLoop {
    /// How often an answer that the broker refuses is sent before it is dropped; the till asks again.
    static let maxReplyTries = 3
    /// How many stored messages are under way at once.
    static let maxRelayed = 100

    /// Turns a verdict into publications; the delivery is finished when all of them are.
    func apply(_ outcome: Outcome, to delivery: Delivery, _ session: Session) throws(BrokerError) {
        switch outcome {
        case .done(let replies):
            metrics.done += 1
            try conclude(delivery, replies: replies, moving: nil, session)
        case .retry(let seconds, let reason):
            let attempt = delivery.attempt
            switch settings.retryPolicy.decide(attempt: attempt, afterSeconds: seconds) {
            case .wait(let wait):
                metrics.retried += 1
                log.warning(
                    "A message waits for another attempt",
                    fields(delivery, ["reason": .text(reason), "wait.seconds": .number(wait)]))
                let queue = settings.otherQueues.first { $0 == delivery.queue } ?? settings.workQueue
                let target = PromoTopology.waitQueue(of: queue, seconds: wait)
                try conclude(delivery, replies: [], moving: moved(delivery, target, reason), session)
            case .giveUp: try giveUp(delivery, reason, session)
            }
        case .discard(let reason, let replies): try bury(delivery, reason, replies, session)
        }
    }

    private func giveUp(_ delivery: Delivery, _ reason: String, _ session: Session) throws(BrokerError) {
        let replies: [Publication]
        do { replies = try handler.givenUp(delivery, reason: reason) } catch {
            switch error {
            case .transient(let cause):
                session.picker.putBack([delivery])
                holdUp(session, cause)
                return
            case .failed: replies = []
            }
        }
        try bury(delivery, reason, replies, session)
    }

    private func bury(
        _ delivery: Delivery, _ reason: String, _ replies: [Publication], _ session: Session
    ) throws(BrokerError) {
        metrics.dead += 1
        log.error("A message is given up", fields(delivery, ["reason": .text(reason)]))
        try conclude(delivery, replies: replies, moving: moved(delivery, settings.deadQueue, reason), session)
    }

    private func conclude(
        _ delivery: Delivery, replies: [Publication], moving: Publication?, _ session: Session
    ) throws(BrokerError) {
        let tag = delivery.deliveryTag
        session.inFlight.decide(tag, publications: replies.count + (moving == nil ? 0 : 1))
        for reply in replies {
            try send(InFlight.Sent(publication: reply, purpose: .reply(tag: tag, tries: 1)), session)
        }
        if let moving { try send(InFlight.Sent(publication: moving, purpose: .move(tag: tag)), session) }
    }

    private func send(_ sent: InFlight.Sent, _ session: Session) throws(BrokerError) {
        if case .reply(let tag, _) = sent.purpose {
            if let problem = problem(withReply: sent.publication) {
                drop(tag, problem, session)
                return
            }
        }
        let sequence = try session.transport.publish(sent.publication)
        session.inFlight.published(sequence, sent)
        observer?.published(sequence)
    }

    /// Why an answer cannot go where its sender wants it; nil where it can.
    private func problem(withReply reply: Publication) -> String? {
        if suspects.contains(reply.routingKey) { return "the address breaks connections" }
        // A worker may write to these and a sender may not: it would write through the worker.
        if let reserved = settings.reservedPrefix, reply.routingKey.hasPrefix(reserved) {
            return "the address is the engine's own"
        }
        return reply.encodingProblem
    }

    private func drop(_ tag: UInt64, _ reason: String, _ session: Session) {
        metrics.replyDropped += 1
        log.warning("An answer is dropped", fields(tag, ["reason": .text(reason)], session))
        session.inFlight.finishOne(of: tag)
    }

    /// Takes the broker's word about a publication.
    func settle(_ settlement: Settlement, _ session: Session) throws(BrokerError) {
        session.confirmsSince = nil
        observer?.settled(settlement.sequence)
        guard let sent = session.inFlight.settled(settlement.sequence) else { return }
        switch (sent.purpose, settlement.result) {
        case (.reply(let tag, _), .confirmed):
            metrics.replyConfirmed += 1
            session.inFlight.finishOne(of: tag)
        case (.reply(let tag, _), .returned):
            metrics.replyReturned += 1
            log.info("An answer found nobody", fields(tag, [:], session))
            session.inFlight.finishOne(of: tag)
        case (.reply(let tag, let tries), .nacked):
            if tries >= Self.maxReplyTries {
                drop(tag, "the broker refuses it", session)
            } else {
                refuse(sent, as: .reply(tag: tag, tries: tries + 1), session)
            }
        case (.move(let tag), .confirmed): session.inFlight.finishOne(of: tag)
        case (.move(let tag), .returned), (.move(let tag), .nacked):
            log.error(
                "The broker refuses a message that has to be moved",
                fields(tag, ["queue": .text(sent.publication.routingKey)], session))
            refuse(sent, as: sent.purpose, session)
        case (.outbox(let id), .confirmed):
            metrics.outboxConfirmed += 1
            confirmedOutbox.append(id)
        case (.outbox(let id), .returned), (.outbox(let id), .nacked):
            metrics.outboxRefused += 1
            if handler.refused(id) { return }
            log.error(
                "The broker refuses a stored message; it stays stored",
                ["outbox.id": .text(id), "routing.key": .text(sent.publication.routingKey)])
            session.relayNotBefore = clock.monotonicMilliseconds + 5 * Self.refusedMilliseconds
            session.isRelayDue = true
        }
    }

    private func refuse(_ sent: InFlight.Sent, as purpose: InFlight.Purpose, _ session: Session) {
        let again = InFlight.Sent(publication: sent.publication, purpose: purpose)
        session.refused.append((clock.monotonicMilliseconds + Self.refusedMilliseconds, again))
    }

    /// Sends again what the broker refused, after making sure that the queues exist.
    func resend(_ session: Session) throws(BrokerError) {
        guard !machine.isBlocked, let first = session.refused.first, clock.monotonicMilliseconds >= first.at
        else { return }
        if case .move = first.sent.purpose { try session.transport.declare(settings.topology) }
        session.refused.removeFirst()
        try send(first.sent, session)
    }

    /// Sends stored messages, and tells the handler which of them arrived.
    func relay(_ session: Session) throws(BrokerError) {
        let now = clock.monotonicMilliseconds
        if !confirmedOutbox.isEmpty, now >= session.relayNotBefore {
            do {
                try handler.confirmed(confirmedOutbox)
                confirmedOutbox = []
                if session.isRelayFull { session.isRelayDue = true }
            } catch {
                session.relayNotBefore = now + Self.refusedMilliseconds
                return
            }
        }
        guard session.isRelayDue, !machine.isBlocked, now >= session.relayNotBefore else { return }
        let known = session.inFlight.outboxIds.union(confirmedOutbox).union(session.unsendableRows)
        let stored: [RelayedMessage]
        do { stored = try handler.outbox(max: Self.maxRelayed + session.unsendableRows.count) } catch {
            session.relayNotBefore = now + Self.refusedMilliseconds
            return
        }
        session.isRelayDue = false
        session.isRelayFull = stored.count >= Self.maxRelayed
        for message in stored where !known.contains(message.id) {
            if let problem = message.publication.encodingProblem {
                session.unsendableRows.insert(message.id)
                log.error(
                    "A stored message cannot be sent", ["outbox.id": .text(message.id), "reason": .text(problem)])
                continue
            }
            guard try isDeclared(message, session) else { continue }
            try send(InFlight.Sent(publication: message.publication, purpose: .outbox(id: message.id)), session)
        }
    }

    /// Whether what a stored message needs exists; it is made where it does not.
    private func isDeclared(_ message: RelayedMessage, _ session: Session) throws(BrokerError) -> Bool {
        guard message.topology != Topology(), !session.declared.contains(message.topology) else { return true }
        do throws(BrokerError) {
            try session.transport.declare(message.topology)
        } catch  where error.code == .mismatch {
            log.error(
                "What a stored message needs exists in another form",
                ["outbox.id": .text(message.id), "error.text": .text(error.description)])
            if !handler.refused(message.id) { session.unsendableRows.insert(message.id) }
            return false
        }
        session.declared.insert(message.topology)
        return true
    }

    private func moved(_ delivery: Delivery, _ target: String, _ reason: String) -> Publication {
        delivery.moved(to: target, reason: reason, worker: settings.workerName)
    }

    private func fields(_ delivery: Delivery, _ more: LogFields) -> LogFields {
        let message: LogFields = [
            "correlation.id": .text(delivery.properties.correlationId ?? ""), "attempt": .number(delivery.attempt),
        ]
        return handler.subject(of: delivery).adding(message).adding(more)
    }

    private func fields(_ tag: UInt64, _ more: LogFields, _ session: Session) -> LogFields {
        session.inFlight.delivery(tag).map { fields($0, more) } ?? more
    }
}
