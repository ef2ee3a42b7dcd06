/// A worker's metrics and health, and the server that shows them.
struct ServedStatus: Sendable {
    /// How much longer than its work may take a worker may be silent before it counts as stuck.
    static let spareSeconds = 30

    let monitoring: Monitoring
    let server: StatusServer

    /// Begins to serve; nil where no address is configured.
    init?(
        _ configuration: Configuration, program: String, version: String, needing parts: Set<Health.Part>
    ) throws(StatusServer.Failure) {
        let address = configuration.text("PROMO_HTTP")
        guard !address.isEmpty else { return nil }
        let longest = max(
            configuration.number("PROMO_HANDLING_SECONDS"), configuration.number("PROMO_AMQP_HEARTBEAT_SECONDS"))
        monitoring = Monitoring(
            program: program, version: version, worker: configuration.workerName, needing: parts,
            patienceMilliseconds: Int64(longest + Self.spareSeconds) * 1_000)
        server = try StatusServer(at: address, registry: monitoring.registry, health: monitoring.health)
    }

    func announce(_ log: Log) {
        log.info("Serving metrics and health", ["http.host": .text(server.host), "http.port": .number(server.port)])
    }
}
