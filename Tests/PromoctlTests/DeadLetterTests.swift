import Broker
import Messages
import TestSupport
import Testing

@testable import Promoctl

struct DeadLetterTests {
    private func letter(_ headers: [String: HeaderValue], body: String = "a") -> DeadLetter {
        var properties = Properties(contentType: "application/xml", headers: headers, messageId: "m")
        properties.expiration = "5"
        return DeadLetter(delivery: Delivery(body: Array(body.utf8), properties: properties, deliveryTag: 1))
    }

    private static let death: HeaderValue = .list([
        .table(["reason": "expired", "queue": "promo.sales", "count": 1]),
        .table(["reason": "rejected", "queue": "promo.old", "routing-keys": .list(["pos.2.3"])]),
    ])

    @Test func `the broker's words come before those that a sender may have written`() {
        let words: [String: HeaderValue] = [
            "x-reason": "poison", "x-queue": "promo.returns", "x-worker": "w", "x-attempt": 5,
        ]
        let moved = letter(words)
        #expect(moved.reason == "poison" && moved.queue == "promo.returns" && moved.worker == "w")
        #expect(moved.attempts == "5")
        let both = letter(words.merging(["x-death": Self.death]) { _, new in new })
        #expect(both.reason == "expired" && both.queue == "promo.sales" && both.worker == nil)
        let broker = letter(["x-death": Self.death])
        #expect(broker.reason == "expired" && broker.queue == "promo.sales" && broker.worker == nil)
        #expect(broker.firstRoutingKey == "pos.2.3")
        let first = letter(["x-first-death-reason": "delivery_limit", "x-first-death-queue": "promo.sales"])
        #expect(first.reason == "delivery_limit" && first.queue == "promo.sales")
        #expect(letter([:]).reason == "unknown")
    }

    @Test func `it goes back as it came, without what its death added`() {
        let topology = PromoTopology(prefix: "promo")
        let sent = letter([
            "x-reason": "poison", "x-queue": "promo.imports", "x-death": Self.death, "x-delivery-count": 3, "CC": "b",
            "x-first-death-reason": "a", "x-last-death-queue": "b", "keep": "this", "odd": .other(kind: 100),
        ]).requeued(topology)
        #expect(sent.routingKey == "promo.sales" && sent.exchange == "" && sent.isMandatory)
        #expect(sent.properties.headers == ["keep": "this"])
        #expect(sent.properties.expiration == nil && sent.properties.isPersistent && sent.properties.messageId == "m")
        for queue in topology.works + [topology.imports, topology.cacheRequests] {
            #expect(letter(["x-queue": .text(queue)]).requeued(topology).routingKey == queue)
        }
        for queue in ["", "promo.dead", "promo.cache.2.9", "reply.till", "other.sales"] {
            #expect(letter(["x-queue": .text(queue)]).requeued(topology).routingKey == "promo.sales")
        }
    }

    @Test func `headers that no longer fit are left behind`() {
        let long = HeaderValue.text(String(repeating: "a", count: Publication.maxHeaderBytes))
        let sent = letter(["long": long]).requeued(PromoTopology(prefix: "promo"))
        #expect(sent.properties.headers == [:] && sent.encodingProblem == nil)
    }

    @Test func `a letter's name is made of what it holds, not of how it was handed out`() {
        let one = letter(["x-reason": "a"])
        var again = one
        again.delivery.deliveryTag = 7
        again.delivery.isRedelivered = true
        again.delivery.properties.headers["x-delivery-count"] = 3
        #expect(one.name == again.name)
        #expect(one.name.count == 12)
        let others = [letter(["x-reason": "b"]), letter(["x-reason": "a"], body: "b"), letter(["x-queue": "a"])]
        #expect(Set(others.map(\.name) + [one.name]).count == 4)
    }
}

struct DeadQueueTests {
    private func world(_ reasons: [String]) throws -> World {
        let world = try World()
        try world.declareTopology()
        for (index, reason) in reasons.enumerated() {
            world.broker.publish(
                Publication(
                    routingKey: world.topology.dead, body: Array("body \(index)\n".utf8),
                    properties: Properties(
                        headers: ["x-reason": .text(reason), "x-queue": .text(world.topology.sales)],
                        correlationId: "c\(index)")))
        }
        return world
    }

    private func names(_ world: World, _ options: String...) throws -> [String] {
        let status = Program.run(
            DeadListCommand.declaration.words + ["--json"] + options,
            Context(terminal: world.terminal, time: world.time, installation: { world.installation }))
        guard status == .done, case .array(let letters) = try JSONReader.read(world.output) else { return [] }
        return letters.compactMap { if case .string(let name)? = $0["letter"] { name } else { nil } }
    }

