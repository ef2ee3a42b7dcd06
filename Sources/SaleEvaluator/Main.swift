import Broker
import Engine
import WorkerRuntime

/// The worker that answers tills.
@main
enum Main {
    static func main() {
        WorkerProgram(
            name: "sale-evaluator", summary: "answers the tickets that tills publish.",
            settings: { .work(on: $0.topology.sales, $0, takesHints: true) },
            needing: [.broker, .database, .maps]
        ) { context in
            let engineString = context.configuration.text("PROMO_ENGINE_VERSION")
            let handler = SaleHandler(
                context.store,
                settings: EngineSettings(engineString: engineString),
                worker: context.configuration.workerName, log: context.log, clock: context.clock,
                monitoring: context.monitoring,
                rate: SenderRate(
                    perSecond: context.configuration.number("PROMO_STORE_RATE"),
                    burst: context.configuration.number("PROMO_STORE_BURST")))
            try handler.start()
            return handler
        }.main()
    }
}
