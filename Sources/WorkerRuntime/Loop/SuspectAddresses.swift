internal import Broker

/// Remembers direct reply addresses that make the broker close the connection.
///
/// RabbitMQ decodes such an address when something is published to it, and an invented one ends in an internal error of
/// the broker. The message would come again, be answered again and break the connection again, for ever.
struct SuspectAddresses: Sendable {
    /// An attacker can invent addresses without end; forgetting old ones costs a connection, not memory.
    static let limit = 1000

    private var addresses: Set<String> = []
    private var order: [String] = []

    func contains(_ address: String) -> Bool { addresses.contains(address) }

    /// Notes why a connection was lost while answers were under way; with one address under way it is the culprit.
    ///
    /// - Returns: whether an address became suspect.
    mutating func note(_ error: BrokerError, underWay: Set<String>) -> Bool {
        guard error.replyCode == 541, underWay.count == 1, let address = underWay.first else { return false }
        guard addresses.insert(address).inserted else { return false }
        order.append(address)
        if order.count > Self.limit { addresses.remove(order.removeFirst()) }
        return true
    }
}
