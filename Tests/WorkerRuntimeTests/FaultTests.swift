import Broker
import TestSupport
import Testing

@testable import WorkerRuntime

/// The connection is lost at every call to the broker in turn, before and after its effect.
@Suite struct FaultTests {
    static let ids = (1...7).map { "m\($0)" } + ["bad", "later"]

    func world() -> LoopWorld {
        let world = LoopWorld(prefetch: 4, batch: 3)
        world.lifetime = 60_000
        world.handler.outboxQueue = "mails"
        world.handler.verdicts["bad"] = .discard(reason: "no")
        var isLate = false
        world.handler.trouble = { ids in
            guard ids.contains("later"), !isLate else { return nil }
            isLate = true
            return .failed(reason: "once")
        }
        for id in Self.ids { world.sell(id) }
        return world
    }

    func check(_ world: LoopWorld, _ comment: Comment) {
        let good = Set(Self.ids).subtracting(["bad"])
        #expect(world.handler.effects == Dictionary(uniqueKeysWithValues: good.map { ($0, 1) }), comment)
        #expect(world.broker.ready(in: "p.sales").isEmpty, comment)
        #expect(Set(world.answers) == Set(good.map { "ok \($0)" }), comment)
        #expect(Set(world.broker.ready(in: "mails").map { String(decoding: $0.body, as: UTF8.self) }) == good, comment)
        #expect(world.handler.outbox.isEmpty, comment)
        let dead = world.broker.ready(in: "p.dead")
        #expect(!dead.isEmpty && dead.allSatisfy { $0.properties.messageId == "bad" }, comment)
    }

    @Test(arguments: [MemoryBroker.Fault.before, .after])
    func `whatever call the connection is lost at, every message takes effect once and is answered`(
        _ kind: MemoryBroker.Fault
    ) {
        let undisturbed = world()
        #expect(undisturbed.run())
        check(undisturbed, "undisturbed")
        #expect(undisturbed.answers.count == Self.ids.count - 1)
        var tried = 0
        for call in 1...120 {
            let world = world()
            world.broker.fault = { _, number in number == call ? kind : nil }
            _ = world.run()
            check(world, "call \(call)")
            if world.metrics.connections > 1 { tried += 1 }
        }
        #expect(tried > 40)
    }

    @Test func `a connection that keeps breaking loses nothing`() {
        for seed: UInt64 in 1...30 {
            var random = seed
            let world = world()
            world.lifetime = 900_000
            world.broker.fault = { [clock = world.clock] _, _ in
                random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                guard clock.monotonicMilliseconds < 600_000 else { return nil }
                return switch random >> 59 {
                case 0, 1: .before
                case 2, 3: .after
                default: nil
                }
            }
            _ = world.run()
            check(world, "seed \(seed)")
        }
    }
}
