import Messages
import Storage
import TestSupport
import Testing

@testable import Engine

/// What a batch locks, on a database that would lock rows.
struct LockForecastTests {
    /// Five lines that may be sold, each with a limit of the company's and one of the customer's.
    static let map: [UInt8] = {
        let promotions = (0..<5).map { code in
            """
            {"id": "\(id("d", code))", "name": "p\(code)",
             "condition": {"simple": [{"element": "item", "where": [{"attribute": "code", "operator": "equal", \
            "values": ["\(code)"]}]}]},
             "benefits": [{"id": "\(id("c", code))", "type": "PercentageDiscount", "percent": 50, "unit": "qty",
               "applyOn": "benefitedPrice", "limits": [
               {"id": "\(id("a", code))", "scope": "retailer", "period": "undefined", "type": "benefitAmount", \
            "value": 300},
               {"id": "\(id("b", code))", "scope": "customer", "period": "undefined", "type": "benefitAmount", \
            "value": 90}]}]}
            """
        }
        let text = """
            {"company": "2", "name": "crowd", "version": 1,
             "currency": {"code": "BRL", "decimals": 2, "rounding": "halfUp"},
             "levels": [{"name": "one", "coexistence": "cumulative", \
            "promotions": [\(promotions.joined(separator: ","))]}]}
            """
        return Array(text.utf8)
    }()

    /// An id that begins with a letter of its kind: the company's limits `a`, the customers' `b`.
    static func id(_ kind: String, _ code: Int) -> String { String(repeating: kind, count: 23) + String(code) }

    /// A message of terminal `terminal`; every `second` is a ticket of its own where it says `initTck`.
    static func message(
        _ id: Int, terminal: Int, second: Int, customer: Int = 1, codes: [Int] = [], extra: String = ""
    ) -> IncomingMessage {
        let clock = [second / 3_600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        let lines = codes.enumerated().map { index, code in
            "<item-add seq=\"\(id * 10 + index)\" unitprice=\"20\" xprice=\"20\" code=\"\(code)\"/>"
        }
        let body = """
            <message companyId="2" store="3" terminal="\(terminal)" messageId="\(id)" evaluate="true" \
            date-time="2026-03-01 \(clock.joined(separator: ":"))" \(extra)>\
            <customer-add seq="1" id="\(customer)"/>\(lines.joined())</message>
            """
        return IncomingMessage(body: Array(body.utf8), contentType: nil)
    }

    static func world() throws -> (EngineWorld, LockRecorder) {
        let inner = try SQLiteDatabase(path: ":memory:")
        let recorder = LockRecorder(inner)
        let world = try EngineWorld(recorder)
        try world.distribute(map, version: 1, stores: ["3"])
        recorder.forget()
        return (world, recorder)
    }

    @Test
    func `a batch locks sessions and then limits, each in order, and nothing afterwards`() throws {
        let (world, recorder) = try Self.world()
        let seeds = 1...60 as ClosedRange<UInt64>
        var second = 0
        for seed in seeds {
            var random = SeededRandom(seed: seed)
            var batch: [IncomingMessage] = []
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                second += 1
                let codes = (0..<Int.random(in: 0...3, using: &random)).map { _ in Int.random(in: 0..<5, using: &random)
                }
                let extra =
                    [
                        "", "", "initTck=\"true\"", "status=\"finish\"", "status=\"finish\" autoCommit=\"true\"",
                        "status=\"rollback\"", "status=\"commit\"",
                    ]
                    .randomElement(using: &random) ?? ""
                batch.append(
                    Self.message(
                        Int.random(in: 1...3, using: &random), terminal: Int.random(in: 1...4, using: &random),
                        second: second, customer: Int.random(in: 1...3, using: &random), codes: codes, extra: extra))
            }
            recorder.forget()
            _ = try world.engine.process(batch, now: world.now)
            let keys = recorder.locked.map { "\($0)" }
            let (aa, bb) = (String(repeating: "a", count: 23), String(repeating: "b", count: 23))
            let isLimit = { (key: String) in key.contains(aa) || key.contains(bb) }
            let sessions = keys.prefix { !isLimit($0) }
            let again = keys.dropFirst(sessions.count).filter { !isLimit($0) }
            #expect(Set(again).isSubset(of: sessions), "seed \(seed)")
            let limits = keys.filter(isLimit)
            #expect(Self.distinct(sessions) == Set(sessions).sorted(), "seed \(seed)")
            #expect(Self.distinct(limits) == Set(limits).sorted(), "seed \(seed)")
            #expect(recorder.lockedIfFree == [], "seed \(seed)")
            #expect(!recorder.wroteUnlocked, "seed \(seed)")
            #expect(try world.store.limits.mismatches(count: 9) == [], "seed \(seed)")
        }
    }

    private static func distinct(_ keys: some Sequence<String>) -> [String] {
        var distinct: [String] = []
        for key in keys where !distinct.contains(key) { distinct.append(key) }
        return distinct
    }
}
