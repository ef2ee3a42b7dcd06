import Broker
import TestSupport
import Testing

@testable import WorkerRuntime

@Suite struct RunLoopTests {
    @Test func `messages are answered, acknowledged and forgotten`() {
        let world = LoopWorld()
        for number in 1...60 { world.sell("m\(number)") }
        #expect(world.run())
        #expect(world.answers == (1...60).map { "ok m\($0)" })
        #expect(world.handler.batches.map(\.count) == [25, 25, 10])
        #expect(world.broker.ready(in: "p.sales").isEmpty)
        #expect(world.metrics.received == 60 && world.metrics.done == 60 && world.metrics.acknowledged == 60)
        #expect(world.metrics.replyConfirmed == 60 && world.metrics.batches == 3)
        #expect(world.broker.ready(in: "till").allSatisfy { !$0.properties.isPersistent })
        #expect(world.broker.ready(in: "till").first?.properties.correlationId == "m1")
    }

    @Test func `without an address nothing is answered, and the message is done`() {
        let world = LoopWorld()
        world.sell("m", replyTo: nil)
        #expect(world.run())
        #expect(world.answers.isEmpty && world.metrics.acknowledged == 1 && world.metrics.replyConfirmed == 0)
    }

    @Test func `an answer to a till that has gone is dropped and counted`() {
        let world = LoopWorld()
        world.sell("m1", replyTo: "gone")
        world.sell("m2")
        #expect(world.run())
        #expect(world.answers == ["ok m2"])
        #expect(world.metrics.replyReturned == 1 && world.metrics.acknowledged == 2)
    }

    @Test(arguments: ["p.sales", "p.dead", "p.sales.wait.1", "p.anything"])
    func `nobody makes a worker write to the engine's own queues`(_ address: String) {
        let world = LoopWorld()
        world.settings.reservedPrefix = "p."
        world.sell("m1", replyTo: address)
        world.sell("m2")
        #expect(world.run())
        #expect(world.answers == ["ok m2"])
        #expect(world.metrics.replyDropped == 1 && world.metrics.acknowledged == 2 && world.metrics.received == 2)
        #expect(world.handler.effects == ["m1": 1, "m2": 1])
    }

    @Test(arguments: [1, 2, 3]) func `a refused answer is tried three times`(_ refusals: Int) {
        let world = LoopWorld()
        world.broker.nextNacks = refusals
        world.sell("m1")
        #expect(world.run())
        #expect(world.answers == (refusals < 3 ? ["ok m1"] : []))
        #expect(world.metrics.replyDropped == (refusals < 3 ? 0 : 1))
        #expect(world.metrics.acknowledged == 1)
    }

    @Test func `nothing is acknowledged before its answer is confirmed, and then only without a gap`() {
        let world = LoopWorld()
        world.broker.holdsConfirms = true
        world.lifetime = 2000
        world.settings.graceMilliseconds = 1000
        for number in 1...3 { world.sell("m\(number)") }
        #expect(!world.run())
        #expect(world.metrics.acknowledged == 0)
        #expect(world.broker.ready(in: "p.sales").count == 3)
        #expect(world.logged("Stopped with messages in hand") == 1)
    }

    @Test func `confirms in reverse order acknowledge everything once`() {
        let world = LoopWorld()
        world.broker.holdsConfirms = true
        world.onWait = { [broker = world.broker] in broker.releaseConfirms(reversed: true) }
        for number in 1...9 { world.sell("m\(number)") }
        #expect(world.run())
        #expect(world.metrics.acknowledged == 9)
        #expect(world.broker.ready(in: "p.sales").isEmpty)
    }

    @Test func `a broker that never confirms is left and tried again`() {
        let world = LoopWorld()
        world.broker.holdsConfirms = true
        world.settings.confirmMilliseconds = 2000
        world.lifetime = 10_000
        world.onWait = { [unowned world] in
            if world.clock.monotonicMilliseconds > 2500 { world.broker.holdsConfirms = false }
        }
        world.sell("m")
        #expect(world.run())
        #expect(world.metrics.connections == 2 && world.metrics.acknowledged == 1)
        #expect(world.handler.effects == ["m": 1])
    }

