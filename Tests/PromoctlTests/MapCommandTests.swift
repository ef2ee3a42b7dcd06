import Broker
import Loyalty
import Messages
import Storage
import TestSupport
import Testing

@testable import Promoctl

struct MapCommandTests {
    @Test func `a map is checked with its examples, which stand beside it`() throws {
        let world = try World()
        let ticket = world.file(try Golden.text("01-limit-first.request.xml"), ending: "xml")
        let name = ticket.split(separator: "/").last ?? ""
        func map(_ total: String) -> String {
            world.file(
                MapText.limited.dropLast(1)
                    + ", \"examples\": [{\"name\": \"a\", \"ticket\": \"\(name)\", \"expect\": {\"total\": \(total)}}]}"
            )
        }
        let good = map("1200")
        #expect(world.run(MapCheckCommand.declaration.words[0], "check", good) == .done)
        #expect(world.text == "\(good): 1 promotion, 1 limit, 1 example; no problems\n")
        let wrong = map("1200.01")
        #expect(world.run("map", "check", wrong) == .failed)
        #expect(world.errors == "\(wrong): example \"a\": total: expected 1200.01, got 1200.00\n")
        #expect(world.run("map", "distribute", wrong, "--stores", "3") == .failed)
        #expect(try world.store.maps.newestVersion(of: "2") == nil)
        #expect(world.run("map", "check", "/nowhere.json") == .failed)
    }

    @Test func `codes that the company does not have are named, and a strict distribution is refused`() throws {
        let world = try World()
        let map = world.file(
            """
            {"company": "2", "name": "Codes", "levels": [{"promotions": [{"id": "64d0a70000000000000000a1",
            "name": "Brands", "condition": {"simple": [{"element": "item", "where": [
            {"attribute": "brand", "operator": "equal", "values": ["x", "y"]},
            {"attribute": "supplier", "operator": "equal", "values": ["nobody keeps these here"]},
            {"attribute": "xprice", "operator": "greater", "values": ["5"]}]}]},
            "benefits": [{"id": "64d0a70000000000000000a2", "type": "CouponBenefit", "couponType": "7"}]},
            {"id": "64d0a70000000000000000a3", "name": "Plan", "condition": {"simple": [{"element": "item"}]},
            "benefits": [{"id": "64d0a70000000000000000a4", "type": "PaymentPlanBenefit", "plan": "",
            "paymentType": "", "paymentCode": "VISA, 10-19,MASTER", "installments": "1-3", "adjustment": "discount",
            "percent": 5}]}]}]}
            """)
        #expect(world.run("map", "check", map, "--catalogs") == .done, "there are no catalogs: \(world.errors)")
        for (catalog, code) in [("catalogbrand", "x"), ("catalogpaymentcode", "VISA")] {
            try world.store.catalogs.save(CatalogEntry(code: code, data: "{}"), in: catalog, of: "2", by: 1)
        }
        try world.store.couponTypes.save(
            CouponType(code: "3", prefix: "207", format: BarCodeFormat("PPPnnnnnnnnnc", base: .ean13)), of: "2")
        let problems = [
            "promotion \"Brands\": y is not among the company's catalogBrand",
            "promotion \"Brands\": 7 is not among the company's coupon types",
            "promotion \"Plan\": MASTER is not among the company's catalogPaymentCode",
        ]
        #expect(world.run("map", "check", map, "--catalogs") == .failed)
        #expect(world.errors == problems.map { "\(map): \($0)\n" }.joined())
        #expect(world.run("map", "distribute", map, "--stores", "3", "--strict") == .failed)
        #expect(try world.store.maps.newestVersion(of: "2") == nil)
        #expect(world.run("map", "distribute", map, "--stores", "3") == .done)
        #expect(world.errors == problems.map { "warning: \($0)\n" }.joined())
    }

    @Test func `without a worker a map is in force at once, and its hint is published`() throws {
        let world = try World()
        let start = world.milliseconds
        let map = world.file(MapText.limited)
        #expect(world.run(MapDistributeCommand.declaration.words[0], "distribute", map, "--stores", "3,5") == .done)
        #expect(world.text == "map 1 of company 2 (1 promotion, 1 limit, 0 examples) is in force in stores 3, 5\n")
        #expect(world.milliseconds == start)
        #expect(try world.store.storeMaps.inForce(company: "2", store: "5", now: start) == 1)
        #expect(try world.store.outbox.count() == 0)
        #expect(world.run("map", "show", "1") == .done)
        #expect(world.text.hasPrefix(#"{"company":"2","name":"Limited","version":1,"#))
    }

    @Test func `a hint that the broker does not take waits for a worker`() throws {
        let world = try World()
        world.isBrokerUp = false
        #expect(world.run("map", "distribute", world.file(MapText.limited), "--stores", "3") == .done)
        let row = try #require(try world.store.outbox.next(limit: 10).first)
        #expect(row.exchange == "test.maps")
        #expect(
            String(decoding: row.body, as: UTF8.self)
                == #"{"type":"map.distributed","version":1,"company":"2","mapVersion":1,"stores":["3"]}"#)
        let hint = MapHint(map: MapVersion(company: "2", version: 1), stores: ["3"])
        #expect(row == hint.outboxMessage(to: "test.maps", now: world.milliseconds))
        #expect(!Publication(row).isMandatory)
    }

