import Loyalty
import Promotions
import Storage
import TestSupport
import Testing

@testable import Catalogs

struct ImportWorkTests {
    @Test func `good rows are loaded, bad ones reported, in any operation`() throws {
        let world = try World()
        let record = try world.load(
            "catalogBrand",
            #"""
            {"code":"a","name":"A"}, {"operation":"I","code":"b"}, 7, {"operation":"X","code":"c"},
            {"operation":"U","code":"a","x":1}, {"operation":"R","code":"b"}, {"operation":"R","code":"never"}
            """#)
        #expect(record.state == .done)
        #expect((record.total, record.loaded, record.removed, record.refused) == (7, 3, 2, 2))
        #expect(try world.codes("catalogbrand") == ["a"])
        #expect(
            try world.store.catalogs.find("a", in: "catalogbrand", of: "2")?.data == #"{"name":"A","code":"a","x":1}"#)
        #expect(
            try world.store.imports.errors(of: record.id) == [
                ImportError(place: "item 3", found: "number", allowed: "an object"),
                ImportError(place: "item 4, operation", found: "\"X\"", allowed: "I, U or R"),
            ])
    }

    @Test(arguments: ["catalogBrand", "catalogItem", "catalogStore", "catalogCustomer", "catalogColour"])
    func `replacing leaves what the load brings and nothing else`(_ catalog: String) throws {
        let world = try World()
        func codes() throws -> [String] {
            switch catalog {
            case "catalogStore": try ["1", "2", "3"].filter { try world.store.stores.find($0, of: "2") != nil }
            case "catalogCustomer": try world.store.customers.list(of: "2", limit: 9).map(\.code)
            default: try world.codes(catalog.lowercased())
            }
        }
        _ = try world.load(catalog, #"{"code":"1"},{"code":"2"}"#)
        #expect(try codes() == ["1", "2"])
        let record = try world.load(catalog, #"{"code":"2"},{"code":"3"}"#, replacing: true)
        #expect(try codes() == ["2", "3"])
        #expect((record.loaded, record.removed) == (2, 1))
        _ = try world.load(catalog, "", replacing: true)
        #expect(try codes() == [])
    }

    @Test func `a load whose rows are all refused replaces nothing`() throws {
        let world = try World()
        _ = try world.load("catalogBrand", #"{"code":"1"}"#)
        let record = try world.load("catalogBrand", "7", replacing: true)
        #expect(record.state == .failed)
        #expect(record.problem.contains("left as it is"))
        #expect(try world.codes("catalogbrand") == ["1"])
    }

    @Test func `exclusion dates are added, taken away by name or all of a day, and replaced`() throws {
        let world = try World()
        func listed() throws -> [String] {
            let days = LocalDate(days: 20_000)...LocalDate(days: 30_000)
            return try world.store.exclusionDates.list(store: "1", of: "2", days: days).map {
                "\($0.promotionName) \($0.day.text)"
            }.sorted()
        }
        _ = try world.load(
            "catalogExclusionDates",
            #"{"storeCode":"1","promotionNames":["A","B"],"exclusionDates":["2026-12-25","2026-12-26"],"#
                + #""operation":"I"}"#
        )
        #expect(try listed() == ["A 2026-12-25", "A 2026-12-26", "B 2026-12-25", "B 2026-12-26"])
        _ = try world.load(
            "catalogExclusionDates",
            #"{"storeCode":"1","promotionNames":["A"],"exclusionDates":["2026-12-25"],"operation":"R"}"#)
        #expect(try listed() == ["A 2026-12-26", "B 2026-12-25", "B 2026-12-26"])
        _ = try world.load(
            "catalogExclusionDates",
            #"{"storeCode":"1","promotionNames":[""],"exclusionDates":["2026-12-26"],"operation":"R"}"#)
        #expect(try listed() == ["B 2026-12-25"])
        _ = try world.load(
            "catalogExclusionDates", #"{"storeCode":"1","promotionNames":["C"],"exclusionDates":["2026-12-31"]}"#,
            replacing: true)
        #expect(try listed() == ["C 2026-12-31"])
    }

    @Test func `a load that comes twice is one, and one that is cut off loads nothing`() throws {
        let world = try World()
        let record = try world.load("catalogBrand", #"{"code":"1"}"#, key: "same")
        var again = try ImportReceiver(world.store, key: "same", source: "test", now: 9)
        #expect(again.isKnown && again.record.id == record.id)
        #expect(try world.finish() == [])
        let problem = try world.receive(#"{"companyId":"2","catalog":"catalogBrand","items":[{"code":"2"}"#, key: "cut")
        #expect(problem?.description.contains("ends before") == true)
        #expect(try world.finish() == [])
        #expect(try world.codes("catalogbrand") == ["1"])
        #expect(try world.store.imports.list(limit: 1).map(\.state) == [.failed])
        // Begun, and begun again after a crash.
        again = try ImportReceiver(world.store, key: "crash", source: "test", now: 9)
        _ = try again.take(Array(#"{"companyId":"2","#.utf8))
        #expect(
            try world.receive(#"{"companyId":"2","catalog":"catalogBrand","items":[{"code":"3"}]}"#, key: "crash")
                == nil)
        #expect(try world.finish().map(\.loaded) == [1])
    }

    @Test func `of two that receive a load the one that ends later changes nothing`() throws {
        let world = try World()
        let text = #"{"companyId":"2","catalog":"catalogBrand","items":[{"code":"a"}]}"#
        var (slow, cut) = try (
            ImportReceiver(world.store, key: "k", source: "test", now: world.now),
            ImportReceiver(world.store, key: "k", source: "test", now: world.now)
        )
        #expect(try slow.take(Array(text.utf8)) == nil)
        #expect(try cut.take(Array(text.utf8.dropLast(1))) == nil)
        #expect(try world.receive(text, key: "k") == nil)
        #expect(try world.finish().map(\.state) == [.done])
        #expect(try slow.finish(now: world.now) == nil && slow.record.state == .done)
        #expect(try cut.finish(now: world.now) != nil && cut.record.state == .done)
        #expect(try world.finish() == [])
        #expect(try world.store.imports.list(limit: 9).map(\.state) == [.done])
        #expect(try world.store.imports.chunk(0, of: slow.record.id) == nil)
    }

    static let large = (0..<3_000).map { #"{"code":"\#($0)","name":"product \#($0)","price":"\#($0).50"}"# }
        .joined(separator: ",")

    @Test func `a large load is read in pieces and slices, and its pieces are forgotten`() throws {
        let world = try World()
        let record = try world.load("catalogItem", Self.large)
        #expect(record.size > Int64(Limits.chunkBytes / 2))
        #expect((record.loaded, record.refused) == (3_000, 0))
        #expect(try world.store.catalogs.count("catalogitem", of: "2") == 3_000)
        let work = world.work()
        for _ in 0..<3 { #expect(try work.advance(now: world.now) == .idle) }
        #expect(try world.store.imports.chunk(0, of: record.id) == nil)
    }

    @Test func `whatever call of the database fails, or crashes, the catalog ends up the same`() throws {
        let items = (0..<1_100).map { #"{"code":"\#($0)"}"# }.joined(separator: ",") + ",7"
        let text = #"{"companyId":"2","catalog":"catalogBrand","deleteAllCollectionFirst":true,"items":[\#(items)]}"#
        for step in stride(from: 1, through: 4_001, by: 200) {
            let world = try World()
            _ = try world.load("catalogBrand", #"{"code":"old"},{"code":"5"}"#)
            _ = try world.receive(text, key: "k")
            let fault = StorageError(.connectionLost, place: "test", text: "lost")
            var calls = 0
            world.database.faultHook = { (_) throws(StorageError) in
                calls += 1
                if calls == step { throw fault }
            }
            var work = world.work("first")
            var (ended, failures): ([ImportRecord], Int) = ([], 0)
            while ended.isEmpty {
                do {
                    if case .ended(let record) = try work.advance(now: world.now) { ended.append(record) }
                } catch {
                    failures += 1
                    // The worker is gone; another takes over when the lease is over.
                    world.now += Imports.lease + 1
                    work = world.work("second")
                }
            }
            world.database.faultHook = nil
            #expect(failures <= 1, "step \(step)")
            let record = ended[0]
            #expect(
                (record.total, record.loaded, record.removed, record.refused) == (1_101, 1_100, 1, 1), "step \(step)")
            #expect(try world.store.catalogs.count("catalogbrand", of: "2") == 1_100, "step \(step)")
            #expect(try world.store.imports.errors(of: record.id).map(\.place) == ["item 1101"], "step \(step)")
        }
    }

    @Test func `a load that the database refuses fails with its words, and the next one goes on`() throws {
        let world = try World()
        _ = try world.database.execute(
            """
            CREATE TRIGGER refusing BEFORE INSERT ON catalog_entries WHEN NEW.code = 'bad'
            BEGIN SELECT RAISE(ABORT, 'no such row'); END
            """, [])
        for (catalog, code) in [("catalogBrand", "bad"), ("catalogBrand", "b"), ("catalogFamily", "c")] {
            _ = try world.receive(
                #"{"companyId":"2","catalog":"\#(catalog)","items":[{"code":"a"},{"code":"\#(code)"}]}"#, key: code)
        }
        let ended = try world.finish()
        #expect(ended.map(\.state) == [.failed, .done, .done])
        #expect(ended[0].problem.contains("no such row") && ended[0].total == 0)
        #expect(try world.codes("catalogbrand") == ["a", "b"])
    }

    @Test func `what is wrong is written down without characters of code 0`() throws {
        let world = try World()
        let record = try world.load("catalogBrand", #"{"x\u0000":1,"x\u0000":2},{"x\u0000":1}"#)
        let errors = try world.store.imports.errors(of: record.id)
        #expect(errors.count == 2 && errors.allSatisfy { !($0.place + $0.found).utf8.contains(0) })
        #expect(try world.receive(#"{"companyId":"\u0000","catalog":"catalogBrand","items":[]}"#, key: "k") != nil)
        #expect(try world.store.imports.list(limit: 1)[0].problem.contains(#"found "\u0000""#))
    }

    @Test func `a full disk ends no load: it goes on when there is room`() throws {
        let world = try World()
        _ = try world.receive(#"{"companyId":"2","catalog":"catalogBrand","items":[{"code":"a"}]}"#, key: "k")
        let work = world.work()
        _ = try work.advance(now: world.now)
        world.database.faultHook = { (_) throws(StorageError) in
            throw StorageError(.full, place: "test", text: "full")
        }
        #expect(throws: StorageError.self) { try work.advance(now: world.now) }
        world.database.faultHook = nil
        #expect(try world.finish(work).map(\.state) == [.done])
    }

    @Test func `a load that was long in coming changes nothing that a later one brought`() throws {
        let world = try World()
        _ = try world.load("catalogItem", #"{"code":"old"}"#)
        let late = Array(
            #"""
            {"companyId":"2","catalog":"catalogItem","deleteAllCollectionFirst":true,
            "items":[{"code":"a","price":"1"},{"code":"b","price":"1"},{"operation":"R","code":"c"}]}
            """#.utf8)
        var receiver = try ImportReceiver(world.store, key: "late", source: "test", now: world.now)
        #expect(try receiver.take(Array(late.prefix(80))) == nil)
        _ = try world.load("catalogItem", #"{"code":"a","price":"2"},{"code":"c","price":"2"}"#)
        #expect(try receiver.take(Array(late.dropFirst(80))) == nil)
        #expect(try receiver.finish(now: world.now) == nil)
        #expect(try world.finish().map(\.state) == [.done])
        let entries = try world.store.catalogs.list("catalogitem", of: "2", limit: 9)
        #expect(entries.map { "\($0.code) \($0.data.contains(#""2""#))" } == ["a true", "b false", "c true"])
    }

    @Test func `two workers share loads of two catalogs and never one`() throws {
        let world = try World()
        for (key, catalog) in [("a", "catalogBrand"), ("b", "catalogBrand"), ("c", "catalogFamily")] {
            _ = try world.receive(
                #"{"companyId":"2","catalog":"\#(catalog)","items":[{"code":"\#(key)"}]}"#, key: key)
        }
        let (first, second) = (world.work("first"), world.work("second"))
        // At first each takes a load up: the oldest of each catalog.
        let taken = try [first, second].map { try $0.advance(now: world.now) }.map { step -> Int64 in
            if case .advanced(let record) = step { record.id } else { 0 }
        }
        #expect(taken == [1, 3])
        #expect(try world.finish(first).map(\.id) == [1, 2])
        #expect(try world.finish(second).map(\.id) == [3])
        #expect(try world.codes("catalogbrand") == ["a", "b"])
    }
}
