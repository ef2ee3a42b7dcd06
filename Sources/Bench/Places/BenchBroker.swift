internal import Broker
internal import WorkerRuntime

/// The broker that is measured: the one that `PROMO_AMQP_URL` names, or a private one that ends with the measurement.
struct BenchBroker: ~Copyable {
    /// Its address.
    let address: String
    /// Where a private one lives, and the script that ends it; nil for a broker of somebody else.
    private let own: (script: DeployScript, directory: String)?

    /// Finds a broker, or starts one in a directory.
    init(in directory: String) throws(BenchError) {
        if let given = ProcessEnvironment.variables["PROMO_AMQP_URL"], !given.isEmpty {
            (address, own) = (given, nil)
            return
        }
        let script = try DeployScript("broker.sh", errorFile: directory + "/errors")
        let home = directory + "/broker"
        address = try script.start(in: home, address: "AMQP_URL")
        own = (script, home)
    }

    /// A connection to it.
    func connect(_ name: String) throws(BenchError) -> AMQPTransport {
        try BenchBroker.connect(address, name)
    }

    /// A connection to a broker.
    static func connect(_ address: String, _ name: String) throws(BenchError) -> AMQPTransport {
        let url = try url(address)
        do throws(BrokerError) { return try AMQPTransport(to: url, options: ConnectionOptions(name: name)) } catch {
            throw .failed("\(error)")
        }
    }

    /// Reads a broker's address.
    static func url(_ address: String) throws(BenchError) -> BrokerURL {
        do throws(BrokerError) { return try BrokerURL(address) } catch { throw .failed("\(error)") }
    }

    deinit {
        guard let own else { return }
        // What cannot be stopped is told by the operating system's list of processes; there is nobody to throw to.
        _ = try? own.script.run("stop", own.directory)
    }
}

@available(*, unavailable, message: "whoever started it ends it")
extension BenchBroker: Sendable {}
