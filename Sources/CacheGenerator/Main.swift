import Broker
import WorkerRuntime

/// The worker that sends sites the promotions of their products.
@main
enum Main {
    static func main() {
        WorkerProgram(
            name: "cache-generator", summary: "sends e-commerce sites the promotions of their products.",
            settings: { configuration in
                var settings = RunLoopSettings.work(on: configuration.topology.cacheRequests, configuration)
                settings.topology = configuration.topology.declarations(ofWork: configuration.topology.cacheRequests)
                return settings
            }
        ) { context in
            CacheHandler(
                context.store, topology: context.configuration.topology,
                worker: context.configuration.workerName, log: context.log, clock: context.clock,
                monitoring: context.monitoring, threads: context.configuration.number("PROMO_CACHE_THREADS"))
        }.main()
    }
}
