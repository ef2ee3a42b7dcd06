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
        let commands: [Command]
        do throws(InvalidRequest) {
            // Later messages of a return need not say that they are its.
            let isReturn = header.voidTrx ?? (decision == .proceed && current?.isReturn == true)
            commands = try request.commands(asReturn: isReturn)
        } catch {
            return refused(Answer(error, engine: settings.engineString), format, header)
        }
        var message: SessionMessage
        do throws(Refusal) {
            message = try taken(header, by: decision, current, company)
        } catch {
            switch error {
            case .answer(let answer): return refused(answer, format, header)
            case .error(let error): throw error
            }
        }
        return try work(&message, commands, identity, format)
    }

    /// Why no transaction takes a message.
    enum Refusal: Error {
        /// It gets this answer and changes nothing.
        case answer(Answer)
        /// The store failed.
        case error(EngineError)
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
        _ message: inout SessionMessage, _ commands: [Command], _ identity: ProcessedMessages.Message,
        _ format: RequestFormat
    ) throws(EngineError) -> ProcessedMessage {
        let answer =
            if message.record.isReturn {
                try ReturnWork(store: store, library: library, settings: settings).answer(&message, commands)
            } else {
                try MessageWork(store: store, library: library, settings: settings, observer: observer)
                    .answer(&message, commands)
            }
        observer?.enter(.write)
        guard answer.ack == .ok || answer.ack == .noMap else { return refused(answer, format, message.header) }
        let bytes = answer.bytes(format)
        message.record.lastDateTime = message.header.dateTime
        message.record.lastMessageAt = now
        message.record.ticket = message.elements.text
        if !message.record.isReturn { message.record.summary = message.summary.text }
        if message.record.state.isClosed { message.record.closedAt = now }
        let (record, origin) = (message.record, message.origin)
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
                ProcessedMessages.Answer(transaction: record.key.id, bytes: bytes), to: identity, now: now)
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
}
