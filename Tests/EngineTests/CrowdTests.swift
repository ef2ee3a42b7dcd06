import Messages
import PromotionLanguage
import Promotions
import Storage
import TestSupport
import Testing

@testable import Engine

/// Workers that sell at once on one PostgreSQL, on the same tills, customers and limits.
@Suite(.enabled(if: PostgresSchema.server != nil, "\(PostgresSchema.need)"))
struct CrowdTests {
    static let workers = 4
    static let batches = 15

    /// Batches of a worker: tickets on any till, for any customer, with lines in any order.
    static func batches(of worker: Int) -> [[IncomingMessage]] {
        var random = SeededRandom(seed: UInt64(worker))
        return (0..<batches).map { batch in
            (0..<6).map { number in
                let second = (worker * batches + batch) * 6 + number
                return LockForecastTests.message(
                    1, terminal: Int.random(in: 1...5, using: &random), second: second,
                    customer: Int.random(in: 1...4, using: &random), codes: Array(0..<5).shuffled(using: &random),
                    extra: "initTck=\"true\""
                        + (Bool.random(using: &random) ? " status=\"finish\" autoCommit=\"true\"" : ""))
            }
        }
    }

    @Test
    func `grant all of every limit and not a cent more, and never stand in each other's way`() throws {
        let schema = try PostgresSchema()
        let world = try EngineWorld(try schema.open())
        try world.distribute(LockForecastTests.map, version: 1, stores: ["3"])
        let now = world.now
        let outcome = Race.run(Self.workers) { worker in
            let engine = SaleEngine(Store(database: try schema.open()))
            return try Self.batches(of: worker).map { batch in
                try engine.process(batch, now: now).filter { $0.ack == .ok }.count
            }
        }
        #expect(outcome.errors == [])
        #expect(outcome.results.flatMap { $0 } == Array(repeating: 6, count: Self.workers * Self.batches))
        #expect(try world.store.limits.mismatches(count: 9) == [])
        let used = try world.store.limits.list(of: "2", count: 1_000)
        #expect(
            used.filter { $0.key.scopeKey == "2" && $0.key.limit.hasPrefix("aa") }.map(\.used)
                == [Int64](repeating: 3_000_000, count: 5))
        #expect(used.filter { $0.key.limit.hasPrefix("bb") }.allSatisfy { $0.used <= 900_000 })
    }

    @Test
    func `a limit that is not free when it turns out to be needed makes the batch start again with it`() throws {
        let schema = try PostgresSchema()
        let database = try schema.migrated()
        let other = try schema.open()
        let (first, second) = (LimitKey(limit: "a", scopeKey: "s"), LimitKey(limit: "b", scopeKey: "s"))
        let day = LocalDate(days: 1)
        try other.begin()
        try Store(database: other).limits.lock([first], company: "c", day: day)
        try database.begin()
        let locks = LimitLocks()
        let limits = Store(database: database).locking(locks).limits
        try limits.lockTogether([LimitLock(company: "c", key: second)], day: day)
        let error = #expect(throws: StorageError.self) { try limits.lock([first, second], company: "c", day: day) }
        #expect(error?.code == .conflict)
        #expect(locks.isShort)
        #expect(locks.wanted == [LimitLock(company: "c", key: first), LimitLock(company: "c", key: second)])
        try database.rollback()
        try other.rollback()
    }
}
