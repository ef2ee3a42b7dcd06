internal import Messages
internal import Promotions
internal import Storage

/// Evaluates a transaction against the balances of the moment and holds what was granted.
struct TicketEvaluation {
    let store: Store
    let map: CompiledMap
    /// What the map asks of coupons, cards and customers.
    let needs: LoyaltyNeeds
    /// What completes the ticket of a rehearsal; nil for sales.
    var register: Register?
    var observer: (any StageObserver)?
    /// How often a ticket is evaluated again for limits that its suggestions meet.
    private static let mostReadings = 3

    /// What is known of a message's ticket.
    func look(_ message: SessionMessage) throws(EngineError) -> TicketLookup {
        if let register { return TicketLookup(register, message.ticket, in: store) }
        return try TicketLookup(
            message.ticket, under: map, needs, in: store, completesItems: message.settings.completesItems)
    }

    /// Evaluates, and replaces the transaction's holds.
    ///
    /// - Parameters:
    ///   - message: the message; its transaction's summary and choice are brought up to date.
    ///   - seen: what is known of its ticket.
    /// - Returns: what the ticket gets.
    /// - Throws: `EngineError`; transient where a balance changed meanwhile.
    func evaluate(_ message: inout SessionMessage, _ seen: TicketLookup) throws(EngineError) -> Evaluation {
        let (evaluation, ticket, findings) = try evaluated(message, seen)
        note(evaluation, ticket, findings, &message)
        observer?.enter(.limits)
        let (record, holds) = (message.record, message.summary.holds(of: message.summary.blocks))
        try storage { () throws(StorageError) in
            try store.limits.replaceHolds(of: record.key.id, company: ticket.company, with: holds)
        }
        return evaluation
    }

    /// What a ticket gets with an alternative; nothing is held for it.
    ///
    /// - Parameters:
    ///   - choice: the alternative.
    ///   - message: the message, evaluated.
    ///   - seen: what is known of its ticket.
    /// - Returns: the alternative alone, with balances and verdicts as they are beside it.
    /// - Throws: `EngineError`.
    func told(
        choosing choice: [String], _ message: SessionMessage, _ seen: TicketLookup
    ) throws(EngineError) -> Evaluation {
        var message = message
        message.choice = choice
        return try evaluated(message, seen).evaluation
    }

    private func evaluated(
        _ message: SessionMessage, _ seen: TicketLookup
    ) throws(EngineError) -> (evaluation: Evaluation, ticket: Ticket, findings: SaleFindings) {
        let findings = SaleFindings(
            moment: message.header.dateTime, channel: message.header.channel,
            paymentCalculation: message.settings.paymentCalculation, register: seen.register,
            suspended: try suspended(message))
        let ticket = seen.register.isEmpty ? message.ticket : seen.register.completed(message.ticket)
        let reading = map.read(ticket)
        var concerned = map.limitsConcerning(ticket, reading, suggests: suggestions(message.header) != nil)
        var evaluation = try evaluate(ticket, reading, concerned, message, findings)
        // What a suggestion adds may bring promotions whose limits nobody had reason to read.
        for _ in 0..<TicketEvaluation.mostReadings {
            guard let unread = evaluation.suggestions?.unread, !unread.isEmpty else { break }
            concerned += unread
            evaluation = try evaluate(ticket, reading, concerned, message, findings)
        }
        if evaluation.isLimited, try releaseLapsed(concerned, ticket, message) {
            evaluation = try evaluate(ticket, reading, concerned, message, findings)
        }
        if evaluation.suggestions?.unread.isEmpty == false {
            // Promises on what nobody knows are none.
            evaluation.suggestions = Suggestions(isComplete: false)
        }
        evaluation.explain(seen, under: map)
        return (evaluation, ticket, findings)
    }

    private func evaluate(
        _ ticket: Ticket, _ reading: TicketReading, _ concerned: [Int], _ message: SessionMessage,
        _ findings: SaleFindings
    ) throws(EngineError) -> Evaluation {
        var input = findings.input(ticket)
        input.explains = message.header.explain
        input.listsBalances = message.header.limitBalances
        input.suggests = suggestions(message.header)
        input.choice = Choice.positions(message.choice, in: map)
        observer?.enter(.limits)
        input.balances = try balances(concerned, ticket, message)
        observer?.enter(.evaluate)
        return map.evaluate(input, reading)
    }

