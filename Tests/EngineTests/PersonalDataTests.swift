import Foundation
import Storage
import Testing

@testable import Engine

/// Who bought what is kept as long as it is needed, and is gone afterwards.
struct PersonalDataTests {
    static let customer = "c4n4ry-customer"
    static let day: Int64 = 86_400_000
    /// The day that the tickets name, 2026-03-01.
    static let soldOn = 20_513 * day

    /// A map whose limit counts a day, or the promotion's whole life.
    static func map(daily: Bool) throws -> [UInt8] {
        let text = try Golden.text("setup/map-76.json")
        let changed = text.replacing(#""period": "undefined""#, with: #""period": "day", "days": 7"#)
        #expect(changed != text)
        return Array((daily ? changed : text).utf8)
    }

    static func sale(_ number: Int, state: String = "sale", message: Int = 1) -> String {
        """
        <message companyId="2" store="3" terminal="1" \
        date-time="2026-03-01 10:\(number / 50 + 10):\(number % 50 + 10)" \
        messageId="\(message)" status="\(state)" evaluate="true" autoCommit="true">\
        <customer-add seq="1" id="\(customer)"/>\
        <item-add seq="1" unitprice="1.00" xprice="1.00" qty="1" code="1"/></message>
        """
    }

    /// The tables in which the customer's identifier is found, as text or as bytes.
    static func tables(in database: any Database, of names: [String]) throws -> [String] {
        try names.filter { table in
            try database.query("PRAGMA table_info(\(table))", []).contains { column in
                let sql = """
                    SELECT count(*) AS n FROM \(table)
                    WHERE instr(CAST(\(try column.text("name")) AS BLOB), CAST('\(customer)' AS BLOB)) > 0
                    """
                return try database.query(sql, []).first?.integer("n") != 0
            }
        }
    }

    static func forget(_ world: EngineWorld, until end: Int64) throws {
        let upkeep = Upkeep(world.store, worker: "w")
        world.now = end
        for _ in 0...2 * Retention.allCases.count {
            _ = try upkeep.turn(now: world.now)
            world.now += Upkeep.retentionInterval
        }
    }

    @Test(arguments: [true, false])
    func `a customer is forgotten with the sales, but for what a limit of a whole life has to know`(
        _ isDaily: Bool
    ) throws {
        let database = try SQLiteDatabase(path: ":memory:")
        let world = try EngineWorld(database)
        world.now = Self.soldOn
        try world.distribute(Self.map(daily: isDaily), version: 76, stores: ["3"])
        _ = try world.send(Self.sale(1))
        let finished = try world.send(Self.sale(1, state: "finish", message: 2))
        #expect(finished.contains("state=\"committed\""), "\(finished)")
        let names = try database.query("SELECT name FROM sqlite_master WHERE type = 'table'", [])
            .map { try $0.text("name") }
        #expect(
            try Set(Self.tables(in: database, of: names))
                == ["transactions", "processed_messages", "limit_counters", "limit_holds"])
        let sold = world.now
        try Self.forget(world, until: sold + 2 * Self.day)
        // The answers are gone after a day; the sale stays for returns.
        #expect(
            try Set(Self.tables(in: database, of: names)) == ["transactions", "limit_counters", "limit_holds"])
        try Self.forget(world, until: sold + 450 * Self.day)
        try Self.forget(world, until: sold + 900 * Self.day)
        #expect(
            try Set(Self.tables(in: database, of: names)) == (isDaily ? [] : ["limit_counters", "limit_holds"]))
    }

    @Test func `a day's sales are forgotten in less than a day`() throws {
        let world = try EngineWorld()
        world.now = Self.soldOn
        try world.distribute(Self.map(daily: false), version: 76, stores: ["3"])
        for number in 0..<250 { _ = try world.send(Self.sale(number, state: "finish")) }
        func kept() throws -> Int64 {
            try world.store.database.query("SELECT count(*) AS n FROM transactions", []).first?.integer("n") ?? -1
        }
        #expect(try kept() == 250)
        world.now += 450 * Self.day
        let upkeep = Upkeep(world.store, worker: "w")
        // Every step once, and the one with a backlog until it has none, half a second apart.
        var turns: Int64 = 0
        while try kept() > 1, turns < 10_000 {
            _ = try upkeep.turn(now: world.now)
            world.now += Upkeep.backlogInterval
            turns += 1
        }
        let waits = Int64(Retention.allCases.count) * Upkeep.retentionInterval / Upkeep.backlogInterval
        #expect(turns < waits + 20, "\(turns)")
    }
}
