internal import Messages
internal import Promotions
internal import Storage

/// Which transaction takes a message: the open one, one that begins again, or a new one.
extension MessageHandling {
    /// The message with the transaction that takes it.
    ///
    /// - Parameters:
    ///   - header: the message's header.
    ///   - decision: what the rules of sessions say.
    ///   - current: the session's latest transaction.
    ///   - company: the company's settings.
    /// - Returns: the message, before its commands are applied.
    /// - Throws: `Refusal` where none takes it.
    func taken(
        _ header: RequestHeader, by decision: TransactionDecision, _ current: TransactionRecord?,
        _ company: CompanySettings
    ) throws(Refusal) -> SessionMessage {
        if settings.rehearsal != nil, header.voidTrx == true {
            throw .answer(invalid("void-trx", "returns are not rehearsed", header))
        }
        switch decision {
        case .refuse(let ack): throw .answer(refusal(ack, header, current))
        case .proceed:
            guard let current else { throw .answer(refusal(.noSession, header, nil)) }
            try check(header, continues: current)
            return try failing { () throws(EngineError) -> SessionMessage in try read(current, header, company) }
        case .restart:
            guard let current else { throw .answer(refusal(.noSession, header, nil)) }
            let original = try original(header)
            return try failing { () throws(EngineError) -> SessionMessage in
                try restarted(current, header, company, original)
            }
        case .open:
            let original = try original(header)
            let fresh = try failing { () throws(EngineError) -> SessionMessage? in
                try opened(header, company, original)
            }
            guard let fresh else { throw .answer(refusal(.sessionNotCreated, header, nil)) }
            return fresh
        }
    }

    /// A later message may leave out what the first one said, but not contradict it.
    private func check(_ header: RequestHeader, continues current: TransactionRecord) throws(Refusal) {
        if let isReturn = header.voidTrx, isReturn != current.isReturn {
            let kind = current.isReturn ? "return" : "sale"
            throw .answer(invalid("void-trx", "the open transaction is a \(kind)", header))
        }
        if current.isReturn, OriginalLookup.differs(header, from: current.original) {
            throw .answer(invalid("original-trx", "the return began with another sale", header))
        }
    }

    /// The sale that a return names; nil for a sale.
    private func original(_ header: RequestHeader) throws(Refusal) -> TransactionRecord? {
        guard header.voidTrx == true else { return nil }
        let found = try failing { () throws(EngineError) -> OriginalLookup.Found in
            try OriginalLookup.find(header, in: store)
        }
        switch found {
        case .sale(let sale): return sale
        case .refused(let ack): throw .answer(refusal(ack, header, nil))
        }
    }

    private func failing<Result>(_ work: () throws(EngineError) -> Result) throws(Refusal) -> Result {
        do throws(EngineError) {
            return try work()
        } catch {
            throw .error(error)
        }
    }

    private func refusal(_ ack: Ack, _ header: RequestHeader, _ current: TransactionRecord?) -> Answer {
        var answer = Answer(ack, to: header.echo, engine: settings.engineString)
        if ack == .otherPending, let current {
            answer.mapVersion = current.mapVersion ?? 0
            answer.transaction = current.key.text
            answer.state = .pending
        }
        return answer
    }

    private func invalid(_ attribute: String, _ text: String, _ header: RequestHeader) -> Answer {
        let error = AnswerError(attribute: attribute, text: text, seq: 0, type: AnswerError.headerType)
        return Answer(InvalidRequest(echo: header.echo, errors: [error]), engine: settings.engineString)
    }

    private func read(
        _ record: TransactionRecord, _ header: RequestHeader, _ company: CompanySettings
    ) throws(EngineError) -> SessionMessage {
        // What is kept of a return is read by those who work on it.
        guard let summary = EvaluationSummary(text: record.isReturn ? "" : record.summary),
            let json = try? JSONReader.read(Array(record.ticket.utf8)), let elements = try? TicketElements(json: json)
        else { throw EngineError.unreadableTransaction(record.key.text) }
        return SessionMessage(
            header: header, settings: company, now: now, record: record, elements: elements, summary: summary,
            origin: .stored)
    }

