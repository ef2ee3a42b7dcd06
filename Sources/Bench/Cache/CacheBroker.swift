internal import Broker
internal import Storage
internal import WorkerRuntime

/// A site's queue on a real broker, published to with as many messages under way as a cache-generator has.
final class CacheBroker {
    /// How many messages wait for their confirmation.
    static let inFlight = 100

    private static let key = PromoTopology.siteKey(company: "2", store: "5")
    private let broker: BenchBroker
    private let transport: AMQPTransport
    private let topology: PromoTopology
    private var numbers: [UInt64: Int] = [:]

    init(in directory: String, _ type: QueueType) throws(BenchError) {
        broker = try BenchBroker(in: directory)
        transport = try broker.connect("bench")
        topology = PromoTopology(prefix: "bench\(RawProcess.id)", queueType: type)
        try CacheBroker.broker { () throws(BrokerError) in
            try transport.declare(topology.siteCache(company: "2", store: "5", length: 50_000_000))
        }
    }

    /// Publishes a message of a run.
    func publish(_ message: CacheMessage) throws(BenchError) {
        try CacheBroker.broker { () throws(BrokerError) in
            let sequence = try transport.publish(
                Publication(
                    exchange: topology.cache, routingKey: CacheBroker.key, body: message.body,
                    properties: Properties(
                        contentType: "application/json", isPersistent: true, type: message.type),
                    isMandatory: true))
            numbers[sequence] = message.number
        }
    }

    /// The numbers of the messages that were confirmed meanwhile.
    ///
    /// - Parameter waits: whether nothing can be done before one is.
    /// - Returns: the numbers.
    /// - Throws: `BenchError`, also where the broker refuses a message.
    func confirmed(waits: Bool) throws(BenchError) -> [Int] {
        var found: [Int] = []
        try CacheBroker.broker { () throws(BrokerError) in
            let patience = waits && !numbers.isEmpty ? 1_000 : 0
            for event in try transport.receiveBatch(max: 256, timeoutMilliseconds: patience) {
                guard case .settled(let settlement) = event,
                    let number = numbers.removeValue(forKey: settlement.sequence)
                else { continue }
                guard settlement.result == .confirmed else {
                    throw BrokerError(.refused, during: "publish", text: "the broker refused a page")
                }
                found.append(number)
            }
        }
        return found
    }

    /// How long a bare publisher takes for as many messages of that size to the same queue, in milliseconds.
    func raw(_ count: Int, bytes: Int) throws(BenchError) -> Int {
        let publisher = try RawPublisher(
            to: try BenchBroker.url(broker.address), exchange: topology.cache, key: CacheBroker.key)
        let start = SystemClock.monotonicMilliseconds()
        try publisher.publish(count, bytes: bytes, inFlight: CacheBroker.inFlight)
        return Int(SystemClock.monotonicMilliseconds() - start)
    }

    private static func broker<Result>(_ work: () throws(BrokerError) -> Result) throws(BenchError) -> Result {
        do throws(BrokerError) { return try work() } catch { throw .failed("\(error)") }
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension CacheBroker: Sendable {}
