import Promotions
import TestSupport
import Testing

@testable import Catalogs

struct ZoneTests {
    static let zones = [
        "UTC", "Europe/Madrid", "America/Sao_Paulo", "America/New_York", "Australia/Lord_Howe",
        "Asia/Kathmandu", "Africa/Casablanca", "America/Santiago", "Pacific/Apia",
    ]

    static func clock(_ name: String) throws -> LocalClock {
        LocalClock(try #require(ZoneDatabase().zone(name), "\(name)"))
    }

    static func moment(_ text: String) throws -> Int64 {
        let time = try #require(LocalDateTime(text))
        return (Int64(time.date.days) * 86_400 + Int64(time.secondOfDay)) * 1_000
    }

    struct Example: CustomTestStringConvertible, Sendable {
        var zone: String
        var utc: String
        var local: String
        var testDescription: String { "\(zone) \(utc)" }
    }

    @Test(arguments: [
        Example(zone: "UTC", utc: "2026-11-22 03:00:00", local: "2026-11-22 03:00:00"),
        Example(zone: "Europe/Madrid", utc: "2026-03-29 00:59:59", local: "2026-03-29 01:59:59"),
        Example(zone: "Europe/Madrid", utc: "2026-03-29 01:00:00", local: "2026-03-29 03:00:00"),
        Example(zone: "Europe/Madrid", utc: "2026-10-25 00:59:59", local: "2026-10-25 02:59:59"),
        Example(zone: "Europe/Madrid", utc: "2026-10-25 01:00:00", local: "2026-10-25 02:00:00"),
        // Behind what the file's table holds: by the rule at its end.
        Example(zone: "Europe/Madrid", utc: "2060-07-01 12:00:00", local: "2060-07-01 14:00:00"),
        Example(zone: "Europe/Madrid", utc: "2060-12-01 12:00:00", local: "2060-12-01 13:00:00"),
        Example(zone: "America/Sao_Paulo", utc: "2026-01-01 02:59:59", local: "2025-12-31 23:59:59"),
        Example(zone: "America/Sao_Paulo", utc: "2018-12-01 12:00:00", local: "2018-12-01 10:00:00"),
        Example(zone: "America/New_York", utc: "2026-03-08 07:00:00", local: "2026-03-08 03:00:00"),
        Example(zone: "America/Santiago", utc: "2060-01-01 12:00:00", local: "2060-01-01 09:00:00"),
        Example(zone: "Asia/Kathmandu", utc: "2026-01-01 00:00:00", local: "2026-01-01 05:45:00"),
    ])
    func `a store's clock shows what its zone says`(_ example: Example) throws {
        let clock = try Self.clock(example.zone)
        #expect(clock.time(at: try Self.moment(example.utc)).text == example.local)
    }

    @Test(arguments: [
        // 02:30 does not exist on that day: clocks go from 02:00 to 03:00.
        Example(zone: "Europe/Madrid", utc: "2026-03-29 01:30:00", local: "2026-03-29 02:30:00"),
        // It comes twice on this one: the first counts.
        Example(zone: "Europe/Madrid", utc: "2026-10-25 00:30:00", local: "2026-10-25 02:30:00"),
        Example(zone: "Europe/Madrid", utc: "2026-07-01 01:00:00", local: "2026-07-01 03:00:00"),
        Example(zone: "America/Sao_Paulo", utc: "2026-07-01 06:00:00", local: "2026-07-01 03:00:00"),
        // A day that this island left out.
        Example(zone: "Pacific/Apia", utc: "2011-12-30 13:00:00", local: "2011-12-30 03:00:00"),
    ])
    func `a minute of a day has one moment`(_ example: Example) throws {
        let local = try #require(LocalDateTime(example.local))
        #expect(
            try Self.clock(example.zone).moment(local.date, minute: local.minuteOfDay) == Self.moment(example.utc))
    }

    @Test(arguments: zones)
    func `every night comes once, whatever clocks do`(_ name: String) throws {
        let clock = try Self.clock(name)
        for minute in [0, 150, 1_439] {
            var (now, last, runs) = (try Self.moment("2026-01-01 12:00:00"), Int64(0), 0)
            last = clock.lastDue(minute: minute, now: now)
            let end = now + 366 * 86_400_000
            while now < end {
                now += 1_800_000
                let due = clock.lastDue(minute: minute, now: now)
                #expect(due <= now && due >= last, "\(name) \(minute) at \(now)")
                if due > last { runs += 1 }
                #expect(due == last || due - last < 50 * 3_600_000)
                last = due
            }
            #expect(runs == 366, "\(name) at minute \(minute)")
        }
    }

    @Test(arguments: zones)
    func `the moment of what a clock shows is when it shows it, where it is unambiguous`(_ name: String) throws {
        let clock = try Self.clock(name)
        var random = SeededRandom(seed: 7)
        for _ in 0..<2_000 {
            let moment = Int64.random(in: 0..<4_000_000_000, using: &random) / 60 * 60_000
            let shown = clock.time(at: moment)
            let back = clock.moment(shown.date, minute: shown.minuteOfDay) + Int64(shown.secondOfDay % 60) * 1_000
            #expect(clock.time(at: back) == shown, "\(name) at \(moment)")
            #expect(back <= moment)
        }
    }

    @Test func `names lead to zones and nowhere else`() {
        let database = ZoneDatabase()
        for name in ["../../etc/passwd", "/etc/passwd", "", "Europe", "Europe/", "Europe//Madrid", "Mars", ".", "x\0y"]
        {
            #expect(database.zone(name) == nil, "\(name)")
        }
        #expect(ZoneDatabase(folder: "/nowhere").zone("UTC") == .utc)
        #expect(TimeZoneFile([]) == nil)
        #expect(TimeZoneFile(Array("TZif2".utf8) + Array(repeating: 0, count: 39)) == nil)
    }

    @Test(arguments: ["", "CET", "1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "<-03>3x"])
    func `a text that is no rule is none`(_ text: String) { #expect(TimeZoneRule(text) == nil) }

    @Test func `rules may count days in every way`() throws {
        let rule = try #require(TimeZoneRule("AAA-1BBB,J60/0,300/0"))
        // Day 60 without leap days is the 1st of March, also in a leap year.
        #expect(rule.offset(at: try Self.moment("2028-02-29 22:59:59") / 1_000) == 3_600)
        #expect(rule.offset(at: try Self.moment("2028-02-29 23:00:00") / 1_000) == 7_200)
        // Day 300 from 0 with leap days is the 27th of October in 2028 and the 28th in 2026.
        #expect(rule.offset(at: try Self.moment("2028-10-26 22:00:00") / 1_000) == 3_600)
        #expect(rule.offset(at: try Self.moment("2026-10-27 21:59:59") / 1_000) == 7_200)
        #expect(TimeZoneRule("<-03>3")?.offset(at: 0) == -10_800)
    }
}
