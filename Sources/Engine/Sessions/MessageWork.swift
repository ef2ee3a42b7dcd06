internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// Does what a message asks of its transaction: commands, choice, evaluation, finish, commit, rollback.
struct MessageWork {
    let store: Store
    let library: MapLibrary
    let settings: EngineSettings
    var observer: (any StageObserver)?

    /// Works on a message.
    ///
    /// - Parameters:
    ///   - message: the message; its transaction is changed in memory, holds in the store.
    ///   - commands: its commands.
    /// - Returns: the answer; with an ack other than 0 and 2002 nothing of the message may be stored.
    /// - Throws: `EngineError`.
    func answer(_ message: inout SessionMessage, _ commands: [Command]) throws(EngineError) -> Answer {
        if let error = choose(&message) {
            return Answer(
                InvalidRequest(echo: message.header.echo, errors: [error]), engine: settings.engineString)
        }
        apply(commands, to: &message)
        var answer = Answer(.ok, to: message.header.echo, engine: settings.engineString)
        answer.mapVersion = message.record.mapVersion ?? 0
        switch message.header.status {
        case .sale, .sales, .total, .payment: try sell(&message, &answer)
        case .loyaltyValidation: try validate(message, &answer)
        case .finish: try finish(&message, &answer, commits: message.header.autoCommit || message.settings.autoCommit)
        case .commit: try commit(&message, &answer)
        case .rollback: try rollBack(&message, &answer)
        }
        return answer
    }

    /// Applies what the message enters; the commands of those that end a transaction are ignored.
    private func apply(_ commands: [Command], to message: inout SessionMessage) {
        var commands = commands
        switch message.header.status {
        case .rollback: return
        case .commit:
            if message.record.state != .open { return }
            commands = []
        default: break
        }
        message.elements.apply(commands, attributes: message.header.attributes)
        if !commands.isEmpty || !message.header.attributes.entries.isEmpty { message.record.isEvaluated = false }
    }

    /// Takes the alternative that the message names; an error where there is none of that number.
    private func choose(_ message: inout SessionMessage) -> AnswerError? {
        guard let option = message.header.option else { return nil }
        let offered = message.summary.offered
        guard option <= offered.count else {
            let text =
                offered.isEmpty
                ? "no alternatives were offered" : "0 to \(offered.count) expected"
            return AnswerError(attribute: "option", text: text, seq: 0, type: AnswerError.headerType)
        }
        // What is finished is decided.
        guard message.record.state == .open else { return nil }
        let choice = option == 0 ? [] : offered[option - 1]
        // Once one was chosen only that one was evaluated, and another one has to be first.
        if choice != message.choice, !message.summary.blocks.contains(where: { $0.choice == choice }) {
            message.record.isEvaluated = false
        }
        message.choice = choice
        return nil
    }

    /// How the transaction's ticket is evaluated; nil without a map.
    private func evaluation(_ message: SessionMessage) throws(EngineError) -> TicketEvaluation? {
        guard let number = message.record.mapVersion else { return nil }
        let company = settings.rehearsal?.map.company ?? message.header.companyId
        guard let held = try library.held(MapVersion(company: company, version: number)) else { return nil }
        return TicketEvaluation(
            store: store, map: held.map, needs: held.needs, register: settings.rehearsal?.register, observer: observer)
    }

    private func sell(_ message: inout SessionMessage, _ answer: inout Answer) throws(EngineError) {
        guard message.header.evaluate else { return }
        guard let evaluating = try evaluation(message) else {
            answer.ack = .noMap
            return
        }
        let evaluation = try evaluating.evaluate(&message, evaluating.look(message))
        answer.report(evaluation, under: evaluating.map, to: message.header)
        if let suggestions = evaluation.suggestions, suggestions.list.isEmpty, !suggestions.isComplete {
            answer.errors = [
                AnswerError(
                    ack: .suggestionFailed, info: "too many promotions could be suggested", seq: 0,
                    type: AnswerError.suggestion)
            ]
        }
    }

    private func validate(_ message: SessionMessage, _ answer: inout Answer) throws(EngineError) {
        answer.transaction = message.record.key.text
        let validation = LoyaltyValidation(
            store: store, map: try evaluation(message)?.map, refusesUnknown: message.settings.refuseUnknownCustomers)
        answer.loyalty = try validation.report(on: message.ticket)
    }

