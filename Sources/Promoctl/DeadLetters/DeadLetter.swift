internal import Broker
internal import Messages

/// A message that was given up, and why.
struct DeadLetter: Hashable, Sendable {
    /// The message.
    var delivery: Delivery

    /// What it is called: twelve hexadecimal digits of what it holds.
    ///
    /// A place in the queue would not do: what was looked at goes back in another order.
    var name: String {
        let parts = [
            reason, queue, worker, attempts, delivery.properties.messageId, delivery.properties.correlationId,
            delivery.properties.replyTo,
        ]
        // FNV-1a; a byte that no text holds parts one from the next.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in parts.flatMap({ Array(($0 ?? "").utf8) + [0xFF] }) + delivery.body {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        let digits = String(hash >> 16, radix: 16)
        return String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// Why it was given up: in a worker's words, or the broker's, such as `expired`.
    ///
    /// Where the broker says why, it moved the message: a worker strips that, and its own words come from the sender.
    var reason: String { lastDeath("reason") ?? header("x-reason") ?? header("x-first-death-reason") ?? "unknown" }
    /// The queue it came from.
    var queue: String? { lastDeath("queue") ?? header("x-queue") ?? header("x-first-death-queue") }
    /// The worker that gave it up; nil where the broker did.
    var worker: String? { death(last: true) == nil ? header("x-worker") : nil }
    /// How often it was tried, where somebody counted.
    var attempts: String? { header("x-attempt") }

    /// What names the message among its kind.
    var messageId: String? { delivery.properties.messageId ?? delivery.properties.correlationId }

    /// The message as it is published again: as it came, without what its death added.
    ///
    /// - Parameter topology: the queues: it goes to one that workers read, to the sales where its own is none of them.
    /// - Returns: the publication.
    func requeued(_ topology: PromoTopology) -> Publication {
        var properties = delivery.properties
        properties.headers = properties.headers.filter {
            !DeadLetter.isOfDeath($0.key) && DeadLetter.canTravel($0.value)
        }
        // A life that is over would end again at once.
        properties.expiration = nil
        properties.isPersistent = true
        let known = topology.works + [topology.imports, topology.cacheRequests]
        let target = known.first { $0 == queue } ?? topology.sales
        let publication = Publication(routingKey: target, body: delivery.body, properties: properties)
        if publication.encodingProblem == nil { return publication }
        // Headers that just fitted on the way here must not keep it here.
        properties.headers = [:]
        return Publication(routingKey: target, body: delivery.body, properties: properties)
    }

    /// The letter for programs, without its body.
    var json: JSONValue {
        .members(
            ("letter", .string(name)), ("reason", .string(reason)), ("queue", .text(queue)),
            ("worker", .text(worker)), ("attempt", .text(attempts)), ("messageId", .text(messageId)),
            ("type", .text(delivery.properties.type)), ("contentType", .text(delivery.properties.contentType)),
            ("routingKey", .text(firstRoutingKey)), ("bytes", .whole(delivery.body.count)))
    }

    /// The letter in a line for people.
    var row: [Table.Cell] {
        [
            .init(name), .init(String(reason.prefix(60)), .red), .init(queue ?? "-"), .init(worker ?? "-"),
            .init(attempts ?? "-"), "\(delivery.body.count)", .init(String((messageId ?? "-").prefix(40))),
        ]
    }

    /// The key it was first published with, which names company and store.
    var firstRoutingKey: String? {
        guard case .list(let keys)? = death(last: false)?["routing-keys"] else { return nil }
        return keys.first?.text
    }

    private func header(_ name: String) -> String? {
        switch delivery.properties.headers[name] {
        case .text(let text): text.isEmpty ? nil : text
        case .integer(let number): String(number)
        default: nil
        }
    }

    private func lastDeath(_ field: String) -> String? { death(last: true)?[field]?.text }

    /// What the broker wrote about a death: the last one stands first.
    private func death(last: Bool) -> [String: HeaderValue]? {
        guard case .list(let deaths)? = delivery.properties.headers["x-death"],
            case .table(let death)? = last ? deaths.first : deaths.last
        else { return nil }
        return death
    }

    private static func isOfDeath(_ name: String) -> Bool {
        ["x-reason", "x-queue", "x-worker", "x-attempt", "x-death", "x-delivery-count", "CC", "BCC"].contains(name)
            || name.hasPrefix("x-first-death-") || name.hasPrefix("x-last-death-")
    }

    private static func canTravel(_ value: HeaderValue) -> Bool {
        switch value {
        case .text, .integer, .boolean: true
        case .list(let values): values.allSatisfy(canTravel)
        case .table(let values): values.values.allSatisfy(canTravel)
        case .other: false
        }
    }
}
