import Broker
import Messages
import Storage
import TestSupport
import Testing

@testable import Promoctl

struct StatusTests {
    @Test func `everything that can be asked is told`() throws {
        let world = try World()
        try world.declareTopology()
        try world.distribute(MapText.limited, version: 1, stores: ["3", "4"])
        try world.startWorker("a")
        try world.load(1, by: "a")
        #expect(world.run("map", "distribute", world.file(MapText.empty), "--stores", "4", "--no-wait") == .done)
        world.broker.publish(Publication(routingKey: world.topology.dead, body: []))
        #expect(world.run(StatusCommand.declaration.name, "--json") == .done)
        let json = try JSONReader.read(world.output)
        #expect(json["database"]?.text == "{\"reachable\":true,\"problem\":null,\"migration\":\(Migrator.newest)}")
        #expect(json["deadLetters"] == .number("1"))
        #expect(json["outbox"] == .number("0"))
        #expect(json["waitingMaps"]?.text == #"[{"company":"2","version":2}]"#)
        #expect(
            json["stores"]?.text
                == #"[{"company":"2","store":"3","inForce":1,"waiting":null},"#
                + #"{"company":"2","store":"4","inForce":1,"waiting":2}]"#
        )
        #expect(json["workers"]?.text.contains(#""maps":[{"company":"2","version":1}]"#) == true)
        world.isColoured = true
        #expect(world.run("status") == .done)
        #expect(world.text.contains("dead letters   \u{1B}[31m1\u{1B}[0m"))
    }

    @Test func `what is out of reach is a part of the report`() throws {
        let world = try World()
        world.isBrokerUp = false
        #expect(world.run("status") == .outOfReach)
        #expect(world.text.contains("broker         it is away\n"))
        #expect(world.text.contains("database       reachable"))
        world.isBrokerUp = true
        world.isDatabaseUp = false
        #expect(world.run("status", "--json") == .outOfReach)
        let json = try JSONReader.read(world.output)
        #expect(json["database"]?["problem"] == .string("it is away"))
        #expect(json["broker"]?["reachable"] == .bool(true))
        #expect(json["deadLetters"] == .null)
    }

    @Test func `a queue that does not exist has no figures`() throws {
        let world = try World()
        let report = StatusInquiry(installation: world.installation, now: world.milliseconds).report()
        let topology = world.topology
        let own = [topology.imports, topology.cacheRequests].flatMap {
            topology.declarations(ofWork: $0).queues.dropFirst()
        }
        let names = (topology.declarations.queues + own).map(\.name)
        #expect(report.queues == names.map { StatusReport.QueueLine(name: $0) })
        #expect(report.deadLetters == nil && report.status == .done)
        #expect(!report.text(on: world.terminal).contains("test.sales"))
    }

    @Test func `a long list of stores is cut`() throws {
        let world = try World()
        let stores = (100..<250).map(String.init)
        try world.distribute(MapText.empty, version: 1, stores: stores)
        let report = StatusInquiry(installation: world.installation, now: world.milliseconds).report()
        #expect(report.records?.stores.map(\.state.store) == Array(stores.prefix(StatusInquiry.longestList)))
        #expect(report.records?.hasMoreStores == true)
        #expect(world.run("map", "list") == .done)
        #expect(world.text.contains(" and 140 more"))
    }
}
