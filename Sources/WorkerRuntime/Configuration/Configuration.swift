public import Broker

/// What a worker was told: every value checked, every error found at once.
public struct Configuration: Sendable {
    /// Everything that is wrong with a configuration.
    public struct Invalid: Error, Hashable, Sendable, CustomStringConvertible {
        /// One sentence for each thing that is wrong.
        public var problems: [String]

        /// Problems that were found.
        public init(problems: [String]) { self.problems = problems }

        /// The sentences, one a line.
        public var description: String { problems.joined(separator: "\n") }
    }

    /// The broker.
    public let broker: BrokerURL
    /// How the connection to it is made.
    public let connection: ConnectionOptions
    /// The names under the prefix, and how the queues are kept.
    public let topology: PromoTopology
    /// The worker's name.
    public let workerName: String
    /// Keys that begin like ours and are not known: usually a mistake in writing.
    public let warnings: [String]
    /// What goes wrong in this process on purpose.
    let fault: FaultPlan?
    private let declared: [Setting]
    private let values: [String: String]

    /// Reads a configuration.
    ///
    /// - Parameters:
    ///   - environment: the environment variables.
    ///   - settings: the keys that are known.
    ///   - defaultWorkerName: the worker's name where none is given.
    ///   - readFile: the text of a file, or nil where it cannot be read.
    /// - Throws: everything that is wrong.
    public init(
        environment: [String: String], settings: [Setting] = Settings.all, defaultWorkerName: String,
        readFile: @escaping (String) -> String?
    ) throws(Invalid) {
        var source = ConfigurationSource(environment: environment, readFile: readFile, declared: settings)
        var values: [String: String] = [:]
        var problems: [String] = []
        for setting in settings {
            let given = source.value(of: setting.key)
            values[setting.key] = given ?? setting.defaultValue
            if let given, let problem = setting.problem(with: given) { problems.append(problem) }
        }
        problems = source.errors + problems
        if problems.isEmpty, let prefetch = values["PROMO_PREFETCH"].flatMap({ Int($0) }),
            let batch = values["PROMO_BATCH"].flatMap({ Int($0) }), prefetch < batch
        {
            problems.append("PROMO_PREFETCH: it must be at least PROMO_BATCH (\(batch)), but it is \(prefetch)")
        }
        let own = Self.ownCertificate(values)
        if let problem = own.problem { problems.append(problem) }
        let faultText = environment[Settings.faultKey].flatMap { $0.isEmpty ? nil : $0 }
        if let problem = faultText.flatMap({ FaultPlan.problem(with: $0, prefix: values["PROMO_PREFIX"] ?? "") }) {
            problems.append(problem)
        }
        guard problems.isEmpty, var broker = try? BrokerURL(values["PROMO_AMQP_URL"] ?? "") else {
            throw Invalid(problems: problems)
        }
        if let password = values["PROMO_AMQP_PASSWORD"], !password.isEmpty { broker.password = password }
        let name = values["PROMO_WORKER_NAME"].flatMap { $0.isEmpty ? nil : $0 } ?? defaultWorkerName
        values["PROMO_WORKER_NAME"] = name
        self.broker = broker
        connection = ConnectionOptions(
            name: name, heartbeatSeconds: Int(values["PROMO_AMQP_HEARTBEAT_SECONDS"] ?? "") ?? 60,
            certificateAuthorityFile: values["PROMO_AMQP_CACERT"] ?? ConnectionOptions.systemCertificates,
            ownCertificate: own.certificate)
        topology = PromoTopology(
            prefix: values["PROMO_PREFIX"] ?? "",
            queueType: QueueType(rawValue: values["PROMO_QUEUE_TYPE"] ?? "") ?? .quorum)
        workerName = name
        fault = faultText.flatMap(FaultPlan.init)
        warnings = source.warnings
        declared = settings
        self.values = values
    }

    /// The certificate that is shown to the broker: both of its files, or neither.
    private static func ownCertificate(
        _ values: [String: String]
    ) -> (certificate: ConnectionOptions.OwnCertificate?, problem: String?) {
        let (certificate, key) = (values["PROMO_AMQP_CERT"] ?? "", values["PROMO_AMQP_KEY"] ?? "")
        switch (certificate.isEmpty, key.isEmpty) {
        case (true, true): return (nil, nil)
        case (false, true): return (nil, "PROMO_AMQP_KEY: it must be given where PROMO_AMQP_CERT is")
        case (true, false): return (nil, "PROMO_AMQP_CERT: it must be given where PROMO_AMQP_KEY is")
        case (false, false): return (.init(certificateFile: certificate, keyFile: key), nil)
        }
    }

    /// The text of a declared key; asking for another is a mistake of the program.
    ///
    /// - Parameter key: the key.
    /// - Returns: the given value or the default.
    public func text(_ key: String) -> String {
        guard let value = values[key] else { preconditionFailure("\(key) is not among the declared settings") }
        return value
    }

    /// The number of a declared key of that kind.
    ///
    /// - Parameter key: the key.
    /// - Returns: the given value or the default.
    public func number(_ key: String) -> Int {
        guard let number = Int(text(key)) else { preconditionFailure("\(key) is not declared as a number") }
        return number
    }

    /// The effective values, one KEY=value a line, secrets hidden: what `--print-config` prints.
    public var printed: String {
        declared.map { "\($0.key)=\(shown($0))\n" }.joined()
    }

    private func shown(_ setting: Setting) -> String {
        let value = text(setting.key)
        if setting.isSecret { return value.isEmpty ? "" : "***" }
        switch setting.kind {
        case .brokerURL: return broker.description
        case .database, .mailServer: return Self.hidingPassword(value)
        default: return value
        }
    }

    /// An address with `***` in place of what stands between the user's colon and the last `@`.
    private static func hidingPassword(_ address: String) -> String {
        guard !address.hasPrefix("sqlite:") else { return address }
        var parts = address.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let at = parts[2].lastIndex(of: "@"), let colon = parts[2].firstIndex(of: ":"),
            colon < at
        else { return hidingQuery(address) }
        parts[2] = parts[2][...colon] + "***" + parts[2][at...]
        return hidingQuery(parts.joined(separator: "/"))
    }

    /// PostgreSQL also accepts a password among the parameters of the address.
    private static func hidingQuery(_ address: String) -> String {
        guard let mark = address.firstIndex(of: "?") else { return address }
        let parameters = address[address.index(after: mark)...].split(separator: "&").map { parameter in
            parameter.hasPrefix("password=") || parameter.hasPrefix("sslpassword=")
                ? parameter.prefix(while: { $0 != "=" }) + "=***" : parameter
        }
        return address[...mark] + parameters.joined(separator: "&")
    }
}