    private func restarted(
        _ record: TransactionRecord, _ header: RequestHeader, _ company: CompanySettings,
        _ original: TransactionRecord?
    ) throws(EngineError) -> SessionMessage {
        var fresh = TransactionRecord(
            key: record.key, mapVersion: record.mapVersion, lastDateTime: header.dateTime, lastMessageAt: now)
        if let original {
            try begin(&fresh, returning: original, header)
        } else if let asked = header.mapVersion, try holds(asked, header) {
            fresh.mapVersion = asked
        } else if record.isReturn {
            // The map of a return is the one of the sale that it takes back.
            fresh.mapVersion = try mapInForce(header)
        }
        return SessionMessage(
            header: header, settings: company, now: now, record: fresh, elements: TicketElements(),
            summary: EvaluationSummary(), origin: .restarted)
    }

    /// A new transaction; nil where its transaction string was used before.
    private func opened(
        _ header: RequestHeader, _ company: CompanySettings, _ original: TransactionRecord?
    ) throws(EngineError) -> SessionMessage? {
        let session = SessionKey(header)
        guard let key = try unusedKey(session, header) else { return nil }
        var record = TransactionRecord(key: key, lastDateTime: header.dateTime, lastMessageAt: now)
        if let original {
            try begin(&record, returning: original, header)
        } else if let rehearsal = settings.rehearsal {
            record.mapVersion = rehearsal.map.version
        } else if let asked = header.mapVersion, try holds(asked, header) {
            record.mapVersion = asked
        } else {
            record.mapVersion = try mapInForce(header)
        }
        return SessionMessage(
            header: header, settings: company, now: now, record: record, elements: TicketElements(),
            summary: EvaluationSummary(), origin: .new)
    }

    private func mapInForce(_ header: RequestHeader) throws(EngineError) -> Int? {
        try storage { () throws(StorageError) in
            try store.storeMaps.inForce(company: header.companyId, store: header.store, now: now)
        }
    }

    /// A return is judged by the map of its sale, whatever it asks for; only where none is known of the sale may it
    /// name one.
    private func begin(
        _ record: inout TransactionRecord, returning sale: TransactionRecord, _ header: RequestHeader
    ) throws(EngineError) {
        record.isReturn = true
        record.original = sale.key.id
        record.mapVersion = sale.mapVersion
        if sale.mapVersion == nil, let asked = header.mapVersion, try holds(asked, header) {
            record.mapVersion = asked
        }
    }

    /// The key of a new transaction; nil where it was used before.
    ///
    /// A rehearsal takes the next second that is free.
    private func unusedKey(_ session: SessionKey, _ header: RequestHeader) throws(EngineError) -> TransactionKey? {
        var key = TransactionKey(session: session, opened: header.dateTime)
        while try storage({ () throws(StorageError) in try store.transactions.find(key.id) }) != nil {
            guard settings.rehearsal != nil else { return nil }
            key.opened = key.opened.nextSecond
        }
        return key
    }

    /// The header as a rehearsal takes it: sales are evaluated, and explained where that is wanted.
    func rehearsed(_ header: RequestHeader) -> RequestHeader {
        guard let rehearsal = settings.rehearsal else { return header }
        var header = header
        if header.status != .loyaltyValidation { header.evaluate = true }
        header.explain = header.explain || rehearsal.explains
        header.suggest = header.suggest || rehearsal.suggests
        return header
    }

    private func holds(_ version: Int, _ header: RequestHeader) throws(EngineError) -> Bool {
        try library.map(MapVersion(company: header.companyId, version: version)) != nil
    }
}

extension LocalDateTime {
    fileprivate var nextSecond: LocalDateTime {
        secondOfDay < 86_399
            ? LocalDateTime(date: date, secondOfDay: secondOfDay + 1)
            : LocalDateTime(date: LocalDate(days: date.days + 1), secondOfDay: 0)
    }
}
