import Broker
import Messages
import TestSupport
import Testing

@testable import Promoctl

struct TillLedgerTests {
    private func answer(_ id: String?, _ body: String = "a") -> TransportEvent {
        .delivery(Delivery(body: Array(body.utf8), properties: Properties(correlationId: id), deliveryTag: 1))
    }

    private func settled(_ sequence: UInt64, _ result: Settlement.Result) -> TransportEvent {
        .settled(Settlement(sequence: sequence, result: result))
    }

    @Test func `an answer ends its message, before or after the confirm`() {
        var ledger = TillLedger()
        ledger.sent(0, sequence: 1, correlationId: "x", at: 10)
        ledger.sent(1, sequence: 2, correlationId: "y", at: 20)
        #expect(ledger.oldest == 10)
        #expect(ledger.take(settled(1, .confirmed), at: 30) == nil)
        let late = ledger.take(answer("y", "b"), at: 50)
        #expect(late?.index == 1 && late?.outcome == .answered(Array("b".utf8), microseconds: 30))
        #expect(ledger.take(settled(2, .confirmed), at: 60) == nil)
        #expect(ledger.take(answer("x"), at: 70)?.index == 0)
        #expect(ledger.take(answer("x"), at: 80) == nil)
        #expect(ledger.inFlight == 0)
    }

    @Test func `what is nobody's answer ends nothing`() {
        var ledger = TillLedger()
        ledger.sent(0, sequence: 1, correlationId: "x", at: 0)
        for event in [answer(nil), answer("z"), settled(9, .nacked), .unblocked, .blocked(reason: "full")] {
            #expect(ledger.take(event, at: 1) == nil)
        }
        #expect(ledger.inFlight == 1)
    }

    @Test func `every message ends once`() {
        var ledger = TillLedger()
        for index in 0..<3 {
            ledger.sent(index, sequence: UInt64(index + 1), correlationId: "\(index)", at: Int64(index))
        }
        #expect(ledger.take(settled(1, .returned(code: 312, text: "NO_ROUTE")), at: 5)?.outcome == .unroutable)
        #expect(ledger.take(settled(2, .nacked), at: 5)?.outcome == .refused)
        #expect(ledger.expire(before: 2) == [])
        #expect(ledger.expire(before: 3) == [2])
        #expect(ledger.take(answer("2"), at: 6) == nil)
        #expect(ledger.inFlight == 0 && ledger.oldest == nil)
    }
}

struct LoadSummaryTests {
    @Test func `acks are counted, and percentiles are answers that came`() {
        var summary = LoadSummary()
        #expect(summary.percentile(50) == nil)
        for index in 1...100 {
            summary.count(
                .answered(Array("<message ack=\"\(index == 1 ? 3 : 0)\"".utf8), microseconds: Int64(index) * 1_000))
        }
        summary.count(.missing)
        summary.count(.unroutable)
        summary.count(.refused)
        #expect(
            summary.percentile(50) == "50.0" && summary.percentile(99) == "99.0" && summary.percentile(100) == "100.0")
        #expect(
            summary.text(duration: 2_000_000) == """
                sent 103, answered 100 (50/s)
                not answered: 1
                taken by no queue: 1
                refused: 1
                ack 0: 99
                ack 3: 1
                p50 50.0 ms, p99 99.0 ms

                """)
        #expect(
            summary.json(duration: 2_000_000).text
                == #"{"sent":103,"answered":100,"missing":1,"unroutable":1,"refused":1,"acks":{"0":99,"3":1},"#
                + #""milliseconds":2000,"p50":50.0,"p99":99.0}"#)
    }

    @Test(arguments: [
        ("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<message ack=\"2001\" a=\"1\"/>", "2001"),
        (#"{"message":{"ack":"0","companyId":"2"}}"#, "0"), ("<html ack=\"0\">", ""), ("", ""),
    ])
    func `the ack stands in the answer's head`(_ answer: String, _ ack: String) {
        #expect(LoadSummary.ack(of: Array(answer.utf8)) == ack)
    }
}

