import Promotions
import Storage
import Synchronization
import Testing

@testable import Engine

/// What a worker ends and forgets by the clock, a little at a time.
struct UpkeepTests {
    /// A clock that moves by as much each time somebody looks.
    private final class Stopwatch: Sendable {
        private let time = Mutex<Int64>(0)
        private let tick: Int64
        init(tick: Int64) { self.tick = tick }

        func look() -> Int64 {
            time.withLock { time in
                time += tick
                return time
            }
        }
    }

    private static func sale(_ company: String, terminal: Int = 1, isClosed: Bool) -> TransactionRecord {
        let moment = LocalDateTime(date: LocalDate(days: 19_000), secondOfDay: 0)
        let session = SessionKey(company: company, store: "1", terminal: "\(terminal)")
        return TransactionRecord(
            key: TransactionKey(session: session, opened: moment), state: isClosed ? .committed : .open,
            lastDateTime: moment, lastMessageAt: 1, closedAt: isClosed ? 1 : nil)
    }

    /// A store with so many sales that nobody needs any more.
    private static func world(sales: Int) throws -> EngineWorld {
        let world = try EngineWorld()
        try world.store.database.transaction { () throws(StorageError) in
            for terminal in 0..<sales {
                try world.store.transactions.open(sale("2", terminal: terminal, isClosed: true))
            }
        }
        return world
    }

    private static func count(_ table: String, _ world: EngineWorld) throws -> Int64? {
        try world.store.database.query("SELECT count(*) AS n FROM \(table)", []).first?.integer("n")
    }

    struct Turn: CustomTestStringConvertible {
        var sales: Int
        /// What a look at the clock takes.
        var tick: Int64
        var left: Int64
        var testDescription: String { "\(left) of \(sales) are left" }
    }

    static let turns = [
        Turn(sales: 250, tick: 0, left: 0), Turn(sales: 250, tick: Upkeep.longestForgetting, left: 150),
        Turn(sales: 250, tick: Upkeep.longestForgetting / 2, left: 50),
        Turn(sales: (Upkeep.mostPages + 1) * Upkeep.pageSize, tick: 0, left: Int64(Upkeep.pageSize)),
    ]

    @Test(arguments: turns)
    func `a turn forgets several pages, as long as its time lasts`(_ turn: Turn) throws {
        let world = try Self.world(sales: turn.sales)
        let stopwatch = Stopwatch(tick: turn.tick)
        let upkeep = Upkeep(world.store, worker: "w", stopwatch: stopwatch.look)
        for _ in Retention.allCases where try Self.count("transactions", world) == Int64(turn.sales) {
            _ = try upkeep.turn(now: world.now)
            world.now += Upkeep.retentionInterval
        }
        #expect(try Self.count("transactions", world) == turn.left)
    }

    @Test func `a step with much to forget keeps no other from its turn`() throws {
        let world = try Self.world(sales: 1_500)
        try world.store.workers.start("gone", kind: "k", now: 1)
        let stopwatch = Stopwatch(tick: Upkeep.longestForgetting)
        let upkeep = Upkeep(world.store, worker: "w", stopwatch: stopwatch.look)
        for _ in 0..<16 {
            _ = try upkeep.turn(now: world.now)
            world.now += Upkeep.retentionInterval / 2
        }
        #expect(try Self.count("workers", world) == 0)
        #expect(try Self.count("transactions", world).map { (1..<1_500).contains($0) } == true)
    }

    @Test func `a sale that cannot be ended keeps no other company's from it`() throws {
        let world = try EngineWorld()
        let sales = ["1", "2"].map { Self.sale($0, isClosed: false) }
        try world.store.database.transaction { () throws(StorageError) in
            for sale in sales {
                try world.store.companies.save(CompanySettings(), of: sale.key.session.company)
                try world.store.transactions.open(sale)
            }
        }
        _ = try world.store.database.execute(
            """
            CREATE TRIGGER refusing BEFORE UPDATE ON transactions WHEN OLD.company = '1'
            BEGIN SELECT RAISE(ABORT, 'no such row'); END
            """, [])
        let upkeep = Upkeep(world.store, worker: "w")
        #expect(throws: EngineError.self) { try upkeep.turn(now: world.now) }
        #expect(try sales.map { try world.store.transactions.find($0.key.id)?.state } == [.open, .lapsed])
    }
}
