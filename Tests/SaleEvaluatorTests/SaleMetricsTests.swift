import Broker
import Engine
import Foundation
import Storage
import Testing

@testable import SaleEvaluator
@testable import WorkerRuntime

/// What sale-evaluator tells those who watch: the golden exchanges of one limit, counted.
struct SaleMetricsTests {
    /// A handler that is watched, on a database in memory with the map of the golden exchanges.
    final class World {
        let monitoring = Monitoring(
            program: "sale-evaluator", version: "1", worker: "w", needing: [.broker, .database, .maps])
        let handler: SaleHandler
        let store: Store
        private var tag: UInt64 = 0

        init() throws {
            let database = try SQLiteDatabase(path: ":memory:")
            try Migrator.migrate(database, now: 0)
            let store = Store(database: database)
            self.store = store
            let document = try Self.golden("setup/map-76.json")
            let map = MapVersion(company: "2", version: 76)
            try store.database.transaction { () throws(StorageError) in
                try store.maps.insert(
                    StoredMap(company: "2", version: 76, name: "m", distributedAt: 0), document: document)
                try store.storeMaps.distribute(map, to: ["3"], now: 0)
            }
            handler = SaleHandler(
                store, settings: EngineSettings(), worker: "w", log: Log(write: { _ in }), monitoring: monitoring)
        }

        static func golden(_ name: String) throws -> String {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("MessagesTests/Golden")
            return try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        }

        func sell(_ names: String...) throws {
            _ = try handler.handle(
                try names.map { name in
                    tag += 1
                    return Delivery(body: Array(try Self.golden(name).utf8), deliveryTag: tag)
                })
        }

        func value(_ series: String) -> String? {
            Exposition.text(monitoring.registry).split(separator: "\n").first { $0.hasPrefix("\(series) ") }
                .map { String($0.dropFirst(series.count + 1)) }
        }
    }

    @Test
    func `answers, limits and discounts are counted as they were answered`() throws {
        let world = try World()
        try world.handler.start()
        try world.sell("01-limit-first.request.xml", "04-unclosed.request.txt")
        try world.sell("02-limit-second.request.xml", "03-limit-cut.request.xml", "05-limit-exhausted.request.xml")
        try world.sell("01-limit-first.request.xml")
        let acks = [0, 2001].map { world.value("promo_answers_total{ack=\"\($0)\"}") }
        #expect(acks == ["4", "1"])
        #expect(world.value("promo_answers_repeated_total") == "1")
        for (limits, count) in [("none", "2"), ("cut", "1"), ("exhausted", "1")] {
            #expect(world.value("promo_evaluations_total{limits=\"\(limits)\"}") == count, "\(limits)")
        }
        #expect(world.value("promo_promotions_granted_total{company=\"2\"}") == "3")
        #expect(world.value("promo_transactions_total{state=\"open\"}") == "4")
        #expect(world.value("promo_database_errors_total{code=\"busy\"}") == "0")
    }

    @Test
    func `every step is measured, and a batch begins and commits once`() throws {
        let world = try World()
        try world.handler.start()
        try world.sell("01-limit-first.request.xml", "02-limit-second.request.xml")
        for (stage, count) in [
            ("decode", "2"), ("begin", "1"), ("session", "2"), ("limits", "4"), ("evaluate", "2"), ("write", "2"),
            ("commit", "1"),
        ] {
            #expect(world.value("promo_stage_seconds_count{stage=\"\(stage)\"}") == count, "\(stage)")
        }
    }

    @Test
    func `the maps of a worker are listed, and it is ready when it has them`() throws {
        let world = try World()
        func isWaiting(_ part: String) -> Bool {
            world.monitoring.health.readinessProblems(now: SystemClock.monotonicMilliseconds())
                .contains { $0.hasPrefix(part) }
        }
        #expect(isWaiting("maps"))
        try world.handler.start()
        #expect(!isWaiting("maps"))
        #expect(world.value("promo_map_info{company=\"2\",version=\"76\",state=\"in_force\"}") == "1")
        #expect(world.value("promo_map_load_seconds_count") == "1")
        #expect(world.value("promo_maps_unusable_total") == "0")
    }

    @Test
    func `a committed sale counts its discount once, in the currency`() throws {
        let world = try World()
        try world.handler.start()
        let head = """
            companyId="2" store="3" terminal="1" date-time="2023-08-04 10:00:00"
            """
        let bodies = [
            """
            <message \(head) messageId="1" init-tck="true" status="sale" evaluate="true"><customer-add seq="1" id="9"/>
            <item-add seq="1" code="111" unitprice="4000" xprice="4000" qty="1"/></message>
            """,
            "<message \(head) messageId=\"2\" status=\"finish\"/>",
            "<message \(head) messageId=\"3\" status=\"commit\"/>",
        ]
        for body in bodies + bodies {
            _ = try world.handler.handle([Delivery(body: Array(body.utf8), deliveryTag: 1)])
        }
        #expect(world.value("promo_discounts_committed_amount_total{company=\"2\"}") == "1200")
        let states = ["open", "pending", "committed"].map { world.value("promo_transactions_total{state=\"\($0)\"}") }
        #expect(states == ["1", "1", "1"])
    }

    @Test
    func `names follow the conventions and are used once`() {
        let all = (WorkerMetrics.all + SaleMetrics.all).map(\.name)
        #expect(Set(all).count == all.count)
        for metric in SaleMetrics.all {
            #expect(metric.name.hasPrefix("promo_"))
            #expect(metric.name.hasSuffix("_total") == (metric.kind == .counter))
            #expect(metric.help.hasSuffix("."))
        }
    }
}
