import Broker
import Glibc
import TestSupport
import Testing

/// The RabbitMQ that tests may use, given by whoever runs them: a private one, since queues are left behind in it.
enum RabbitMQ {
    static var url: String? {
        guard let value = unsafe getenv("PROMO_TEST_AMQP_URL") else { return nil }
        return unsafe String(cString: value)
    }

    static let options = ConnectionOptions(name: "tests", answerSeconds: 10)

    static func connect() throws -> AMQPTransport {
        try AMQPTransport(to: try BrokerURL(try #require(url)), options: options)
    }

    /// A prefix that no other test uses.
    static func prefix() -> String { "t" + String(UInt64.random(in: .min ... .max), radix: 36) }
}

@Suite struct MemoryTransportTests {
    @Test(arguments: ConformanceCheck.all) func `behaves as a broker does`(_ check: ConformanceCheck) throws {
        let broker = MemoryBroker()
        try check.run(World(prefix: "p", connect: { try broker.connect() }))
    }
}

@Suite(.enabled(if: RabbitMQ.url != nil, "needs PROMO_TEST_AMQP_URL"), .serialized) struct AMQPTransportTests {
    @Test(arguments: ConformanceCheck.all) func `behaves as the broker in memory does`(
        _ check: ConformanceCheck
    ) throws {
        try check.run(World(prefix: RabbitMQ.prefix(), connect: { try RabbitMQ.connect() }))
    }

    @Test func `a wrong password is refused without naming it`() throws {
        var url = try BrokerURL(try #require(RabbitMQ.url))
        url.password = "hunter2"
        let error = #expect(throws: BrokerError.self) { try AMQPTransport(to: url, options: RabbitMQ.options) }
        #expect(error?.code == .refused)
        #expect(error?.replyCode == 403)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func `an unknown virtual host is refused`() throws {
        var url = try BrokerURL(try #require(RabbitMQ.url))
        url.virtualHost = "nowhere"
        let error = #expect(throws: BrokerError.self) { try AMQPTransport(to: url, options: RabbitMQ.options) }
        #expect(error?.code == .refused)
    }

    @Test func `of several nodes one that answers is enough`() throws {
        var url = try BrokerURL(try #require(RabbitMQ.url))
        // Every address that begins with 127 is this machine, and the broker listens on the first one alone.
        url.host = "127.0.0.9,\(url.host),127.0.0.8"
        for _ in 0..<8 { try AMQPTransport(to: url, options: RabbitMQ.options).close() }
        url.password = "hunter2"
        url.host = "127.0.0.9,127.0.0.8"
        let error = #expect(throws: BrokerError.self) { try AMQPTransport(to: url, options: RabbitMQ.options) }
        #expect(error?.code == .unreachable)
        #expect(error?.description.contains("127.0.0.") == true && error?.description.contains("hunter2") == false)
    }

    @Test func `a failed attempt leaves no descriptor open`() throws {
        var url = try BrokerURL(try #require(RabbitMQ.url))
        url.password = "wrong"
        func next() -> Int32 {
            let descriptor = unsafe open("/dev/null", O_RDONLY)
            Glibc.close(descriptor)
            return descriptor
        }
        let before = next()
        for _ in 0..<20 { _ = try? AMQPTransport(to: url, options: RabbitMQ.options) }
        for _ in 0..<20 { try RabbitMQ.connect().close() }
        #expect(next() < before + 10)
    }

    @Test func `an answer to a direct reply address that is cut off does no harm`() throws {
        let transport = try RabbitMQ.connect()
        let world = World(prefix: RabbitMQ.prefix(), connect: { try RabbitMQ.connect() })
        for address in ["amq.rabbitmq.reply-to.", "amq.rabbitmq.reply-to.x"] {
            _ = try transport.publish(Publication(routingKey: address, body: [1], isMandatory: false))
            #expect(try world.collect(transport, settled: 1).settlements.map(\.result) == [.confirmed])
        }
        transport.close()
    }

    /// RabbitMQ 3.10 fails with an internal error here; whoever answers strangers must survive it.
    @Test func `an invented direct reply address costs at most the connection`() throws {
        let transport = try RabbitMQ.connect()
        let address = "amq.rabbitmq.reply-to.g1h2AA==.x"
        _ = try transport.publish(Publication(routingKey: address, body: [1], isMandatory: false))
        do {
            let event = try transport.receive(timeoutMilliseconds: 5000)
            #expect(event == .settled(Settlement(sequence: 1, result: .confirmed)))
        } catch {
            #expect(error.code == .connectionClosed)
            #expect(error.replyCode == 541)
        }
        transport.close()
    }

    @Test(arguments: QueueType.allCases) func `a message that waited comes back to its work queue`(
        _ type: QueueType
    ) throws {
        let prefix = RabbitMQ.prefix()
        let topology = PromoTopology(prefix: prefix, queueType: type, waitSeconds: [1])
        let transport = try RabbitMQ.connect()
        try transport.declare(topology.declarations)
        let waitQueue = PromoTopology.waitQueue(of: topology.sales, seconds: 1)
        try transport.consume(Consumer(queue: topology.sales, tag: "c", prefetch: 1))
        _ = try transport.publish(
            Publication(routingKey: waitQueue, body: [9], properties: Properties(isPersistent: true, messageId: "m")))
        let world = World(prefix: prefix, connect: { try RabbitMQ.connect() })
        let delivery = try #require(try world.collect(transport, deliveries: 1).deliveries.first)
        #expect(delivery.body == [9])
        #expect(delivery.properties.messageId == "m")
        #expect(delivery.properties.headers["x-first-death-queue"] == .text(waitQueue))
        transport.close()
    }
}

@Suite struct UnreachableTests {
    @Test func `a closed port is told at once`() throws {
        let url = try BrokerURL("amqp://127.0.0.1:1")
        let error = #expect(throws: BrokerError.self) { try AMQPTransport(to: url, options: RabbitMQ.options) }
        #expect(error?.code == .unreachable)
        #expect(error?.description.contains("127.0.0.1:1") == true)
    }

    @Test func `an encrypted connection without certificates to trust is refused`() throws {
        let url = try BrokerURL("amqps://127.0.0.1:1")
        var options = RabbitMQ.options
        options.certificateAuthorityFile = "/nonexistent.pem"
        let error = #expect(throws: BrokerError.self) { try AMQPTransport(to: url, options: options) }
        #expect(error?.code == .untrusted)
        #expect(error?.description.contains("/nonexistent.pem") == true)
    }

    @Test func `a certificate of our own that cannot be read is refused before anything is sent`() throws {
        let url = try BrokerURL("amqps://127.0.0.1:1")
        var options = RabbitMQ.options
        options.ownCertificate = .init(certificateFile: "/nonexistent.crt", keyFile: "/nonexistent.key")
        let error = #expect(throws: BrokerError.self) { try AMQPTransport(to: url, options: options) }
        #expect(error?.code == .untrusted)
        #expect(error?.description.contains("/nonexistent.crt") == true)
        #expect(error?.description.contains("/nonexistent.key") == true)
    }

    @Test func `an encrypted connection is not made to a port that speaks no TLS`() throws {
        var url = try BrokerURL(RabbitMQ.url ?? "amqp://127.0.0.1:1")
        url.usesTLS = true
        let error = #expect(throws: BrokerError.self) { try AMQPTransport(to: url, options: RabbitMQ.options) }
        #expect(error?.code == (RabbitMQ.url == nil ? .unreachable : .untrusted))
    }
}
