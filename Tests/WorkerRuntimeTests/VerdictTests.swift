import Broker
import TestSupport
import Testing

@testable import WorkerRuntime

@Suite struct VerdictTests {
    func headers(_ publication: Publication?) -> [String?] {
        ["x-reason", "x-queue", "x-worker"].map { publication?.properties.headers[$0]?.text }
    }

    @Test func `a discarded message goes to the dead queue with its story, and is answered`() {
        let world = LoopWorld()
        world.sell("bad")
        world.sell("good")
        let reply = Publication(routingKey: "till", body: Array("no".utf8))
        world.handler.verdicts["bad"] = .discard(reason: "unreadable", replies: [reply])
        #expect(world.run())
        let dead = world.broker.ready(in: "p.dead")
        #expect(dead.map(\.properties.messageId) == ["bad"])
        #expect(headers(dead.first) == ["unreadable", "p.sales", "w"])
        #expect(dead.first?.properties.headers["x-attempt"] == 1)
        #expect(world.answers == ["no", "ok good"])
        #expect(world.metrics.dead == 1 && world.metrics.done == 1 && world.metrics.acknowledged == 2)
    }

    @Test func `a retried message waits, comes back and is given up in the end`() {
        let world = LoopWorld()
        world.lifetime = 400_000
        world.sell("bad")
        world.handler.verdicts["bad"] = .retry(afterSeconds: 0, reason: "not yet")
        #expect(world.run())
        #expect(world.handler.batches == Array(repeating: ["bad"], count: 5))
        #expect(world.metrics.retried == 4 && world.metrics.dead == 1)
        let dead = world.broker.ready(in: "p.dead").first
        #expect(headers(dead) == ["not yet", "p.sales", "w"])
        #expect(dead?.properties.headers["x-attempt"] == 5)
        #expect(world.answers == ["9999"])
    }

    @Test func `a retry goes to the queue of its wait`() {
        let world = LoopWorld()
        world.lifetime = 1000
        world.sell("bad")
        world.handler.verdicts["bad"] = .retry(afterSeconds: 20, reason: "not yet")
        #expect(world.run())
        #expect(world.broker.ready(in: "p.sales.wait.30").map(\.properties.messageId) == ["bad"])
        #expect(world.broker.ready(in: "p.sales").isEmpty)
    }

    @Test func `a batch that fails is tried one by one, and its neighbours are done`() {
        let world = LoopWorld()
        world.lifetime = 400_000
        for id in ["a", "bad", "c"] { world.sell(id) }
        world.handler.trouble = { $0.contains("bad") ? .failed(reason: "boom") : nil }
        #expect(world.run())
        #expect(world.handler.batches.prefix(4) == [["a", "bad", "c"], ["a"], ["bad"], ["c"]])
        #expect(world.handler.effects == ["a": 1, "c": 1])
        #expect(world.broker.ready(in: "p.dead").map(\.properties.messageId) == ["bad"])
        #expect(Set(world.answers) == ["ok a", "ok c", "9999"])
    }

    @Test func `what the world holds up is tried again as it is, and said once`() {
        let world = LoopWorld()
        world.lifetime = 20_000
        for id in ["a", "b"] { world.sell(id) }
        var failures = 0
        world.handler.trouble = { _ in
            failures += 1
            return failures <= 6 ? .transient(reason: "database away") : nil
        }
        #expect(world.run())
        #expect(world.handler.batches == Array(repeating: ["a", "b"], count: 7))
        #expect(world.metrics.heldUp == 6 && world.metrics.connections == 1 && world.metrics.retried == 0)
        #expect(world.logged("Handling is held up") == 1 && world.logged("Handling goes on") == 1)
        #expect(world.answers == ["ok a", "ok b"])
    }

    @Test func `the connection is served while the world holds a batch up`() {
        let world = LoopWorld()
        world.lifetime = 20_000
        world.sell("a")
        world.handler.trouble = { [clock = world.clock] _ in
            clock.monotonicMilliseconds < 15_000 ? .transient(reason: "away") : nil
        }
        var longest: Int64 = 0
        var last = world.clock.monotonicMilliseconds
        world.onWait = { [clock = world.clock] in
            longest = max(longest, clock.monotonicMilliseconds - last)
            last = clock.monotonicMilliseconds
        }
        #expect(world.run())
        #expect(longest <= world.settings.turnMilliseconds)
        #expect(world.answers == ["ok a"])
    }

    @Test(arguments: [1, 3]) func `a refused dead letter is sent again before the original is acknowledged`(
        _ count: Int
    ) {
        let world = LoopWorld()
        world.lifetime = 10_000
        world.sell("bad", replyTo: nil)
        world.broker.nextNacks = count
        world.handler.verdicts["bad"] = .discard(reason: "no")
        #expect(world.run())
        #expect(world.broker.ready(in: "p.dead").count == 1)
        #expect(world.metrics.acknowledged == 1)
    }

    @Test func `a dead queue that was deleted is declared again`() {
        let world = LoopWorld()
        world.lifetime = 10_000
        var deleted = false
        world.onWait = { [unowned world] in
            if deleted { return }
            deleted = true
            world.broker.delete(queue: "p.dead")
            world.sell("bad", replyTo: nil)
        }
        world.handler.verdicts["bad"] = .discard(reason: "no")
        #expect(world.run())
        #expect(world.broker.ready(in: "p.dead").count == 1)
        #expect(world.metrics.acknowledged == 1)
    }

    @Test func `stored messages are sent and forgotten when confirmed`() {
        let world = LoopWorld()
        world.handler.outboxQueue = "mails"
        for number in 1...230 { world.sell("m\(number)", replyTo: nil) }
        #expect(world.run())
        #expect(world.handler.outbox.isEmpty)
        #expect(world.broker.ready(in: "mails").count == 230)
        #expect(world.metrics.outboxConfirmed == 230)
    }

    @Test func `stored messages that nobody takes stay stored until somebody does`() {
        let world = LoopWorld()
        world.lifetime = 30_000
        world.handler.outboxQueue = "later"
        world.sell("m", replyTo: nil)
        world.onWait = { [unowned world] in
            guard world.clock.monotonicMilliseconds > 12_000, world.broker.ready(in: "later").isEmpty,
                let transport = try? world.broker.connect()
            else { return }
            #expect(world.handler.outbox.count <= 1)
            try? transport.declare(Topology(queues: [Queue("later")]))
            transport.close()
        }
        #expect(world.run())
        #expect(world.handler.outbox.isEmpty)
        #expect(world.broker.ready(in: "later").count == 1)
        #expect(world.metrics.outboxRefused >= 1 && world.metrics.outboxRefused <= 4)
    }
}
