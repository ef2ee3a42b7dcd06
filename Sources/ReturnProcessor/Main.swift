import Broker
import Engine
import WorkerRuntime

/// The worker that reverses what returns take from their sales.
@main
enum Main {
    static func main() {
        WorkerProgram(
            name: "return-processor", summary: "reverses coupons, points and limits of goods that came back.",
            settings: { .work(on: $0.topology.returns, $0) }
        ) { context in
            ReturnHandler(
                context.store, worker: context.configuration.workerName, log: context.log, clock: context.clock,
                monitoring: context.monitoring, lease: context.isHurried ? 1_000 : ReturnProcessing.lease)
        }.main()
    }
}