    @Test func `redelivered messages are handled alone, new ones together`() {
        let world = LoopWorld()
        for number in 1...4 { world.sell("m\(number)") }
        if let transport = try? world.broker.connect() {
            try? transport.consume(Consumer(queue: "p.sales", tag: "c", prefetch: 2))
            _ = try? transport.receive(timeoutMilliseconds: 0)
            transport.close()
        }
        #expect(world.run())
        #expect(world.handler.batches == [["m1"], ["m2"], ["m3", "m4"]])
        #expect(world.metrics.redelivered == 2)
    }

    @Test func `hints reach the handler and need no acknowledgement`() {
        let world = LoopWorld()
        var published = false
        world.onWait = { [unowned world] in
            if !published { world.broker.publish(Publication(exchange: "p.maps", routingKey: "", body: [76])) }
            published = true
        }
        world.sell("m")
        #expect(world.run())
        #expect(world.handler.notices == 1 && world.metrics.notices == 1 && world.metrics.acknowledged == 1)
    }

    @Test func `upkeep runs about once a second, with and without a connection`() {
        let world = LoopWorld()
        world.lifetime = 10_000
        #expect(world.run())
        #expect((9...12).contains(world.handler.idles))
        let away = LoopWorld()
        away.lifetime = 10_000
        away.broker.fault = { operation, _ in operation == .connect ? .before : nil }
        #expect(away.run())
        #expect((9...12).contains(away.handler.idles))
        #expect(away.logged("The broker cannot be used") == 1)
    }

    @Test func `a request to stop finishes what was delivered and takes no more`() {
        let world = LoopWorld(prefetch: 10, batch: 5)
        for number in 1...30 { world.sell("m\(number)") }
        var turns = 0
        world.handler.trouble = { [unowned world] _ in
            turns += 1
            if turns == 1 { world.clock.advance(10_000) }
            return nil
        }
        world.lifetime = 5000
        #expect(world.run())
        #expect(world.metrics.acknowledged < 30 && world.metrics.acknowledged >= 10)
        #expect(world.broker.ready(in: "p.sales").count == 30 - world.metrics.acknowledged)
        #expect(world.answers.count == world.metrics.acknowledged)
    }

    @Test func `nothing is sent under an alarm, and everything after it`() {
        let world = LoopWorld()
        var waits = 0
        world.onWait = { [unowned world] in
            waits += 1
            if waits == 1 {
                world.broker.setBlocked(true)
                world.sell("m")
            }
            if waits == 5 {
                #expect(world.handler.batches.isEmpty)
                world.broker.setBlocked(false)
            }
        }
        #expect(world.run())
        #expect(world.answers == ["ok m"])
        #expect(world.logged("The broker takes no publications") == 1)
        #expect(world.metrics.connections == 1)
    }

    @Test func `a deleted queue is declared again`() {
        let world = LoopWorld()
        var waits = 0
        world.onWait = { [unowned world] in
            waits += 1
            if waits == 1 { world.broker.delete(queue: "p.sales") }
            if waits == 12 { world.sell("m") }
        }
        #expect(world.run())
        #expect(world.answers == ["ok m"])
        #expect(world.metrics.connections == 2)
    }

    @Test func `an answer address that breaks connections is given up, and only that one`() {
        let world = LoopWorld()
        let bad = "amq.rabbitmq.reply-to.bad.x"
        world.sell("m1", replyTo: bad)
        world.sell("m2", replyTo: "amq.rabbitmq.reply-to.good.x")
        world.sell("m3")
        world.broker.breakingAddress = bad
        world.lifetime = 20_000
        #expect(world.run())
        #expect(world.handler.effects == ["m1": 1, "m2": 1, "m3": 1])
        #expect(world.broker.ready(in: "p.sales").isEmpty)
        #expect(Set(world.answers) == ["ok m3"])
        #expect(world.metrics.connections == 3 && world.metrics.replyDropped == 1)
    }
}
