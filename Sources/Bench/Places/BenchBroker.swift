internal import Broker
internal import WorkerRuntime

/// The broker that is measured: the one that `PROMO_AMQP_URL` names, or a private one that ends with the measurement.
struct BenchBroker: ~Copyable {
    /// Its address.
    let address: String
    /// Where a private one lives, and the script that ends it; nil for a broker of somebody else.
    private let own: (script: String, directory: String)?

    /// Finds a broker, or starts one in a directory.
    init(in directory: String) throws(BenchError) {
        if let given = ProcessEnvironment.variables["PROMO_AMQP_URL"], !given.isEmpty {
            (address, own) = (given, nil)
            return
        }
        let script = try BenchBroker.script()
        let home = directory + "/broker"
        guard try BenchBroker.run(script, "up", home, directory) else {
            throw .failed("no broker could be started: see \(directory)/errors")
        }
        let settings = String(decoding: try RawProcess.read(home + "/env"), as: UTF8.self)
        let prefix = "export AMQP_URL="
        guard let line = settings.split(separator: "\n").first(where: { $0.hasPrefix(prefix) }) else {
            throw .failed("\(home)/env does not say where the broker is")
        }
        address = String(line.dropFirst(prefix.count))
        own = (script, home)
    }

    /// A connection to it.
    func connect(_ name: String) throws(BenchError) -> AMQPTransport {
        try BenchBroker.connect(address, name)
    }

    /// A connection to a broker.
    static func connect(_ address: String, _ name: String) throws(BenchError) -> AMQPTransport {
        do throws(BrokerError) {
            return try AMQPTransport(to: try BrokerURL(address), options: ConnectionOptions(name: name))
        } catch {
            throw .failed("\(error)")
        }
    }

    /// `Deploy/lib/broker.sh` of the checkout that this program was built in.
    private static func script() throws(BenchError) -> String {
        var folder = RawProcess.programFolder
        while !folder.isEmpty {
            let script = folder + "/Deploy/lib/broker.sh"
            if ProcessEnvironment.readFile(script) != nil { return script }
            folder = String(folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)])
        }
        throw .failed("PROMO_AMQP_URL is not set, and Deploy/lib/broker.sh is not above the program")
    }

    private static func run(
        _ script: String, _ verb: String, _ home: String, _ directory: String
    ) throws(BenchError) -> Bool {
        try RawChild(
            ["/bin/bash", script, verb, home], environment: ProcessEnvironment.variables,
            errorFile: directory + "/errors"
        ).finish()
    }

    deinit {
        guard let own else { return }
        // What cannot be stopped is told by the operating system's list of processes; there is nobody to throw to.
        _ = try? BenchBroker.run(own.script, "stop", own.directory, own.directory)
    }
}

@available(*, unavailable, message: "whoever started it ends it")
extension BenchBroker: Sendable {}
