import Broker

/// What a message is called when its attempts are counted.
enum DeliveryName {
    /// The same for every delivery of one message; two messages that share it share their attempts, no more.
    static func of(_ delivery: Delivery) -> String {
        // FNV-1a of 64 bits: the same in every process, unlike Swift's own hash.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in delivery.body { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let sender = delivery.properties.messageId ?? delivery.properties.correlationId ?? ""
        return "\(String(hash, radix: 16))-\(delivery.body.count)-\(sender.prefix(64))"
    }
}
