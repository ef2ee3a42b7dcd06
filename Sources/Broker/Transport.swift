/// A channel to a broker, used by one thread: what a worker needs of RabbitMQ and nothing more.
///
/// Everything the broker says comes out of `receive`. An error means that the channel has lost its consumers and its
/// delivery tags: make a new one. Only an error of `declare` that is no lost connection leaves them as they are.
public protocol Transport: AnyObject {
    /// Makes what a topology asks for, or finds it as it should be.
    ///
    /// - Parameter topology: exchanges, queues and bindings, in this order.
    /// - Throws: code `mismatch` where something exists in another form; the channel goes on as it was.
    func declare(_ topology: Topology) throws(BrokerError)

    /// Starts to consume a queue.
    ///
    /// - Parameter consumer: the queue and how.
    /// - Throws: `BrokerError`.
    func consume(_ consumer: Consumer) throws(BrokerError)

    /// Stops a consumer; what was delivered before can still be received and acknowledged.
    ///
    /// - Parameter consumerTag: the consumer.
    /// - Throws: `BrokerError`.
    func cancel(consumerTag: String) throws(BrokerError)

    /// Asks whether a queue exists and how full it is.
    ///
    /// - Parameter queue: its name.
    /// - Returns: its ready messages and consumers.
    /// - Throws: code `channelClosed`, reply code 404, where it does not exist.
    func status(ofQueue queue: String) throws(BrokerError) -> QueueStatus

    /// Publishes a message; what becomes of it comes as an event.
    ///
    /// - Parameter publication: the message.
    /// - Returns: its number, counted from 1.
    /// - Throws: `BrokerError`.
    func publish(_ publication: Publication) throws(BrokerError) -> UInt64

    /// Waits for the next event.
    ///
    /// - Parameter timeoutMilliseconds: how long at most; 0 takes only what is already there.
    /// - Returns: the event, or nil.
    /// - Throws: `BrokerError`.
    func receive(timeoutMilliseconds: Int) throws(BrokerError) -> TransportEvent?

    /// Acknowledges a delivery.
    ///
    /// - Parameters:
    ///   - deliveryTag: the delivery.
    ///   - multiple: whether all before it are meant as well.
    /// - Throws: `BrokerError`.
    func acknowledge(_ deliveryTag: UInt64, multiple: Bool) throws(BrokerError)

    /// Ends the connection in good order; nothing can be done with it afterwards.
    func close()
}

extension Transport {
    /// Waits for one event, then takes those that are already there, and never waits to fill up.
    ///
    /// - Parameters:
    ///   - max: how many at most.
    ///   - timeoutMilliseconds: how long to wait for the first.
    /// - Returns: the events in the order of arrival.
    /// - Throws: `BrokerError`.
    public func receiveBatch(max: Int, timeoutMilliseconds: Int) throws(BrokerError) -> [TransportEvent] {
        var events: [TransportEvent] = []
        while events.count < max,
            let event = try receive(timeoutMilliseconds: events.isEmpty ? timeoutMilliseconds : 0)
        {
            events.append(event)
        }
        return events
    }
}

/// A wish to consume a queue.
public struct Consumer: Hashable, Sendable {
    /// The queue.
    public var queue: String
    /// The name of the consumer on its channel.
    public var tag: String
    /// How many unacknowledged deliveries the broker may hand out; 0 is no limit.
    public var prefetch: UInt16
    /// Whether the broker forgets a message as soon as it is sent.
    public var isAutomatic: Bool

    /// Describes a consumer.
    ///
    /// - Parameters:
    ///   - queue: the queue.
    ///   - tag: the name of the consumer on its channel.
    ///   - prefetch: how many unacknowledged deliveries the broker may hand out.
    ///   - isAutomatic: whether the broker forgets a message as soon as it is sent.
    public init(queue: String, tag: String, prefetch: UInt16, isAutomatic: Bool = false) {
        self.queue = queue
        self.tag = tag
        self.prefetch = prefetch
        self.isAutomatic = isAutomatic
    }
}

/// How full a queue is.
public struct QueueStatus: Hashable, Sendable {
    /// Messages that are ready to be delivered.
    public var messages: Int
    /// How many consume it.
    public var consumers: Int

    /// Describes a queue.
    ///
    /// - Parameters:
    ///   - messages: messages that are ready to be delivered.
    ///   - consumers: how many consume it.
    public init(messages: Int, consumers: Int) {
        self.messages = messages
        self.consumers = consumers
    }
}
