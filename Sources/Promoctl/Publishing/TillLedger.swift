internal import Broker

/// What a till knows of the messages it has sent: which are in flight, and what became of the others.
struct TillLedger: Sendable {
    /// How the sending of a message ended.
    enum Outcome: Hashable, Sendable {
        /// It was answered, after so many microseconds.
        case answered([UInt8], microseconds: Int64)
        /// No queue took it.
        case unroutable
        /// The broker could not take it over.
        case refused
        /// No answer came in time.
        case missing
    }

    private struct Flight: Sendable {
        var index: Int
        var correlationId: String
        var sentAt: Int64
    }

    /// By the number of the publication.
    private var flights: [UInt64: Flight] = [:]
    private var sequences: [String: UInt64] = [:]

    /// How many messages have no outcome yet.
    var inFlight: Int { flights.count }

    /// When the first of the messages in flight was sent; nil without one.
    var oldest: Int64? { flights.values.map(\.sentAt).min() }

    /// Notes a message that was published.
    mutating func sent(_ index: Int, sequence: UInt64, correlationId: String, at time: Int64) {
        flights[sequence] = Flight(index: index, correlationId: correlationId, sentAt: time)
        sequences[correlationId] = sequence
    }

    /// Takes what the broker says; nil where it ends no message.
    mutating func take(_ event: TransportEvent, at time: Int64) -> (index: Int, outcome: Outcome)? {
        switch event {
        case .settled(let settlement):
            switch settlement.result {
            // The answer is what counts; it may come before the confirm or after it.
            case .confirmed: return nil
            case .returned: return end(settlement.sequence, .unroutable)
            case .nacked: return end(settlement.sequence, .refused)
            }
        case .delivery(let delivery):
            guard let id = delivery.properties.correlationId, let sequence = sequences[id],
                let sentAt = flights[sequence]?.sentAt
            else { return nil }
            return end(sequence, .answered(delivery.body, microseconds: time - sentAt))
        case .consumerCancelled, .blocked, .unblocked: return nil
        }
    }

    /// Ends the messages that were sent before a moment.
    mutating func expire(before moment: Int64) -> [Int] {
        let late = flights.filter { $0.value.sentAt < moment }.keys.sorted()
        return late.compactMap { end($0, .missing)?.index }
    }

    private mutating func end(_ sequence: UInt64, _ outcome: Outcome) -> (index: Int, outcome: Outcome)? {
        guard let flight = flights.removeValue(forKey: sequence) else { return nil }
        sequences[flight.correlationId] = nil
        return (flight.index, outcome)
    }
}
