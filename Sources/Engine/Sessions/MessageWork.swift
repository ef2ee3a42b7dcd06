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
        switch message.header.status {
        case .commit, .rollback: break
        default:
            message.elements.apply(commands, attributes: message.header.attributes)
            if !commands.isEmpty || !message.header.attributes.entries.isEmpty { message.record.isEvaluated = false }
        }
        var answer = Answer(.ok, to: message.header.echo, engine: settings.engineString)
        answer.mapVersion = message.record.mapVersion ?? 0
        switch message.header.status {
        case .sale, .sales, .total, .payment: try sell(&message, &answer)
        case .loyaltyValidation: validate(message, &answer)
        case .finish: try finish(&message, &answer, commits: message.header.autoCommit || message.settings.autoCommit)
        case .commit: try commit(&message, &answer)
        case .rollback: try rollBack(&message, &answer)
        }
        return answer
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
        message.choice = option == 0 ? [] : offered[option - 1]
        return nil
    }

    private func map(_ message: SessionMessage) throws(EngineError) -> CompiledMap? {
        guard let version = message.record.mapVersion else { return nil }
        let company = settings.rehearsal?.map.company ?? message.header.companyId
        return try library.map(MapVersion(company: company, version: version))
    }

    private func evaluation(_ map: CompiledMap) -> TicketEvaluation {
        TicketEvaluation(store: store, map: map, register: settings.rehearsal?.register, observer: observer)
    }

    private func sell(_ message: inout SessionMessage, _ answer: inout Answer) throws(EngineError) {
        guard message.header.evaluate else { return }
        guard let map = try map(message) else {
            answer.ack = .noMap
            return
        }
        let evaluation = try evaluation(map).evaluate(&message)
        answer.report(evaluation, under: map, to: message.header)
        if let suggestions = evaluation.suggestions, suggestions.list.isEmpty, !suggestions.isComplete {
            answer.errors = [
                AnswerError(
                    ack: .suggestionFailed, info: "too many promotions could be suggested", seq: 0,
                    type: AnswerError.suggestion)
            ]
        }
    }

    /// Nothing is registered, so that every coupon, card and customer is unknown.
    private func validate(_ message: SessionMessage, _ answer: inout Answer) {
        answer.transaction = message.record.key.text
        let elements = message.elements
        var report = LoyaltyReport()
        report.cards = elements.loyaltyCards.map { card in
            .checked(
                ack: .cardNotFound, balance: .zero, number: card.attributes["number"] ?? "", seq: card.seq, type: nil)
        }
        report.coupons = elements.coupons.map { coupon in
            .checked(
                ack: .couponNotFound, barcode: coupon.attributes["id"] ?? "", couponId: nil, seq: coupon.seq)
        }
        report.customers = elements.customers.map { customer in
            LoyaltyReport.Customer(code: customer.attributes["id"] ?? "-", seq: customer.seq)
        }
        if message.settings.refuseUnknownCustomers {
            report.errors = elements.customers.map { customer in
                AnswerError(
                    ack: .customerUnknown, info: customer.attributes["id"] ?? "", seq: customer.seq,
                    type: AnswerError.customerValidation)
            }
        }
        answer.loyalty = report
    }

    /// Closes the ticket: what was granted is booked.
    private func finish(
        _ message: inout SessionMessage, _ answer: inout Answer, commits: Bool
    ) throws(EngineError) {
        guard !message.elements.items.isEmpty else {
            answer.ack = .noTicket
            return
        }
        if let map = try map(message), message.header.evaluate || !message.record.isEvaluated {
            let evaluation = try evaluation(map).evaluate(&message)
            if message.header.evaluate { answer.report(evaluation, under: map, to: message.header) }
        }
        let (id, company) = (message.record.key.id, message.header.companyId)
        if let booked = message.summary.booked(message.choice) {
            message.choice = booked.choice
            message.record.total = booked.total
            let holds = message.summary.holds(of: [booked])
            try storage { () throws(StorageError) in
                try store.limits.replaceHolds(of: id, company: company, with: holds)
            }
        }
        try storage { () throws(StorageError) in try store.limits.book(id) }
        try raiseAlarms(message)
        message.record.state = commits ? .committed : .pending
        answer.alternatives = answer.alternatives.filter { alternative in
            alternative.choice.map { answer.map?.promotions[$0].id ?? "" } == message.choice
        }
        answer.loyalty = LoyaltyReport()
        show(message, &answer)
    }

    /// Warns of limits that the bookings bring to a mark.
    private func raiseAlarms(_ message: SessionMessage) throws(EngineError) {
        let company = message.header.companyId
        guard settings.rehearsal == nil, let version = message.record.mapVersion else { return }
        let watched = try library.watchedLimits(MapVersion(company: company, version: version))
        guard !watched.isEmpty else { return }
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
        message.record.state = .committed
        show(message, &answer)
    }

    private func rollBack(_ message: inout SessionMessage, _ answer: inout Answer) throws(EngineError) {
        let id = message.record.key.id
        try storage { () throws(StorageError) in try store.limits.release(id) }
        message.record.state = .rolledBack
        show(message, &answer)
    }

    private func show(_ message: SessionMessage, _ answer: inout Answer) {
        answer.transaction = message.record.key.text
        answer.state = message.record.state.onTheWire
    }
}
