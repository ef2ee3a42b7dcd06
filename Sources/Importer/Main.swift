import Broker
import WorkerRuntime

/// The worker that loads catalogs.
@main
enum Main {
    static func main() {
        WorkerProgram(
            name: "importer", summary: "loads the catalogs that back offices publish.",
            settings: { configuration in
                // One load may be a hundred megabytes.
                var settings = RunLoopSettings.work(on: configuration.topology.imports, configuration, prefetch: 1)
                settings.topology = configuration.topology.declarations(ofWork: configuration.topology.imports)
                settings.batch = 1
                return settings
            }
        ) { context in
            ImportHandler(
                context.store, worker: context.configuration.workerName, log: context.log, clock: context.clock,
                monitoring: context.monitoring)
        }.main()
    }
}
