import Broker
import Storage
import TestSupport
import Testing

@testable import WorkerRuntime

/// What a run loop leaves behind for those who watch.
struct LoopObserverTests {
    static let queue = "p.sales"

    static func watched() -> LoopWorld {
        let world = LoopWorld()
        world.monitoring = Monitoring(
            program: "worker", version: "1", worker: "w", needing: [.broker], clock: world.clock)
        return world
    }

    @Test
    func `each message is counted and timed once`() throws {
        let world = Self.watched()
        let monitoring = try #require(world.monitoring)
        world.lifetime = 2 * LoopObserver.lookMilliseconds
        for id in ["a", "b", "c"] { world.sell(id) }
        world.handler.verdicts["c"] = .discard(reason: "no good")
        #expect(world.run())
        let text = Exposition.text(monitoring.registry)
        for line in [
            "promo_messages_received_total{queue=\"p.sales\"} 3",
            "promo_messages_settled_total{queue=\"p.sales\",outcome=\"done\"} 2",
            "promo_messages_settled_total{queue=\"p.sales\",outcome=\"dead\"} 1",
            "promo_messages_acknowledged_total{queue=\"p.sales\"} 3",
            "promo_messages_in_hand{queue=\"p.sales\"} 0",
            "promo_message_seconds_count{queue=\"p.sales\"} 3",
            "promo_batch_messages_sum{queue=\"p.sales\"} 3",
            "promo_batch_seconds_count{queue=\"p.sales\"} 1",
            "promo_publish_seconds_count{queue=\"p.sales\"} 3",
            "promo_replies_total{result=\"confirmed\"} 2",
            "promo_broker_connections_total 1",
            "promo_queue_ready_messages{queue=\"p.dead\"} 1",
            "promo_queue_consumers{queue=\"p.sales\"} 1",
            "promo_build_info{program=\"worker\",version=\"1\",worker=\"w\"} 1",
        ] { #expect(text.contains("\(line)\n"), "\(line)") }
    }

    @Test
    func `readiness follows the connection`() throws {
        let world = Self.watched()
        let health = try #require(world.monitoring).health
        var seen: [[String]] = []
        var step = 0
        func look() {
            let problems = health.readinessProblems(now: world.clock.monotonicMilliseconds)
            if seen.last != problems { seen.append(problems) }
        }
        world.onWait = {
            look()
            step += 1
            switch step {
            case 2: world.broker.setBlocked(true)
            case 4: world.broker.setBlocked(false)
            case 6: world.broker.dropConnections()
            default: break
            }
        }
        #expect(world.run())
        #expect(
            seen == [
                [], ["broker: it takes no publications"], [], ["broker: there is no connection"], [],
            ])
        #expect(
            health.readinessProblems(now: world.clock.monotonicMilliseconds) == ["worker: it was asked to stop"])
        let registry = try #require(world.monitoring).registry
        #expect(registry.counter(WorkerMetrics.connections).current == 2)
    }

    @Test
    func `what was in hand when the connection broke is not taken for acknowledged`() throws {
        let world = Self.watched()
        let registry = try #require(world.monitoring).registry
        for id in ["a", "b"] { world.sell(id) }
        world.broker.holdsConfirms = true
        var drops = 0
        world.onWait = {
            guard drops == 0, world.handler.batches.count == 1 else { return }
            drops = 1
            world.broker.holdsConfirms = false
            world.broker.dropConnections()
        }
        #expect(world.run())
        #expect(drops == 1)
        let whole = registry.histogram(WorkerMetrics.whole, Self.queue)
        #expect(whole.count == registry.counter(WorkerMetrics.acknowledged, Self.queue).current)
        #expect(registry.counter(WorkerMetrics.redelivered, Self.queue).current == 2)
        #expect(registry.gauge(WorkerMetrics.inHand, Self.queue).current == 0)
    }

    @Test
    func `times are those of the clock, from delivery to acknowledgement`() throws {
        let clock = ManualClock()
        let monitoring = Monitoring(program: "p", version: "1", worker: "w", needing: [], clock: clock)
        let observer = LoopObserver(monitoring, settings: LoopWorld().settings, clock: clock)
        var delivery = Delivery(body: [], deliveryTag: 1)
        delivery.properties.timestamp = UInt64(clock.wallMilliseconds / 1000) - 90
        observer.delivered(delivery, at: observer.now)
        delivery.deliveryTag = 2
        delivery.properties.timestamp = .max
        observer.delivered(delivery, at: observer.now)
        clock.advance(3)
        observer.published(7)
        clock.advance(4)
        observer.settled(7)
        observer.settled(7)
        observer.acknowledged(upTo: 1)
        observer.acknowledged(upTo: 1)
        let registry = monitoring.registry
        #expect(registry.histogram(WorkerMetrics.whole, Self.queue).reading.sum == 7_000)
        #expect(registry.histogram(WorkerMetrics.confirming, Self.queue).reading.sum == 4_000)
        #expect(registry.histogram(WorkerMetrics.whole, Self.queue).count == 1)
        let ages = registry.histogram(WorkerMetrics.age, Self.queue).reading
        #expect((90_000...91_000).contains(ages.sum))
        #expect(ages.counts.reduce(0, +) == 1)
    }

    @Test
    func `what a loop has counted is shown as it stands, however often it is written`() {
        let registry = Registry()
        let figures = LoopFigures(registry, queue: Self.queue)
        var metrics = RunMetrics()
        metrics.received = 5
        metrics.isConnected = true
        for _ in 1...3 { figures.write(metrics, inHand: 2) }
        #expect(registry.counter(WorkerMetrics.received, Self.queue).current == 5)
        #expect(registry.counter(WorkerMetrics.turns).current == 3)
        #expect(registry.gauge(WorkerMetrics.inHand, Self.queue).current == 2)
        #expect(registry.gauge(WorkerMetrics.connected).current == 1)
    }

    @Test(arguments: [
        (StorageError.Code.connectionLost, false), (.full, false), (.disk, false), (.readOnly, false), (.busy, false),
        (.conflict, true), (.limitOverrun(limit: "l"), true), (.constraint, true),
    ])
    func `an error of one transaction says nothing about the database`(
        _ code: StorageError.Code, _ isReachable: Bool
    ) {
        let monitoring = Monitoring(program: "p", version: "1", worker: "w", needing: [.database])
        monitoring.database(nil)
        #expect(monitoring.health.readinessProblems(now: SystemClock.monotonicMilliseconds()) == [])
        monitoring.database(StorageError(code, place: "here", text: "secret"))
        let problems = monitoring.health.readinessProblems(now: SystemClock.monotonicMilliseconds())
        #expect(problems.isEmpty == isReachable)
        #expect(!problems.joined().contains("secret"))
        #expect(monitoring.registry.counter(WorkerMetrics.databaseErrors, code.word).current == 1)
        monitoring.database(nil)
        #expect(monitoring.health.readinessProblems(now: SystemClock.monotonicMilliseconds()) == [])
    }
}
