import Broker
import Testing

@Suite struct TopologyTests {
    @Test func `quorum queues carry the arguments that keep messages`() throws {
        let declarations = PromoTopology(prefix: "p", waitSeconds: [5, 30]).declarations
        let names = ["sales", "returns", "ecoupons", "alarms"].flatMap {
            ["p.\($0)", "p.\($0).wait.5", "p.\($0).wait.30"]
        }
        try #require(declarations.queues.map(\.name) == ["p.dead"] + names)
        #expect(declarations.queues[0].arguments == ["x-queue-type": "quorum"])
        #expect(
            declarations.queues[1].arguments == [
                "x-queue-type": "quorum", "x-delivery-limit": 100, "x-dead-letter-exchange": "",
                "x-dead-letter-routing-key": "p.dead", "x-dead-letter-strategy": "at-least-once",
                "x-overflow": "reject-publish",
            ])
        #expect(
            declarations.queues[2].arguments == [
                "x-queue-type": "quorum", "x-message-ttl": 5000, "x-dead-letter-exchange": "",
                "x-dead-letter-routing-key": "p.sales", "x-dead-letter-strategy": "at-least-once",
                "x-overflow": "reject-publish",
            ])
        #expect(declarations.exchanges == [Exchange("p.transactions", .topic), Exchange("p.maps", .fanout)])
        #expect(
            declarations.bindings == [
                Binding(queue: "p.sales", exchange: "p.transactions", key: "pos.#"),
                Binding(queue: "p.returns", exchange: "p.transactions", key: "return.#"),
            ])
    }

    @Test func `classic queues leave out what only quorum queues know`() {
        for queue in PromoTopology(prefix: "p", queueType: .classic).declarations.queues {
            #expect(queue.arguments["x-queue-type"] == "classic")
            #expect(queue.arguments["x-delivery-limit"] == nil)
            #expect(queue.arguments["x-dead-letter-strategy"] == nil)
        }
    }

    @Test(arguments: QueueType.allCases) func `waiting and giving up lead to queues that are declared`(
        _ type: QueueType
    ) {
        let queues = PromoTopology(prefix: "p", queueType: type).declarations.queues
        #expect(queues.first?.arguments["x-dead-letter-routing-key"] == nil)
        for queue in queues.dropFirst() {
            let target = queue.arguments["x-dead-letter-routing-key"]?.text
            #expect(queues.prefix { $0 != queue }.contains { $0.name == target })
            #expect(queue.lifetime == .durable)
        }
    }

    @Test func `hints about maps go to a queue that ends with its connection`() {
        let hints = PromoTopology(prefix: "p").mapHints(queueNamed: "p.maps.w1")
        #expect(hints.queues.map(\.lifetime) == [.exclusive])
        #expect(hints.bindings == [Binding(queue: "p.maps.w1", exchange: "p.maps", key: "")])
    }
}