    /// Closes the ticket: what was granted is booked, all of it or nothing.
    private func finish(
        _ message: inout SessionMessage, _ answer: inout Answer, commits: Bool
    ) throws(EngineError) {
        guard !message.elements.items.isEmpty else {
            answer.ack = .noTicket
            return
        }
        var isHeld = false
        let evaluating = try evaluation(message)
        // What coupons are worth is printed in the map's currency, evaluated now or before.
        answer.map = evaluating?.map
        if let evaluating, message.header.evaluate || !message.record.isEvaluated {
            let seen = try evaluating.look(message)
            let lost = LoyaltyBooking.lost(of: message.outcome, seen, on: message.elements)
            guard lost.isEmpty else { return refuse(LoyaltyReport(errors: lost), message, &answer) }
            var evaluation = try evaluating.evaluate(&message, seen)
            // Without a choice it holds what is booked, and nothing else.
            isHeld = message.summary.blocks.count <= 1
            if message.header.evaluate {
                if !isHeld, let first = message.summary.booked(message.choice)?.choice {
                    evaluation = try evaluating.told(choosing: first, message, seen)
                }
                answer.report(evaluation, under: evaluating.map, to: message.header)
            }
        }
        let booked = message.summary.booked(message.choice)
        let result = try book(message)
        guard result.isBooked else { return refuse(result.report, message, &answer) }
        if let booked {
            message.choice = booked.choice
            message.record.total = booked.total
        }
        try bookLimits(isHeld ? nil : booked, message)
        try raiseAlarms(message)
        // What issued nothing has nothing to make usable.
        if commits, !result.report.coupons.isEmpty { try confirm(message) }
        message.record.state = commits ? .committed : .pending
        answer.alternatives = answer.alternatives.filter { alternative in
            alternative.choice.map { answer.map?.promotions[$0].id ?? "" } == message.choice
        }
        answer.loyalty = result.report
        message.problem = result.problem
        show(message, &answer)
    }

    /// Books what is held.
    ///
    /// - Parameters:
    ///   - block: what is to be held before that; nil where it is.
    ///   - message: the message that finishes.
    /// - Throws: `EngineError`.
    private func bookLimits(
        _ block: EvaluationSummary.Block?, _ message: SessionMessage
    ) throws(EngineError) {
        let (id, company) = (message.record.key.id, message.header.companyId)
        let holds = block.map { message.summary.holds(of: [$0]) }
        try storage { () throws(StorageError) in
            if let holds { try store.limits.replaceHolds(of: id, company: company, with: holds) }
            try store.limits.book(id)
        }
    }

    private func book(_ message: SessionMessage) throws(EngineError) -> LoyaltyBooking.Result {
        // What a rehearsal knows stands in its register, where nothing is used up.
        guard settings.rehearsal == nil else { return LoyaltyBooking.Result() }
        return try LoyaltyBooking(store: store).book(message.outcome, of: message)
    }

    /// The ticket stays open: a coupon or a card that it counted on cannot be used any more.
    private func refuse(_ report: LoyaltyReport, _ message: SessionMessage, _ answer: inout Answer) {
        answer.alternatives = []
        answer.limitBalances = nil
        answer.verdicts = nil
        answer.loyalty = report
        show(message, &answer)
    }

    /// Warns of limits that the bookings bring to a mark.
    private func raiseAlarms(_ message: SessionMessage) throws(EngineError) {
        let company = message.header.companyId
        guard settings.rehearsal == nil, let version = message.record.mapVersion else { return }
        let held = try library.held(MapVersion(company: company, version: version))
        guard let watched = held?.watched, !watched.isEmpty else { return }
        _ = try storage { () throws(StorageError) in
            try store.alarms.raise(
                bookedBy: message.record.key.id, company: company, watched: watched, now: message.now)
        }
    }

    private func commit(_ message: inout SessionMessage, _ answer: inout Answer) throws(EngineError) {
        guard message.record.state == .pending else {
            try finish(&message, &answer, commits: true)
            return
        }
        try confirm(message)
        message.record.state = .committed
        show(message, &answer)
    }

    private func rollBack(_ message: inout SessionMessage, _ answer: inout Answer) throws(EngineError) {
        let ending = TransactionEnd(store: store, now: message.now)
        try storage { () throws(StorageError) in try store.limits.release(message.record.key.id) }
        if message.record.state == .pending, message.outcome != LoyaltyOutcome() {
            message.problem = try ending.undoLoyalty(message.record)
        }
        message.record.state = .rolledBack
        show(message, &answer)
    }

    /// Makes what was issued usable.
    private func confirm(_ message: SessionMessage) throws(EngineError) {
        guard !message.outcome.issues.isEmpty else { return }
        try TransactionEnd(store: store, now: message.now).confirmLoyalty(message.record)
    }

    private func show(_ message: SessionMessage, _ answer: inout Answer) {
        answer.transaction = message.record.key.text
        answer.state = message.record.state.onTheWire
    }
}