struct SendingPlanTests {
    private let tickets = [
        TicketFile(place: "a", body: Array(#"<message companyId="2" store="3" terminal="1"/>"#.utf8)),
        TicketFile(place: "b", body: Array(#"{"message":{"companyId":"2","store":"3","terminal":"1"}}"#.utf8)),
    ]

    @Test func `tickets go out as they are, one at a time`() throws {
        let plan = SendingPlan(tickets: tickets)
        #expect(plan.count == 2 && plan.window == 1 && plan.isPlain)
        #expect(try #require(plan.message(1)).body == tickets[1].body)
        #expect(try #require(plan.message(1)).format == .json)
        #expect(plan.message(0)?.routingKey == "pos.2.3")
    }

    @Test func `copies have a terminal each and the stores in turn`() throws {
        let plan = SendingPlan(tickets: tickets, copies: 6, stores: ["7", "8.9"], pause: 250, now: 1_700_000_000_000)
        let messages = try (0..<plan.count).map { try #require(plan.message($0)) }
        #expect(Set(messages.map { $0.body }).count == 12)
        #expect(
            messages.map(\.routingKey)
                == (0..<6).flatMap { Array(repeating: $0 % 2 == 0 ? "pos.2.7" : "pos.2.8_9", count: 2) })
        #expect(plan.due(4) == 1_000)
        let later = SendingPlan(tickets: tickets, copies: 1, stores: [], pause: nil, now: 1_700_000_001_000)
        #expect(later.firstTerminal != plan.firstTerminal)
        #expect(String(later.firstTerminal + 99_999).count == 10)
        #expect(later.due(4) == 0 && later.message(0)?.routingKey == "pos.2.3")
    }
}

struct PublishCommandTests {
    /// A broker on which somebody answers every sale with its terminal, or nobody does.
    private func shop(answers: Bool) throws -> World {
        let world = try World()
        let worker = try world.broker.connect()
        try worker.declare(world.topology.declarations)
        try worker.declare(Topology(queues: [Queue("amq.rabbitmq.reply-to")]))
        try worker.consume(Consumer(queue: world.topology.sales, tag: "sales", prefetch: 0))
        let onWait = world.broker.onWait
        world.broker.onWait = { waited in
            var isAnswered = false
            while answers, case .delivery(let sale)? = try? worker.receive(timeoutMilliseconds: 0) {
                let body = Array("<message ack=\"0\" key=\"\(sale.routingKey)\"/>\n".utf8)
                if let reply = Publication.reply(to: sale, body: body, contentType: "application/xml") {
                    world.broker.publish(reply)
                    isAnswered = true
                }
            }
            onWait(isAnswered ? 2 : waited)
        }
        return world
    }

    @Test func `answers are printed as they come, byte for byte`() throws {
        let world = try shop(answers: true)
        let first = world.file(#"<message companyId="2" store="3"/>"#, ending: "xml")
        let second = world.file("{\"message\":{\"companyId\":\"2\",\"store\":\"4\"}}\n{\"message\":{}}\n")
        #expect(world.run(PublishCommand.declaration.name, first, second) == .done)
        #expect(
            world.text == "<message ack=\"0\" key=\"pos.2.3\"/>\n<message ack=\"0\" key=\"pos.2.4\"/>\n"
                + "<message ack=\"0\" key=\"pos.0.0\"/>\n")
        #expect(world.errors == "")
    }

    @Test func `an answer that does not come is missed after the time-out`() throws {
        let world = try shop(answers: false)
        let ticket = world.file("<message/>", ending: "xml")
        let start = world.milliseconds
        #expect(world.run("publish", "--timeout", "3", ticket, ticket) == .failed)
        #expect(world.errors == String(repeating: "\(ticket): no answer within 3 s\n", count: 2))
        #expect((start + 6_000...start + 8_000).contains(world.milliseconds))
    }

    @Test func `a load is summed up`() throws {
        let world = try shop(answers: true)
        let ticket = world.file(#"<message companyId="2" store="3" terminal="1" messageId="9"/>"#, ending: "xml")
        #expect(world.run("publish", ticket, "--repeat", "500", "--stores", "3,4") == .done)
        #expect(world.text.hasPrefix("sent 500, answered 500 ("))
        #expect(world.text.contains("\nack 0: 500\np50 "))
        let start = world.milliseconds
        #expect(world.run("publish", ticket, "--repeat", "20", "--rate", "10", "--json") == .done)
        #expect(try JSONReader.read(world.output)["answered"] == .number("20"))
        #expect((start + 1_900...start + 2_100).contains(world.milliseconds))
    }

    @Test func `what cannot be sent is told before or instead`() throws {
        let world = try shop(answers: true)
        let broken = world.file("<html/>", ending: "xml")
        #expect(world.run("publish", broken, "--repeat", "2") == .failed)
        #expect(world.errors == "\(broken): no copies can be made of it, since it is no message\n")
        #expect(world.run("publish", broken, "--rate", "0") == .usage)
        #expect(world.run("publish", broken, "--json") == .usage)
        world.broker.delete(queue: world.topology.sales)
        #expect(world.run("publish", broken) == .failed)
        #expect(world.errors.hasPrefix("\(broken): no queue takes it"))
        world.isBrokerUp = false
        #expect(world.run("publish", broken) == .outOfReach)
    }

    @Test func `a broker without an engine, or lost on the way, ends the sending`() throws {
        let world = try World()
        let other = try world.broker.connect()
        try other.declare(Topology(queues: [Queue("amq.rabbitmq.reply-to")]))
        let ticket = world.file("<message/>", ending: "xml")
        #expect(world.run("publish", ticket) == .failed)
        #expect(world.errors == "exchange test.transactions does not exist; no worker has run under this prefix\n")
        try world.declareTopology()
        world.broker.fault = { operation, _ in operation == .receive ? .before : nil }
        #expect(world.run("publish", ticket) == .outOfReach)
        #expect(throws: Failure.self) {
            let till = Till(
                transport: try world.broker.connect(), time: world.time, exchange: "test.transactions",
                patience: 1_000, run: "r")
            try till.send(SendingPlan(tickets: [TicketFile(place: "a", body: [])])) { _, _ in }
        }
    }
}
