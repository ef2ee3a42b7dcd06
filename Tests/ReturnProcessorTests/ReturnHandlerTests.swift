import Broker
import Engine
import Loyalty
import Promotions
import Storage
import Synchronization
import Testing

@testable import ReturnProcessor
@testable import WorkerRuntime

/// The worker around the engine's returns: verdicts, slices, figures and log.
struct ReturnHandlerTests {
    /// A handler on a database in memory with a sale of two pieces, made without a map.
    private final class World {
        static let sale = "2_5_1_20230807100000"
        let store: Store
        let handler: ReturnHandler
        let monitoring = Monitoring(
            program: "return-processor", version: "1", worker: "w", needing: [.broker, .database])
        let lines = Lines()
        let clock = SteppedClock()
        private var tag: UInt64 = 0

        final class SteppedClock: Clock {
            var monotonicMilliseconds: Int64 = 1_000_000_000_000
            var wallMilliseconds: Int64 { monotonicMilliseconds }
            func sleep(milliseconds: Int64) { monotonicMilliseconds += milliseconds }
        }

        final class Lines: Sendable {
            let all = Mutex<[String]>([])
        }

        init() throws {
            let database = try SQLiteDatabase(path: ":memory:")
            try Migrator.migrate(database, now: 0)
            store = Store(database: database)
            let lines = lines
            handler = ReturnHandler(
                store, worker: "w",
                log: Log(threshold: .debug, write: { line in lines.all.withLock { $0.append(line) } }),
                clock: clock, monitoring: monitoring)
            let moment = LocalDateTime(date: LocalDate(days: 19_576), secondOfDay: 36_000)
            let key = TransactionKey(
                session: SessionKey(company: "2", store: "5", terminal: "1"), opened: moment)
            try database.transaction { [store] () throws(StorageError) in
                try store.transactions.open(
                    TransactionRecord(
                        key: key, state: .committed,
                        ticket: #"{"item-add":[{"seq":"1","unitprice":"5","xprice":"10","qty":"2"}]}"#,
                        lastDateTime: moment, lastMessageAt: 0, closedAt: 0))
            }
        }

        /// A back office's return of one piece, or of another body.
        func delivery(_ number: Int = 1, qty: Int = 1, body: String? = nil) -> Delivery {
            tag += 1
            let text =
                body
                    ?? """
                    {"transaction":"2_5_9_2023080811000\(number)","originalTransaction":"\(Self.sale)","company":"2",
                    "store":"5","terminal":"9","dateTime":"2023-08-08 11:00:0\(number)",
                    "lines":[{"seq":1,"qty":\(qty)}]}
                    """
            return Delivery(
                body: Array(text.utf8), properties: Properties(type: "return.job"), deliveryTag: tag,
                routingKey: "return.2.5", queue: "promo.returns")
        }

        /// The sale's contents are gone, so that none of its returns can be worked on.
        func loseSale() throws {
            var sale = try #require(try store.transactions.find(Self.sale))
            sale.ticket = ""
            try store.transactions.save(sale)
        }

        func said(_ sentence: String) -> Bool { lines.all.withLock { $0.contains { $0.contains(sentence) } } }
    }

    @Test func `messages are kept, refused, known or given up, each by itself`() throws {
        let world = try World()
        let outcomes = try world.handler.handle([
            world.delivery(1), world.delivery(2, qty: 3), world.delivery(1), world.delivery(body: "<xml/>"),
        ])
        #expect(outcomes.prefix(3) == [.done(replies: []), .done(replies: []), .done(replies: [])])
        guard case .discard(let reason, let replies) = outcomes[3] else {
            Issue.record("\(outcomes[3])")
            return
        }
        #expect(reason.hasPrefix("line 1, column 1") && replies == [])
        #expect(
            try world.store.returnJobs.list(of: "2", limit: 9).map(\.state.rawValue).sorted() == [
                "pending", "rejected",
            ])
        for sentence in ["A back office's return was taken", "A back office's return was refused", "A return is known"]
        {
            #expect(world.said(sentence), "\(sentence)")
        }
        let page = Exposition.text(world.monitoring.registry)
        for receipt in ["registered", "refused", "known", "unreadable"] {
            #expect(page.contains("promo_returns_received_total{receipt=\"\(receipt)\"} 1"), "\(receipt)")
        }
    }

    @Test func `a return that is earlier than its sale's commit comes again`() throws {
        let world = try World()
        func end(_ state: TransactionRecord.State) throws {
            try world.store.database.transaction { () throws(StorageError) in
                guard var record = try world.store.transactions.find(World.sale) else { return }
                (record.state, record.closedAt) = (state, state.isClosed ? 0 : nil)
                try world.store.transactions.save(record)
            }
        }
        try end(.pending)
        let outcomes = try world.handler.handle([world.delivery()])
        #expect(outcomes == [.retry(afterSeconds: 3_600, reason: "\(World.sale) is not committed yet")])
        #expect(world.said("A back office's return waits for its sale"))
        try end(.committed)
        #expect(try world.handler.handle([world.delivery()]) == [.done(replies: [])])
        #expect(world.said("A back office's return was taken"))
    }

    @Test func `what is due is worked on in a slice`() throws {
        let world = try World()
        _ = try world.handler.handle([world.delivery(1), world.delivery(2)])
        // Of two returns of a sale the later one has a later moment.
        world.clock.monotonicMilliseconds += 1
        #expect(try world.handler.advance(WorkTurn(at: 0), serve: {}) == .nothing)
        #expect(try world.store.returnJobs.list(of: "2", limit: 9).map(\.state.rawValue) == ["processed", "processed"])
        #expect(world.said("A return was processed"))
        #expect(
            Exposition.text(world.monitoring.registry).contains("promo_returns_processed_total{state=\"processed\"} 2"))
        #expect(ReturnMetrics.all.count == 4)
    }

    @Test func `a return that fails is an error of the log`() throws {
        let world = try World()
        _ = try world.handler.handle([world.delivery(1)])
        try world.loseSale()
        #expect(try world.handler.advance(WorkTurn(at: 0), serve: {}) == .nothing)
        #expect(world.said("A return failed"))
        #expect(
            try world.store.returnJobs.list(of: "2", onlyErrors: true, limit: 9).map(\.state.rawValue) == ["failed"])
    }

    @Test func `those who watch see how many returns have failed and how many wait`() throws {
        let world = try World()
        func count(after milliseconds: Int64) throws -> [Int64] {
            world.clock.monotonicMilliseconds += milliseconds
            try world.handler.idle(at: 0)
            return [ReturnMetrics.failed, ReturnMetrics.waiting].map { world.monitoring.registry.gauge($0).current }
        }
        #expect(try count(after: 0) == [0, 0])
        let page = Exposition.text(world.monitoring.registry)
        for state in ["processed", "processedWithErrors", "failed", "pending"] {
            #expect(page.contains("promo_returns_processed_total{state=\"\(state)\"} 0"), "\(state)")
        }
        _ = try world.handler.handle([world.delivery(1), world.delivery(2)])
        #expect(try count(after: ReturnHandler.countMilliseconds) == [0, 2])
        try world.loseSale()
        #expect(try world.handler.advance(WorkTurn(at: 0), serve: {}) == .nothing)
        #expect(try count(after: ReturnHandler.countMilliseconds - 1) == [0, 2], "not counted in every turn")
        #expect(try count(after: 1) == [2, 0])
    }
}