    @Test func `workers get the hint, and the map is in force when the last has loaded it`() throws {
        let world = try World()
        let worker = try world.broker.connect()
        try worker.declare(world.topology.declarations.adding(world.topology.mapHints(queueNamed: "hints")))
        try world.startWorker("a")
        try world.startWorker("b")
        let start = world.milliseconds
        world.onSleep = {
            if world.milliseconds == start + 300 { try? world.load(7, by: "a") }
            if world.milliseconds == start + 700 {
                #expect(
                    (try? world.store.storeMaps.inForce(company: "2", store: "3", now: world.milliseconds))
                        == .some(nil))
                try? world.load(7, by: "b")
            }
        }
        let map = world.file(MapText.limited)
        #expect(world.run("map", "distribute", map, "--stores", "3", "--version", "7") == .done)
        #expect(world.broker.ready(in: "hints").count == 1)
        #expect((start + 700...start + 1_000).contains(world.milliseconds))
        #expect(try world.store.storeMaps.inForce(company: "2", store: "3", now: world.milliseconds) == 7)
    }

    @Test func `a worker that never loads it holds a map up for a while only, and nobody has to wait`() throws {
        let world = try World()
        try world.startWorker("a")
        let start = world.milliseconds
        world.onSleep = {
            _ = try? world.database.transaction { () throws(StorageError) in
                try world.store.workers.heartbeat("a", now: world.milliseconds)
            }
        }
        let map = world.file(MapText.limited)
        #expect(world.run("map", "distribute", map, "--stores", "3", "--no-wait") == .done)
        #expect(world.text.hasSuffix("is distributed to store 3\n"))
        #expect(world.milliseconds == start)
        #expect(world.run("map", "distribute", map, "--stores", "3") == .done)
        #expect((start + StoreMaps.patience...start + StoreMaps.patience + 1_000).contains(world.milliseconds))
    }

    @Test func `versions count up`() throws {
        let world = try World()
        try world.distribute(MapText.limited, version: 76, stores: ["3"])
        let map = world.file(MapText.empty)
        #expect(world.run("map", "distribute", map, "--stores", "3", "--version", "76") == .failed)
        #expect(world.errors == "map of company 2: version 76 is not above the newest, 76\n")
        #expect(world.run("map", "distribute", map, "--stores", "3", "--version", "0") == .usage)
        #expect(world.run("map", "distribute", map) == .usage)
        #expect(world.errors == "--stores is missing\n")
        #expect(world.run("map", "distribute", map, "--stores", "3") == .done)
        #expect(try world.store.maps.newestVersion(of: "2") == 77)
    }

    @Test func `what was before comes again, store by store`() throws {
        let world = try World()
        try world.distribute(MapText.limited, version: 1, stores: ["3", "4"])
        try world.distribute(MapText.empty, version: 2, stores: ["4", "5"])
        try world.distribute(MapText.empty, version: 3, stores: ["3", "4"])
        #expect(world.run(MapRollbackCommand.declaration.words[0], "rollback", "--stores", "3,4") == .done)
        #expect(
            world.text == """
                map 1 of company 2 is in force again in 3
                map 2 of company 2 is in force again in 4

                """)
        #expect(world.run("map", "rollback", "--stores", "3,5") == .failed)
        #expect(world.errors == "store 5 of company 2 had no other map before\n")
        #expect(world.run("map", "rollback", "--stores", "5", "--to", "9") == .failed)
        #expect(world.errors == "map 9 of company 2 is not kept\n")
        #expect(world.run("map", "rollback", "--stores", "5", "--to", "1") == .done)
        #expect(world.run(MapListCommand.declaration.words[0], "list", "--json") == .done)
        guard case .array(let maps) = try JSONReader.read(world.output) else {
            Issue.record("an array is expected")
            return
        }
        let inForce = maps.map { map in "\(map["version"]?.text ?? "") \(map["inForce"]?.text ?? "")" }
        #expect(inForce == [#"3 []"#, #"2 ["4"]"#, #"1 ["3","5"]"#])
        #expect(world.run("map", "list") == .done)
        #expect(world.text.split(separator: "\n").count == 4)
    }

    @Test func `a company has to be named where several are known`() throws {
        let world = try World()
        #expect(world.run("map", "list") == .failed)
        #expect(world.errors.hasPrefix("no company is known yet"))
        try world.distribute(MapText.empty, version: 1, stores: ["3"])
        #expect(try Company.named(Arguments([], for: MapListCommand.declaration), in: world.store) == "2")
        try world.distribute(#"{"company": "napse", "levels": []}"#, version: 4, stores: ["1"])
        #expect(world.run("map", "list") == .usage)
        #expect(world.errors == "--company is missing; known are 2, napse\n")
        #expect(world.run(MapShowCommand.declaration.words[0], "show", "4", "--company", "napse") == .done)
        #expect(world.text == "{\"company\":\"napse\",\"version\":4,\"levels\":[]}\n")
        #expect(world.run("map", "show", "5", "--company", "napse") == .failed)
        #expect(world.run("map", "show", "x", "--company", "napse") == .usage)
    }

    @Test func `a failed write leaves nothing distributed`() throws {
        let world = try World()
        for call in 1...6 {
            var calls = 0
            world.database.faultHook = { (_) throws(StorageError) in
                calls += 1
                if calls == call { throw StorageError(.full, place: "disk", text: "full") }
            }
            let distribution = Distribution(store: world.store, installation: world.installation, time: world.time)
            let map = try MapFile(world.file(MapText.empty), runsExamples: true)
            #expect(throws: Failure.failed("database: disk: full")) {
                _ = try distribution.distribute(map.document, version: nil, to: ["3"])
            }
            world.database.faultHook = nil
            #expect(try world.store.maps.newestVersion(of: "2") == nil)
            #expect(try world.store.outbox.count() == 0)
        }
    }
}
