import Engine
import Messages
import Storage
import WorkerRuntime

/// The metrics that only sale-evaluator has.
final class SaleMetrics: StageObserver {
    static let answers = MetricDescription(
        "promo_answers_total", .counter, labels: ["ack"], "Answers made, by ack; repeated ones are not among them.")
    static let repeated = MetricDescription(
        "promo_answers_repeated_total", .counter, "Stored answers that went out again, to a message seen before.")
    static let evaluations = MetricDescription(
        "promo_evaluations_total", .counter, labels: ["limits"],
        "Evaluations of tickets: limits took none, cut a benefit, or were exhausted and left none of it.")
    static let granted = MetricDescription(
        "promo_promotions_granted_total", .counter, labels: ["company"],
        "Promotions granted in evaluations; a ticket that is evaluated again counts again.")
    static let committed = MetricDescription(
        "promo_discounts_committed_amount_total", .counter, labels: ["company"], scale: .tenThousandths,
        "Discounts of committed sales, in the company's currency.")
    static let transactions = MetricDescription(
        "promo_transactions_total", .counter, labels: ["state"], "Messages answered, by where they left their sale.")
    static let stages = MetricDescription(
        "promo_stage_seconds", MetricDescription.times, labels: ["stage"], scale: .microseconds,
        "Time of one step of the work on messages; begin and commit are taken once for a batch.")
    static let mapLoading = MetricDescription(
        "promo_map_load_seconds", MetricDescription.times, scale: .microseconds, "Time to read and compile a map.")
    static let maps = MetricDescription(
        "promo_map_info", .gauge, labels: ["company", "version", "state"],
        "Maps in memory: in_force in some store, waiting to come into force, or kept for older tickets; always 1.")
    static let unusable = MetricDescription(
        "promo_maps_unusable_total", .counter, "Maps that this version of the program cannot use.")

    static let all = [
        answers, repeated, evaluations, granted, committed, transactions, stages, mapLoading, maps, unusable,
    ]

    private struct Company {
        let granted: Counter
        let committed: Counter
    }

    private let registry: Registry
    private let clock: any Clock
    private let health: Health
    private let stages: [Histogram]
    private let evaluations: [MessageFigures.Limiting: Counter]
    private let states: [TransactionRecord.State: Counter]
    private let repeated: Counter
    private var acks: [Ack: Counter] = [:]
    private var companies: [String: Company] = [:]
    private var shown: [[String]] = []
    private var stage: Stage?
    private var since: Int64 = 0

    init(_ monitoring: Monitoring, clock: any Clock) {
        let registry = monitoring.registry
        self.registry = registry
        self.clock = clock
        health = monitoring.health
        stages = Stage.allCases.map { registry.histogram(Self.stages, $0.rawValue) }
        evaluations = Dictionary(
            uniqueKeysWithValues: MessageFigures.Limiting.allCases.map {
                ($0, registry.counter(Self.evaluations, $0.rawValue))
            })
        states = Dictionary(
            uniqueKeysWithValues: TransactionRecord.State.allCases.map {
                ($0, registry.counter(Self.transactions, $0.rawValue))
            })
        repeated = registry.counter(Self.repeated)
        _ = registry.counter(Self.unusable)
    }

    /// Measures a step from its beginning to that of the next.
    func enter(_ next: Stage?) {
        let now = clock.monotonicMicroseconds
        if let stage { stages[stage.position].observe(now - since) }
        stage = next
        since = now
    }

    /// Counts what became of a message.
    func note(_ message: ProcessedMessage) {
        guard !message.isRepeated else {
            repeated.add()
            return
        }
        counter(of: message.ack).add()
        let figures = message.figures
        if let limiting = figures.limiting { evaluations[limiting]?.add() }
        if let state = figures.state { states[state]?.add() }
        guard figures.promotions > 0 || figures.committed > 0, let id = message.echo?.companyId else { return }
        let company = company(id)
        company.granted.add(Int64(figures.promotions))
        company.committed.add(figures.committed)
    }

    /// Shows which maps there are.
    func note(_ versions: [MapVersion], inUse: [MapVersion], waiting: [MapVersion]) {
        let sets = versions.map { version in
            let state = waiting.contains(version) ? "waiting" : inUse.contains(version) ? "in_force" : "kept"
            return [version.company, String(version.version), state]
        }
        guard sets != shown else { return }
        shown = sets
        registry.list(Self.maps, sets)
    }

    /// Counts what happened to a map.
    func note(_ event: MapLoading.Event) {
        switch event {
        case .loaded(_, let microseconds): registry.histogram(Self.mapLoading).observe(microseconds)
        case .unusable: registry.counter(Self.unusable).add()
        case .inForce: break
        }
    }

    /// Says that the worker has the maps it needs.
    func mapsAreLoaded() { health.set(.maps, problem: nil) }

    private func counter(of ack: Ack) -> Counter {
        if let known = acks[ack] { return known }
        let made = registry.counter(Self.answers, String(ack.rawValue))
        acks[ack] = made
        return made
    }

    private func company(_ id: String) -> Company {
        if let known = companies[id] { return known }
        let made = Company(
            granted: registry.counter(Self.granted, id), committed: registry.counter(Self.committed, id))
        // Companies are few; somebody who invents them must not fill the memory.
        if companies.count < Registry.maxSeries { companies[id] = made }
        return made
    }
}

extension Stage {
    /// Its position among all.
    fileprivate var position: Int {
        switch self {
        case .decode: 0
        case .begin: 1
        case .session: 2
        case .limits: 3
        case .evaluate: 4
        case .write: 5
        case .commit: 6
        }
    }
}
