public import Messages
public import Storage

/// Works on the messages of tills: each a change of one transaction, answered and stored in one step.
///
/// It knows neither queues nor clocks; whoever owns it brings messages and the time, and publishes the answers.
public final class SaleEngine {
    /// How often a batch is done again because of limits that other workers have: each time all that it asked for so
    /// far is locked in order, so that one more is rare.
    private static let attempts = 5

    private let store: Store
    /// The compiled maps in memory.
    public let library: MapLibrary
    private let settings: EngineSettings
    private var reader = DocumentReader()
    /// Is told which step is taken; nil where nobody measures.
    public var observer: (any StageObserver)?

    /// An engine on a store.
    public init(_ store: Store, settings: EngineSettings = EngineSettings()) {
        self.store = store
        self.settings = settings
        library = MapLibrary(store)
    }

    /// Works on messages together: one database transaction for all of them.
    ///
    /// - Parameters:
    ///   - batch: the messages, in order of arrival.
    ///   - now: milliseconds since 1970.
    /// - Returns: what became of each, in the same order; everything is committed.
    /// - Throws: `EngineError`; then nothing of the batch was stored.
    public func process(_ batch: [IncomingMessage], now: Int64) throws(EngineError) -> [ProcessedMessage] {
        // Read first: while the database is locked nothing is done that could be done before.
        let work = batch.map { ($0, read($0)) }
        defer { observer?.enter(nil) }
        guard !store.database.rowLock.isEmpty else {
            return try process(work, on: store.remembering(), now: now)
        }
        var wanted: Set<LimitLock> = []
        for _ in 1..<SaleEngine.attempts {
            let locks = LimitLocks(wanting: wanted)
            do throws(EngineError) {
                return try process(work, on: store.remembering().locking(locks), now: now)
            } catch {
                // Another worker has a limit that was not expected to be needed: once more, and then it is.
                guard locks.isShort else { throw error }
                wanted = locks.wanted
            }
        }
        return try process(work, on: store.remembering().locking(LimitLocks(wanting: wanted)), now: now)
    }

    /// The answer to a message that was given up for an internal reason; it changes nothing.
    public func surrender(_ message: IncomingMessage) -> [UInt8] { answer(.unexpected, to: message) }

    /// The answer to a message that is not worked on now and may be sent again; it changes nothing.
    public func postpone(_ message: IncomingMessage) -> [UInt8] { answer(.notStored, to: message) }

    private func answer(_ ack: Ack, to message: IncomingMessage) -> [UInt8] {
        let echo = (try? reader.read(message.body, message.format)).map(SaleEngine.echo)
        return Answer(ack, to: echo, engine: settings.engineString).bytes(message.answerFormat)
    }

    /// Whom a message concerns, as far as it can be told without working on it; for the log.
    ///
    /// - Parameter message: the message.
    /// - Returns: what of its header can be read, and the transaction that its till has at the moment.
    public func subject(of message: IncomingMessage) -> (echo: Echo?, transaction: String?) {
        guard let document = try? reader.read(message.body, message.format) else { return (nil, nil) }
        guard let header = try? Request(document).header else { return (SaleEngine.echo(document), nil) }
        return (header.echo, (try? store.transactions.current(of: SessionKey(header)))?.key.text)
    }

    /// Works on messages in one database transaction.
    private func process(
        _ batch: [(IncomingMessage, Reading)], on store: Store, now: Int64
    ) throws(EngineError) -> [ProcessedMessage] {
        observer?.enter(.begin)
        try storage { () throws(StorageError) in try store.database.begin() }
        do throws(EngineError) {
            if store.limitLocks != nil {
                let requests = batch.compactMap { message, reading in reading.request.map { ($0, message.body) } }
                try LockForecast.lock(for: requests, in: store, library: library, now: now)
            }
            let handling = MessageHandling(
                store: store, library: library, settings: settings, now: now, observer: observer)
            var results: [ProcessedMessage] = []
            results.reserveCapacity(batch.count)
            for (message, reading) in batch {
                switch reading {
                case .refused(let answer): results.append(answer)
                case .request(let request):
                    results.append(try handling.handle(request, body: message.body, format: message.answerFormat))
                }
            }
            observer?.enter(.commit)
            try storage { () throws(StorageError) in try store.commit() }
            return results
        } catch {
            // The first error tells the cause; a connection that cannot roll back loses the transaction anyway.
            try? store.database.rollback()
            throw error
        }
    }

    /// What reading a message came to.
    private enum Reading {
        case request(Request)
        /// It cannot be read, or its header is not valid.
        case refused(ProcessedMessage)

        var request: Request? {
            if case .request(let request) = self { request } else { nil }
        }
    }

    private func read(_ message: IncomingMessage) -> Reading {
        observer?.enter(.decode)
        let document: RawDocument
        do throws(UnreadableDocument) {
            document = try reader.read(message.body, message.format)
        } catch {
            let answer = Answer(error, engine: settings.engineString)
            return .refused(
                ProcessedMessage(
                    answer: answer.bytes(message.answerFormat), ack: answer.ack, problem: error.description))
        }
        do throws(InvalidRequest) {
            return .request(try Request(document))
        } catch {
            let answer = Answer(error, engine: settings.engineString)
            return .refused(
                ProcessedMessage(
                    answer: answer.bytes(message.answerFormat), ack: answer.ack, problem: error.errors.first?.info,
                    echo: error.echo))
        }
    }

    private static func echo(_ document: RawDocument) -> Echo {
        do throws(InvalidRequest) {
            return try Request(document).header.echo
        } catch {
            return error.echo
        }
    }
}

@available(*, unavailable, message: "an engine owns a connection, which belongs to one thread")
extension SaleEngine: Sendable {}
