internal import Messages
internal import Promotions
internal import Storage

/// Works on one valid request, from its session to its answer, inside the caller's database transaction.
struct MessageHandling {
    let store: Store
    let library: MapLibrary
    let settings: EngineSettings
    /// Milliseconds since 1970.
    let now: Int64
    var observer: (any StageObserver)?

    /// Works on a request.
    ///
    /// - Parameters:
    ///   - request: the request; its header is valid.
    ///   - body: its bytes, which tell a repeated message from a corrected one.
    ///   - format: the form of the answer.
    /// - Returns: the answer and what the log says of it.
    /// - Throws: `EngineError`; then nothing may be committed.
    func handle(_ request: Request, body: [UInt8], format: RequestFormat) throws(EngineError) -> ProcessedMessage {
        observer?.enter(.session)
        let header = rehearsed(request.header)
        let session = SessionKey(header)
        let commands: [Command]
        do throws(InvalidRequest) {
            commands = try request.commands(asReturn: header.voidTrx == true)
        } catch {
            return refused(Answer(error, engine: settings.engineString), format, header)
        }
        var current = try storage { () throws(StorageError) in try store.transactions.current(of: session) }
        let identity = ProcessedMessages.Message(session: session, messageId: header.messageId, body: body)
        let known = try storage { () throws(StorageError) in try store.processedMessages.answer(to: identity) }
        if let known, settings.rehearsal == nil {
            return ProcessedMessage(
                answer: known.bytes, ack: .ok, isRepeated: true, transaction: known.transaction, echo: header.echo)
        }
        let company = try storage { () throws(StorageError) in try store.companies.settings(of: session.company) }
        current = try ended(current, company)
        let decision = TransactionDecision(
            header, current: current, isStrict: company.strictSessions, isRehearsal: settings.rehearsal != nil)
        switch decision {
        case .refuse(let ack): return refused(refusal(ack, header, current), format, header)
        case .open where header.voidTrx == true, .restart where header.voidTrx == true:
            return refused(unsupportedReturn(header), format, header)
        case .proceed:
            guard let current else { return refused(refusal(.noSession, header, nil), format, header) }
            if header.voidTrx == true { return refused(contradiction(header), format, header) }
            var message = try read(current, header, company)
            return try work(&message, commands, body: body, format: format)
        case .restart:
            guard let current else { return refused(refusal(.noSession, header, nil), format, header) }
            var message = try restarted(current, header, company)
            return try work(&message, commands, body: body, format: format)
        case .open:
            guard var message = try opened(session, header, company) else {
                return refused(refusal(.sessionNotCreated, header, nil), format, header)
            }
            return try work(&message, commands, body: body, format: format)
        }
    }

    /// The session's transaction, after the clock has ended it where its time is over.
    private func ended(
        _ current: TransactionRecord?, _ company: CompanySettings
    ) throws(EngineError) -> TransactionRecord? {
        guard let current, try TransactionEnd(store: store, now: now).endIfOverdue(current, company) else {
            return current
        }
        return try storage { () throws(StorageError) in try store.transactions.find(current.key.id) }
    }

    private func work(
        _ message: inout SessionMessage, _ commands: [Command], body: [UInt8], format: RequestFormat
    ) throws(EngineError) -> ProcessedMessage {
        let work = MessageWork(store: store, library: library, settings: settings, observer: observer)
        let answer = try work.answer(&message, commands)
        observer?.enter(.write)
        guard answer.ack == .ok || answer.ack == .noMap else { return refused(answer, format, message.header) }
        let bytes = answer.bytes(format)
        message.record.lastDateTime = message.header.dateTime
        message.record.lastMessageAt = now
        message.record.ticket = message.elements.json.text
        message.record.summary = message.summary.text
        if message.record.state.isClosed { message.record.closedAt = now }
        let (record, origin, messageId) = (message.record, message.origin, message.header.messageId)
        try storage { () throws(StorageError) in
            switch origin {
            case .new: try store.transactions.open(record)
            case .stored: try store.transactions.save(record)
            case .restarted:
                if !record.isEvaluated { try store.limits.release(record.key.id) }
                try store.processedMessages.drop(record.key.id)
                try store.transactions.save(record)
            }
            try store.processedMessages.record(
                ProcessedMessages.Answer(transaction: record.key.id, bytes: bytes),
                to: ProcessedMessages.Message(session: record.key.session, messageId: messageId, body: body), now: now)
        }
        var processed = ProcessedMessage(
            answer: bytes, ack: answer.ack, transaction: record.key.text, problem: message.problem,
            echo: message.header.echo)
        processed.figures = message.figures
        processed.figures.note(record)
        return processed
    }

    private func refused(_ answer: Answer, _ format: RequestFormat, _ header: RequestHeader) -> ProcessedMessage {
        ProcessedMessage(
            answer: answer.bytes(format), ack: answer.ack, transaction: answer.transaction,
            problem: answer.errors.first?.info, echo: header.echo)
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

    private func unsupportedReturn(_ header: RequestHeader) -> Answer {
        invalid("void-trx", "returns are not served by this version", header)
    }

    private func contradiction(_ header: RequestHeader) -> Answer {
        invalid("void-trx", "the open transaction is a sale", header)
    }

    private func invalid(_ attribute: String, _ text: String, _ header: RequestHeader) -> Answer {
        let error = AnswerError(attribute: attribute, text: text, seq: 0, type: AnswerError.headerType)
        return Answer(InvalidRequest(echo: header.echo, errors: [error]), engine: settings.engineString)
    }
}

extension MessageHandling {
    private func read(
        _ record: TransactionRecord, _ header: RequestHeader, _ company: CompanySettings
    ) throws(EngineError) -> SessionMessage {
        guard let summary = EvaluationSummary(text: record.summary),
            let json = try? JSONReader.read(Array(record.ticket.utf8)), let elements = try? TicketElements(json: json)
        else { throw EngineError.unreadableTransaction(record.key.text) }
        return SessionMessage(
            header: header, settings: company, now: now, record: record, elements: elements, summary: summary,
            origin: .stored)
    }

    private func restarted(
        _ record: TransactionRecord, _ header: RequestHeader, _ company: CompanySettings
    ) throws(EngineError) -> SessionMessage {
        var fresh = TransactionRecord(
            key: record.key, mapVersion: record.mapVersion, lastDateTime: header.dateTime, lastMessageAt: now)
        if let asked = header.mapVersion, try holds(asked, header) { fresh.mapVersion = asked }
        return SessionMessage(
            header: header, settings: company, now: now, record: fresh, elements: TicketElements(),
            summary: EvaluationSummary(), origin: .restarted)
    }

    /// A new transaction; nil where its transaction string was used before.
    private func opened(
        _ session: SessionKey, _ header: RequestHeader, _ company: CompanySettings
    ) throws(EngineError) -> SessionMessage? {
        guard let key = try unusedKey(session, header) else { return nil }
        var version: Int?
        if let rehearsal = settings.rehearsal {
            version = rehearsal.map.version
        } else if let asked = header.mapVersion, try holds(asked, header) {
            version = asked
        } else {
            version = try storage { () throws(StorageError) in
                try store.storeMaps.inForce(company: session.company, store: session.store, now: now)
            }
        }
        return SessionMessage(
            header: header, settings: company, now: now,
            record: TransactionRecord(
                key: key, mapVersion: version, lastDateTime: header.dateTime, lastMessageAt: now),
            elements: TicketElements(), summary: EvaluationSummary(), origin: .new)
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
    private func rehearsed(_ header: RequestHeader) -> RequestHeader {
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
