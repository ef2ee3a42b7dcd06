internal import Messages
public import Storage

/// Works on the messages of tills: each a change of one transaction, answered and stored in one step.
///
/// It knows neither queues nor clocks; whoever owns it brings messages and the time, and publishes the answers.
public final class SaleEngine {
    private let store: Store
    /// The compiled maps in memory.
    public let library: MapLibrary
    private let settings: EngineSettings
    private var reader = DocumentReader()

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
        try begin()
        do throws(EngineError) {
            var results: [ProcessedMessage] = []
            results.reserveCapacity(batch.count)
            for message in batch { results.append(try process(message, now: now)) }
            try storage { () throws(StorageError) in try store.database.commit() }
            return results
        } catch {
            // The first error tells the cause; a connection that cannot roll back loses the transaction anyway.
            try? store.database.rollback()
            throw error
        }
    }

    /// The answer to a message that was given up for an internal reason; it changes nothing.
    public func surrender(_ message: IncomingMessage) -> [UInt8] {
        let echo = (try? reader.read(message.body, message.format)).map(SaleEngine.echo)
        return Answer(.unexpected, to: echo, engine: settings.engineString).bytes(message.answerFormat)
    }

    private func begin() throws(EngineError) {
        try storage { () throws(StorageError) in try store.database.begin() }
    }

    private func process(_ message: IncomingMessage, now: Int64) throws(EngineError) -> ProcessedMessage {
        let document: RawDocument
        do throws(UnreadableDocument) {
            document = try reader.read(message.body, message.format)
        } catch {
            let answer = Answer(error, engine: settings.engineString)
            return ProcessedMessage(
                answer: answer.bytes(message.answerFormat), ack: answer.ack, problem: error.description)
        }
        let request: Request
        do throws(InvalidRequest) {
            request = try Request(document)
        } catch {
            let answer = Answer(error, engine: settings.engineString)
            return ProcessedMessage(
                answer: answer.bytes(message.answerFormat), ack: answer.ack, problem: error.errors.first?.info,
                echo: error.echo)
        }
        let handling = MessageHandling(store: store, library: library, settings: settings, now: now)
        return try handling.handle(request, body: message.body, format: message.answerFormat)
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
