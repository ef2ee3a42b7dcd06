internal import Broker

/// What a run loop knows about one connection; all of it ends with the connection.
final class Session {
    let transport: any Transport
    var picker: BatchPicker
    var inFlight = InFlight()
    /// When publications that the broker refused are sent again.
    var refused: [(at: Int64, sent: InFlight.Sent)] = []
    /// Nothing is handled before this moment, because the world holds the next batch up.
    var heldUntil: Int64 = 0
    /// Whether stored messages may wait to be sent.
    var isRelayDue = true
    /// Whether the last look at stored messages may not have shown all of them.
    var isRelayFull = false
    /// Stored messages are not sent before this moment, because the broker refused one.
    var relayNotBefore: Int64 = 0
    /// Rows whose messages cannot be sent at all.
    var unsendableRows: Set<String> = []
    /// What messages asked for and is known to exist.
    var declared: Set<Topology> = []
    /// When the broker last said something about publications, or the first of them was sent.
    var confirmsSince: Int64?
    /// Whether the last look found nothing more that was delivered.
    var isDrained = false

    init(transport: any Transport, batch: Int) {
        self.transport = transport
        picker = BatchPicker(max: batch)
    }
}

@available(*, unavailable)
extension Session: Sendable {}
