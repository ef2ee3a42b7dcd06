internal import Broker

/// Publishes one message at a time and waits until the broker says what became of it.
struct ConfirmedPublisher {
    let transport: any Transport
    let time: Timepiece

    /// How long the broker may take to confirm.
    static let patienceMicroseconds: Int64 = 15_000_000

    /// Publishes a message.
    ///
    /// - Parameters:
    ///   - publication: the message.
    ///   - beside: takes events that are not about it, such as deliveries.
    /// - Returns: what became of it.
    /// - Throws: `Failure` where the broker is lost or does not say.
    func publish(
        _ publication: Publication, beside: (TransportEvent) -> Void = { _ in }
    ) throws(Failure) -> Settlement.Result {
        try broker { () throws(BrokerError) in
            let sequence = try transport.publish(publication)
            let end = time.microseconds() + ConfirmedPublisher.patienceMicroseconds
            while time.microseconds() < end {
                guard let event = try transport.receive(timeoutMilliseconds: 1_000) else { continue }
                if case .settled(let settlement) = event, settlement.sequence == sequence { return settlement.result }
                beside(event)
            }
            throw BrokerError(
                .timeout, during: "publish to \(publication.routingKey)", text: "the broker does not confirm")
        }
    }
}
