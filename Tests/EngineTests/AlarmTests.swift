import Messages
import PromotionLanguage
import Promotions
import Storage
import TestSupport
import Testing

@testable import Engine

/// Alarms of limits, raised by the messages of tills.
struct AlarmTests {
    /// 50 % of everything, 100.00 for each store, with alarms at 40 %, 80 % and all of it.
    static let map = """
        {"company": "2", "name": "Alarming", "levels": [{"promotions": [{"id": "64cd5282a62e431960edd5d5",
        "name": "Half", "condition": {"simple": [{"element": "item"}]},
        "benefits": [{"id": "64cd52b6a62e431960edd5dd", "type": "PercentageDiscount", "percent": 50, "unit": "qty",
        "limits": [{"id": "64cd52b6a62e431960edd5de", "scope": "store", "period": "undefined",
        "type": "benefitAmount", "value": 100, "alarms": [{"percent": 40, "email": "boss@example.com"},
        {"value": 80}, {"percent": 100, "email": "boss@example.com"}]}]}]}]}]}
        """

    static func sale(_ terminal: Int, price: String, status: String = "finish") -> String {
        """
        <message companyId="2" store="3" terminal="\(terminal)" date-time="2026-03-01 10:00:00" messageId="1"
        status="\(status)" evaluate="true"><item-add seq="1" unitprice="\(price)" xprice="\(price)" qty="1"
        code="1"/></message>
        """
    }

    static func world(_ kind: EngineWorld.Kind) throws -> EngineWorld {
        let world = try EngineWorld(kind)
        try world.distribute(Array(map.utf8), version: 1, stores: ["3"])
        return world
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `what is booked raises alarms, what is held does not`(_ kind: EngineWorld.Kind) throws {
        let world = try Self.world(kind)
        func marks() throws -> [String] { try world.store.alarms.list(of: "2", limit: 9).map(\.mark).sorted() }
        _ = try world.send(Self.sale(1, price: "120.00", status: "sale"))
        #expect(try marks() == [])
        _ = try world.send(Self.sale(2, price: "60.00"))
        #expect(try marks() == [])
        _ = try world.send(Self.sale(3, price: "20.00"))
        #expect(try marks() == ["40%"])
        _ = try world.send(Self.sale(4, price: "400.00"))
        // 60.00 are held by the first till, so that nothing more was granted.
        #expect(try marks() == ["40%"])
        let finish = "<message companyId=\"2\" store=\"3\" terminal=\"1\" date-time=\"2026-03-01 10:00:01\""
        _ = try world.send(finish + " messageId=\"2\" status=\"finish\"/>")
        #expect(try marks() == ["100%", "40%", "80"])
        let mails = try world.store.mails.list(limit: 9)
        #expect(mails.count == 2 && mails.allSatisfy { $0.kind == .alarm && $0.recipient == "boss@example.com" })
        #expect(try world.store.outbox.next(limit: 9).allSatisfy { $0.type == "alarm.job" })
        try world.expectBooksInOrder()
    }

    @Test func `a map without alarms has nothing to be watched`() throws {
        let world = try EngineWorld.golden()
        #expect(try #require(try world.engine.library.held(MapVersion(company: "2", version: 76))).watched.isEmpty)
        let missing = try world.engine.library.held(MapVersion(company: "2", version: 99)) == nil
        #expect(missing)
        let other = try Self.world(.sqlite)
        let watched = try #require(try other.engine.library.held(MapVersion(company: "2", version: 1))).watched
        #expect(watched.values.map(\.promotion) == ["64cd5282a62e431960edd5d5"])
    }

    @Test(.enabled(if: PostgresSchema.server != nil, "\(PostgresSchema.need)"))
    func `tills that book at once miss no mark and raise none twice`() throws {
        let schema = try PostgresSchema()
        let world = try EngineWorld(try schema.open())
        try world.distribute(Array(Self.map.utf8), version: 1, stores: ["3"])
        let now = world.now
        let outcome = Race.run(4) { worker in
            let engine = SaleEngine(Store(database: try schema.open()))
            for sale in 0..<15 {
                let body = Self.sale(worker * 100 + sale, price: "4.00")
                _ = try engine.process([IncomingMessage(body: Array(body.utf8), contentType: nil)], now: now)
            }
        }
        #expect(outcome.errors == [])
        let alarms = try world.store.alarms.list(of: "2", limit: 9)
        #expect(alarms.map(\.mark).sorted() == ["100%", "40%", "80"])
        // At the mark and not later: each sale takes 2.00.
        #expect(alarms.map { $0.used / 10_000 }.sorted() == [40, 80, 100])
        try world.expectBooksInOrder()
    }
}
