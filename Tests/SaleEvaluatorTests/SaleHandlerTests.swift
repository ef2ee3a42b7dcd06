import Broker
import Engine
import Messages
import Storage
import Testing
import WorkerRuntime

@testable import SaleEvaluator

/// What the worker makes of deliveries, without a broker.
struct SaleHandlerTests {
    /// A database in memory whose next boundary can be made to fail, and a handler on it.
    final class World {
        let handler: SaleHandler
        private let fault: Fault

        final class Fault {
            var error: StorageError?
        }

        init(rate: SenderRate? = nil) throws {
            let fault = Fault()
            self.fault = fault
            let database = try SQLiteDatabase(path: ":memory:")
            try Migrator.migrate(database, now: 0)
            handler = SaleHandler(
                Store(database: database), settings: EngineSettings(), worker: "w", log: Log(write: { _ in }),
                rate: rate)
            try handler.start()
            database.faultHook = { (_: Boundary) throws(StorageError) in
                if let error = fault.error { throw error }
            }
        }

        func fail(_ code: StorageError.Code?) {
            fault.error = code.map { StorageError($0, place: "test", text: "made to fail") }
        }
    }

    static func delivery(
        _ id: Int, replyTo: String? = "answers", isRedelivered: Bool = false, key: String = "pos.2.3"
    ) -> Delivery {
        let body = """
            <message companyId="2" store="3" terminal="1" date-time="2026-03-01 10:00:0\(id)" messageId="1"/>
            """
        return Delivery(
            body: Array(body.utf8), properties: Properties(correlationId: "c\(id)", replyTo: replyTo),
            deliveryTag: UInt64(id), isRedelivered: isRedelivered, routingKey: key, queue: "promo.sales")
    }

    static func replies(_ outcome: Outcome) -> [Publication] {
        switch outcome {
        case .done(let replies), .discard(_, let replies): replies
        case .retry: []
        }
    }

    @Test
    func `each delivery of a batch is answered, where an answer is wanted`() throws {
        let world = try World()
        let outcomes = try world.handler.handle([
            Self.delivery(1), Self.delivery(2, replyTo: nil), Self.delivery(3),
        ])
        #expect(outcomes.map { Self.replies($0).map(\.properties.correlationId) } == [["c1"], [], ["c3"]])
        #expect(outcomes.allSatisfy { if case .done = $0 { true } else { false } })
    }

    @Test
    func `a redelivered message gets the bytes it got before`() throws {
        let world = try World()
        let first = try world.handler.handle([Self.delivery(1)])
        let again = try world.handler.handle([Self.delivery(1, isRedelivered: true)])
        #expect(first == again)
    }

    @Test
    func `a message that is given up is answered with 9999`() throws {
        let replies = try World().handler.givenUp(Self.delivery(1), reason: "tried in vain")
        let answer = String(decoding: try #require(replies.first).body, as: UTF8.self)
        #expect(answer.contains("ack=\"9999\""))
        #expect(answer.contains("terminal=\"1\""))
        #expect(try World().handler.givenUp(Self.delivery(1, replyTo: nil), reason: "tried in vain").isEmpty)
    }

    @Test
    func `a store that sends too fast is told to send again, and is worked on when it does`() throws {
        let world = try World(rate: SenderRate(perSecond: 1, burst: 2))
        func refused(_ batch: [Delivery]) throws -> [Bool] {
            try world.handler.handle(batch).map { outcome in
                String(decoding: Self.replies(outcome).first?.body ?? [], as: UTF8.self).contains("ack=\"8299\"")
            }
        }
        let mad = (1...4).map { Self.delivery($0) }
        let polite = Self.delivery(5, key: "pos.2.4")
        #expect(try refused(mad + [polite]) == [false, false, true, true, false])
        #expect(try refused([Self.delivery(3, isRedelivered: true)]) == [false])
        // What waited in another queue, and what nobody would be told of, is not turned away.
        #expect(try refused([Self.delivery(4, key: "promo.sales"), Self.delivery(6, replyTo: nil)]) == [false, false])
        #expect(try refused([Self.delivery(7)]) == [true])
    }

    @Test(arguments: [
        (StorageError.Code.busy, true), (.full, true), (.connectionLost, true), (.readOnly, true),
        (.constraint, false), (.corrupt, false), (.other, false),
    ])
    func `the world's failures hold the batch up, a message's own are its own`(
        _ code: StorageError.Code, _ isTransient: Bool
    ) throws {
        let world = try World()
        world.fail(code)
        let error = #expect(throws: HandlerError.self) { try world.handler.handle([Self.delivery(1)]) }
        switch error {
        case .transient: #expect(isTransient)
        case .failed: #expect(!isTransient)
        case nil: break
        }
        world.fail(nil)
        #expect(try world.handler.handle([Self.delivery(1)]).count == 1)
    }
}
