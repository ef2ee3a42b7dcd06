internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// Does what a message asks of a return: lines, what they refund, finish, commit, rollback.
struct ReturnWork {
    let store: Store
    let library: MapLibrary
    let settings: EngineSettings

    /// Works on a message.
    ///
    /// - Parameters:
    ///   - message: the message; its transaction is changed in memory, blocks and jobs in the store.
    ///   - commands: its commands.
    /// - Returns: the answer; with an ack other than 0 and 2002 nothing of the message may be stored.
    /// - Throws: `EngineError`.
    func answer(_ message: inout SessionMessage, _ commands: [Command]) throws(EngineError) -> Answer {
        if let option = message.header.option, option > 0 {
            let error = AnswerError(
                attribute: "option", text: "a return has no alternatives", seq: 0, type: AnswerError.headerType)
            return Answer(
                InvalidRequest(echo: message.header.echo, errors: [error]), engine: settings.engineString)
        }
        var answer = Answer(.ok, to: message.header.echo, engine: settings.engineString)
        answer.mapVersion = message.record.mapVersion ?? 0
        switch message.header.status {
        case .rollback: try rollBack(&message)
        case .commit where message.record.state == .pending: try commit(&message, &answer)
        case .commit: try give(&message, &answer, commits: true)
        case .finish:
            message.elements.apply(commands, attributes: message.header.attributes)
            try give(&message, &answer, commits: message.header.autoCommit || message.settings.autoCommit)
        case .loyaltyValidation:
            message.elements.apply(commands, attributes: message.header.attributes)
            answer.transaction = message.record.key.text
            answer.loyalty = LoyaltyReport()
            return answer
        case .sale, .sales, .total, .payment:
            message.elements.apply(commands, attributes: message.header.attributes)
            try give(&message, &answer, commits: nil)
        }
        answer.transaction = message.record.key.text
        answer.state = message.record.state.onTheWire
        return answer
    }

    /// Says what a return gives back, and finishes it.
    ///
    /// - Parameters:
    ///   - message: the message.
    ///   - answer: where it is said.
    ///   - commits: whether it is committed as well; nil where it stays open.
    /// - Throws: `EngineError`.
    private func give(
        _ message: inout SessionMessage, _ answer: inout Answer, commits: Bool?
    ) throws(EngineError) {
        let record = message.record
        guard
            let returns = try SaleReturns(
                record.original ?? "", for: record.key.id, version: record.mapVersion, in: store, library)
        else {
            answer.ack = .originalContentsGone
            return
        }
        let wanted: [(line: SoldLine, quantity: Quantity)]
        do throws(RefusedReturn) {
            if returns.isFull { throw RefusedReturn(errors: [.tooManyReturns]) }
            wanted = try returns.goods.parts(message.elements.returnLines)
        } catch {
            try refuse(error, message, &answer)
            return
        }
        var summary = ReturnSummary(parts: wanted.map { ReturnedPart(unappraised: $0.line, $0.quantity) })
        if commits != nil || message.header.evaluate {
            if returns.isMapGone {
                answer.ack = .noMap
            } else {
                try refund(wanted, returns, message, &summary, &answer)
            }
        }
        guard let commits else { return }
        message.record.summary = summary.text
        message.record.state = .pending
        let (id, original, company) = (record.key.id, returns.sale.record.key.id, record.key.session.company)
        try storage { () throws(StorageError) in
            try store.loyalty.block(sale: original, for: id, of: company, now: message.now)
        }
        if commits { try close(&message) }
    }

    private func refund(
        _ wanted: [(line: SoldLine, quantity: Quantity)], _ returns: SaleReturns, _ message: SessionMessage,
        _ summary: inout ReturnSummary, _ answer: inout Answer
    ) throws(EngineError) {
        let (parts, kept) = returns.refund().work(wanted, listsBalances: message.header.limitBalances)
        summary.parts = parts
        summary.refunded = ReturnSummary.Standing(place: returns.nextPlace, block: kept.block)
        answer.refund = summary.refund
        answer.map = returns.map
        if message.header.limitBalances, let map = returns.map {
            answer.limitBalances = try balances(kept, returns, map)
        }
    }

