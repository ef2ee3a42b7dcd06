public import Broker

/// What `--check` tries on the broker.
public enum BrokerCheck: Sendable {
    /// Connects as a worker would and declares what it would.
    ///
    /// - Parameter configuration: the configuration.
    /// - Throws: what would keep the worker from working.
    public static func run(_ configuration: Configuration) throws(BrokerError) {
        let transport = try AMQPTransport(to: configuration.broker, options: configuration.connection)
        defer { transport.close() }
        try transport.declare(configuration.topology.declarations)
    }
}
