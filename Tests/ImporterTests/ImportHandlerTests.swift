import Broker
import Catalogs
import Storage
import Testing

@testable import Importer
@testable import WorkerRuntime

struct ImportHandlerTests {
    final class World {
        let store: Store
        let handler: ImportHandler
        let monitoring = Monitoring(program: "importer", version: "1", worker: "w", needing: [])

        init() throws {
            let database = try SQLiteDatabase(path: ":memory:")
            try Migrator.migrate(database, now: 0)
            store = Store(database: database)
            handler = ImportHandler(
                store, worker: "w", log: Log(write: { _ in }), monitoring: monitoring)
        }

        func finish() throws { while try handler.advance(WorkTurn(at: 1_000_000_000_000), serve: {}) == .more {} }

        func brands() throws -> [String] {
            try store.catalogs.list("catalogbrand", of: "2", limit: 9).map(\.code)
        }
    }

    static func delivery(_ text: String, id: String? = "m1", isRedelivered: Bool = false) -> Delivery {
        Delivery(
            body: Array(text.utf8), properties: Properties(messageId: id), deliveryTag: 1, isRedelivered: isRedelivered,
            queue: "imports")
    }

    static func envelope(_ items: String) -> String {
        #"{"companyId":"2","catalog":"catalogBrand","items":[\#(items)]}"#
    }

    @Test func `a load is acknowledged when it is written down, and carried out afterwards`() throws {
        let world = try World()
        let outcomes = try world.handler.handle([Self.delivery(Self.envelope(#"{"code":"a"},{"code":"b"},7"#))])
        #expect(outcomes == [.done(replies: [])])
        #expect(try world.brands() == [])
        try world.finish()
        #expect(try world.brands() == ["a", "b"])
        #expect(try world.store.imports.list(limit: 9).map(\.refused) == [1])
        let text = Exposition.text(world.monitoring.registry)
        #expect(text.contains(#"promo_imports_total{state="done"} 1"#))
        #expect(text.contains(#"promo_import_items_total{result="loaded"} 2"#))
        #expect(text.contains(#"promo_import_items_total{result="refused"} 1"#))
    }

    @Test func `the same message again is the same load, also without an id`() throws {
        let world = try World()
        for id in ["m", nil] {
            let text = Self.envelope(#"{"code":"\#(id ?? "n")"}"#)
            _ = try world.handler.handle([Self.delivery(text, id: id)])
            _ = try world.handler.handle([Self.delivery(text, id: id, isRedelivered: true)])
            try world.finish()
        }
        #expect(try world.store.imports.list(limit: 9).count == 2)
        // Without an id, what is sent anew is a load of its own.
        _ = try world.handler.handle([Self.delivery(Self.envelope(#"{"code":"n"}"#), id: nil)])
        #expect(try world.store.imports.list(limit: 9).count == 3)
    }

    @Test func `a message without an id is loaded though one like it was, before others`() throws {
        let world = try World()
        func replacing(_ code: String) -> String {
            #"{"companyId":"2","catalog":"catalogBrand","deleteAllCollectionFirst":true,"items":[{"code":"\#(code)"}]}"#
        }
        for code in ["a", "b"] {
            _ = try world.handler.handle([Self.delivery(replacing(code), id: nil)])
            try world.finish()
        }
        #expect(try world.brands() == ["b"])
        // The worker that it was first given to wrote nothing down.
        _ = try world.handler.handle([Self.delivery(replacing("a"), id: nil, isRedelivered: true)])
        try world.finish()
        #expect(try world.brands() == ["a"])
    }

    @Test(arguments: [
        "", "[]", #"{"companyId":"2","items":[]}"#, #"{"companyId":"2","catalog":"catalogBrand","items":[{}"#,
    ])
    func `what is no load goes to the dead queue with a reason`(_ text: String) throws {
        let world = try World()
        guard case .discard(let reason, let replies)? = try world.handler.handle([Self.delivery(text)]).first else {
            Issue.record("it is not given up")
            return
        }
        #expect(reason.hasPrefix("the load cannot be read: "))
        #expect(replies == [])
        try world.finish()
        #expect(try world.brands() == [])
    }

    @Test func `what cannot be read is given up each time it comes, and another body under its id is read`() throws {
        let world = try World()
        for isRedelivered in [false, true] {
            let outcome = try world.handler.handle([Self.delivery("[]", isRedelivered: isRedelivered)])
            guard case .discard? = outcome.first else {
                Issue.record("redelivered: \(isRedelivered): \(outcome)")
                return
            }
        }
        let outcome = try world.handler.handle([Self.delivery(Self.envelope(#"{"code":"a"}"#))])
        #expect(outcome == [.done(replies: [])])
        try world.finish()
        #expect(try world.brands() == ["a"])
    }
}