    /// Names of the promotions that are off in the store on the ticket's day.
    private func suspended(_ message: SessionMessage) throws(EngineError) -> [String] {
        let (header, day) = (message.header, message.header.dateTime.date)
        let dates = try storage { () throws(StorageError) in
            try store.exclusionDates.list(store: header.store, of: header.companyId, days: day...day)
        }
        return dates.map(\.promotionName).sorted()
    }

    /// The suggestions that a message asks for; a finished ticket gets none.
    private func suggestions(_ header: RequestHeader) -> SuggestionRequest? {
        guard header.suggest, header.status != .finish, header.status != .commit else { return nil }
        return SuggestionRequest(seq: header.suggestSeq, kind: header.suggestSeqType)
    }

    private func balances(
        _ concerned: [Int], _ ticket: Ticket, _ message: SessionMessage
    ) throws(EngineError) -> Balances {
        let questions = concerned.compactMap { position -> (Int, Storage.Limits.Question)? in
            let limit = map.limits[position].limit
            guard let key = limit.scopeKey(for: ticket) else { return nil }
            return (
                position, Storage.Limits.Question(key: LimitKey(limit: limit.id, scopeKey: key), period: limit.period)
            )
        }
        guard !questions.isEmpty else { return Balances() }
        let id = message.record.key.id
        let used = try storage { () throws(StorageError) in
            let day = ticket.dateTime.date
            try store.limits.lock(questions.map(\.1.key), company: ticket.company, day: day)
            return try store.limits.used(questions.map(\.1), company: ticket.company, day: day, byOthersThan: id)
        }
        return Balances(used: Dictionary(uniqueKeysWithValues: zip(questions.map(\.0), used)))
    }

    /// Ends transactions whose time is over and that hold of the limits this ticket meets.
    private func releaseLapsed(
        _ concerned: [Int], _ ticket: Ticket, _ message: SessionMessage
    ) throws(EngineError) -> Bool {
        let moment = message.now - Int64(message.settings.transactionLifetime) * 1_000
        var released = false
        for position in concerned {
            let limit = map.limits[position].limit
            guard let key = limit.scopeKey(for: ticket) else { continue }
            let holders = try storage { () throws(StorageError) in
                try store.limits.lapsedHolders(
                    of: LimitKey(limit: limit.id, scopeKey: key), company: ticket.company, before: moment, limit: 100)
            }
            for holder in holders where holder != message.record.key {
                if try lapse(holder, message) { released = true }
            }
        }
        return released
    }

    /// Ends another transaction whose time is over; not where a message of its till is being worked on elsewhere.
    private func lapse(_ holder: TransactionKey, _ message: SessionMessage) throws(EngineError) -> Bool {
        let record = try storage { () throws(StorageError) in
            try store.sessions.lockIfFree(holder.session) ? store.transactions.find(holder.id) : nil
        }
        guard let record, record.state == .open else { return false }
        return try TransactionEnd(store: store, now: message.now).endIfOverdue(record, message.settings)
    }

    /// Keeps what was evaluated with the transaction; a choice that no longer stands is dropped.
    private func note(
        _ evaluation: Evaluation, _ ticket: Ticket, _ findings: SaleFindings, _ message: inout SessionMessage
    ) {
        let offered = message.summary.offered
        message.summary = EvaluationSummary(evaluation, map: map, ticket: ticket, findings: findings)
        message.summary.offered = offered
        if evaluation.alternatives.count > 1 {
            message.summary.offered = message.summary.blocks.map(\.choice)
            message.choice = []
        } else if let only = message.summary.blocks.first, !message.choice.isEmpty, only.choice != message.choice {
            message.choice = []
        }
        message.record.total = message.summary.booked(message.choice)?.total ?? .zero
        message.record.isEvaluated = true
        message.figures.note(evaluation)
    }
}