    /// Limits as they will stand: what others use of them, and what the sale keeps.
    private func balances(
        _ kept: SaleAppraisal.Result, _ returns: SaleReturns, _ map: CompiledMap
    ) throws(EngineError) -> [LimitBalance] {
        let (sale, day) = (returns.sale.record.key, returns.sale.findings.moment.date)
        let ticket = returns.sale.ticket
        var balances: [LimitBalance] = []
        for var balance in kept.balances {
            let limit = map.limits[balance.limit].limit
            guard let scope = limit.scopeKey(for: ticket) else { continue }
            let key = LimitKey(limit: limit.id, scopeKey: scope)
            let others = try storage { () throws(StorageError) in
                try store.limits.used(
                    [Storage.Limits.Question(key: key, period: limit.period)], company: sale.session.company, day: day,
                    byOthersThan: sale.id)
            }
            let own = kept.block.uses.filter { $0.limit == limit.id && $0.scopeKey == scope }
                .reduce(Int128(0)) { $0 + $1.amount }
            balance.amount = max(0, limit.value - (others.first ?? 0) - own)
            balances.append(balance)
        }
        return balances
    }

    /// What cannot be returned changes nothing, but operators find it among the returns.
    private func refuse(
        _ refused: RefusedReturn, _ message: SessionMessage, _ answer: inout Answer
    ) throws(EngineError) {
        answer.ack = .returnExceeds
        answer.errors = Array(refused.errors.prefix(20))
        let record = message.record
        // The till may go on and return what remains, so the refusal is not the return itself.
        let job = ReturnJob(
            id: "\(record.key.id)/\(message.header.messageId)", original: record.original ?? "",
            company: record.key.session.company, now: message.now)
        try storage { () throws(StorageError) in
            try store.returnJobs.reject(job, answer.errors.map(ReturnError.init), now: message.now)
        }
    }

    private func commit(_ message: inout SessionMessage, _ answer: inout Answer) throws(EngineError) {
        guard let summary = ReturnSummary(text: message.record.summary) else {
            throw EngineError.unreadableTransaction(message.record.key.text)
        }
        answer.refund = summary.refund
        if let version = message.record.mapVersion {
            answer.map = try library.map(
                MapVersion(company: message.record.key.session.company, version: version))
            if answer.refund == nil { answer.ack = .noMap }
        }
        try close(&message)
    }

    private func close(_ message: inout SessionMessage) throws(EngineError) {
        message.record.state = .committed
        try ReturnEnd(store: store, now: message.now)
            .commit(message.record, announcing: message.elements.returnLines)
    }

    private func rollBack(_ message: inout SessionMessage) throws(EngineError) {
        try ReturnEnd(store: store, now: message.now).rollBack(message.record)
        message.record.state = .rolledBack
    }
}

extension AnswerError {
    /// A sale that has come back in more parts than are kept.
    static var tooManyReturns: AnswerError {
        AnswerError(
            ack: .returnExceeds, attribute: "original-trx", text: "it has \(SaleReturns.most - 1) returns already",
            seq: 0, type: AnswerError.headerType)
    }
}

extension ReturnError {
    /// A line of the report from an error of an answer.
    init(_ error: AnswerError) {
        self.init(element: error.seq == 0 ? "" : "line \(error.seq)", code: error.ack.rawValue, text: error.info)
    }
}

extension ReturnedPart {
    /// A part whose worth is not known.
    init(unappraised line: SoldLine, _ quantity: Quantity) {
        let measures = line.measures(of: quantity)
        self.init(
            seq: line.item.seq, quantity: quantity, pieces: measures.pieces, magnitude: measures.magnitude,
            price: .zero, value: .zero, reprice: .zero)
    }
}