    @Test func `looking takes nothing out`() throws {
        let world = try world(["b", "a", "expired"])
        #expect(world.run("dead", "list") == .done)
        let lines = world.text.split(separator: "\n")
        #expect(lines.count == 4 && lines[1].contains(" a ") && lines[2].contains(" b "))
        #expect(world.broker.ready(in: world.topology.dead).count == 3)
        #expect(world.run("dead", "list", "--reason", "exp") == .done)
        #expect(world.text.split(separator: "\n").count == 2)
        #expect(world.run("dead", "list", "--count", "2") == .done)
        #expect(world.errors == "1 more are not looked at; --count looks at more\n")
    }

    @Test func `a letter is shown by its name`() throws {
        let world = try world(["a", "b\u{1B}"])
        let name = try #require(try names(world, "--reason", "b").first)
        #expect(world.run(DeadShowCommand.declaration.words[0], "show", name) == .done)
        #expect(world.text.contains("reason          b\\u{1b}\n"))
        #expect(world.text.hasSuffix("\nbody 1\n"))
        #expect(world.run("dead", "show", name, "--body") == .done)
        #expect(world.text == "body 1\n")
        #expect(world.run("dead", "show", "nobody") == .failed)
        #expect(world.broker.ready(in: world.topology.dead).count == 2)
    }

    @Test func `one letter, or all of a reason, or all go back to work`() throws {
        let world = try world(["a", "b", "a", "c"])
        let name = try #require(try names(world, "--reason", "b").first)
        #expect(world.run(DeadRequeueCommand.declaration.words[0], "requeue", name) == .done)
        #expect(world.text == "1 sent back to work\n")
        #expect(world.broker.ready(in: world.topology.sales).map(\.properties.correlationId) == ["c1"])
        #expect(world.run("dead", "requeue", "--all", "--reason", "a") == .done)
        #expect(world.broker.ready(in: world.topology.sales).count == 3)
        #expect(world.broker.ready(in: world.topology.dead).map(\.properties.correlationId) == ["c3"])
        #expect(world.run("dead", "requeue", name) == .failed)
        #expect(world.run("dead", "requeue", "--all") == .done)
        #expect(world.broker.ready(in: world.topology.dead) == [])
        #expect(world.run("dead", "requeue") == .usage)
        #expect(world.run("dead", "requeue", name, "--all") == .usage)
        #expect(world.run("dead", "requeue", name, "--reason", "a") == .usage)
        #expect(world.run("dead", "list") == .done)
        #expect(world.text == "no dead letters\n")
    }

    @Test func `a letter that arrives nowhere stays`() throws {
        let world = try world(["a", "b"])
        world.broker.nextNacks = 1
        #expect(world.run("dead", "requeue", "--all") == .failed)
        #expect(world.errors.hasSuffix("queue test.sales refused it\n"))
        #expect(world.broker.ready(in: world.topology.dead).count == 1)
        world.broker.delete(queue: world.topology.sales)
        #expect(world.run("dead", "requeue", "--all") == .failed)
        #expect(world.errors.hasSuffix("queue test.sales does not exist\n"))
        #expect(world.broker.ready(in: world.topology.dead).count == 1)
    }

    @Test func `no letter is lost, wherever the connection breaks`() throws {
        // A letter may be sent twice, because its queue confirmed it and the dead queue did not hear of it.
        for call in 1...40 {
            for fault in [MemoryBroker.Fault.before, .after] {
                let world = try world(["a", "b", "c"])
                let start = world.broker.calls
                world.broker.fault = { _, number in number == start + call ? fault : nil }
                let status = world.run("dead", "requeue", "--all")
                world.broker.fault = { _, _ in nil }
                let sent = world.broker.ready(in: world.topology.sales).compactMap(\.properties.correlationId)
                let kept = world.broker.ready(in: world.topology.dead).compactMap(\.properties.correlationId)
                #expect(Set(sent + kept) == ["c0", "c1", "c2"], "call \(call) \(fault)")
                if status == .done { #expect(kept == []) }
            }
        }
    }

    @Test func `no queue, no letters`() throws {
        let world = try World()
        #expect(world.run("dead", "list") == .failed)
        #expect(world.errors == "queue test.dead does not exist; no worker has run under this prefix\n")
        let transport = try world.broker.connect()
        let publisher = ConfirmedPublisher(transport: transport, time: world.time)
        #expect(
            try publisher.publish(Publication(routingKey: "nowhere", body: []))
                == .returned(code: 312, text: "NO_ROUTE"))
        world.broker.holdsConfirms = true
        #expect(throws: Failure.self) { _ = try publisher.publish(Publication(routingKey: "nowhere", body: [])) }
        let queue = DeadQueue(transport: transport, time: world.time, topology: world.topology)
        #expect(throws: Failure.self) { _ = try queue.count() }
    }
}
