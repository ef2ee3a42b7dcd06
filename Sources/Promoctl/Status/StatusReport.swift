internal import Messages
internal import Storage

/// How an installation is, as far as it can be asked.
struct StatusReport {
    /// A queue; nil figures where it does not exist.
    struct QueueLine: Hashable, Sendable {
        var name: String
        var ready: Int?
        var consumers: Int?
    }

    /// A store of a company.
    struct StoreLine: Hashable, Sendable {
        var company: String
        var state: StoreMapState
    }

    /// What the database says.
    struct Records {
        var migration: Int
        var workers: [WorkerState]
        var stores: [StoreLine]
        /// Whether there are more stores than are listed.
        var hasMoreStores: Bool
        var waiting: [MapVersion]
        var outbox: Int
        var mails = MailTrouble()
        var sites: [SiteStatus] = []
    }

    /// The sites that do not consume what they are sent.
    var sleepers: [SiteStatus] { (records?.sites ?? []).filter(\.isAsleep) }

    /// What the database says; nil where it is out of reach.
    var records: Records?
    /// Why it is out of reach, or unusable.
    var databaseProblem: String?
    /// What the broker says; nil where it is out of reach.
    var queues: [QueueLine]?
    /// Why it is out of reach.
    var brokerProblem: String?
    /// The name of the queue of what was given up.
    var deadQueue: String

    /// How many messages were given up; nil where it is not known.
    var deadLetters: Int? { queues?.first { $0.name == deadQueue }?.ready }

    /// What the process ends with.
    var status: ExitStatus { databaseProblem == nil && brokerProblem == nil ? .done : .outOfReach }

    /// The report for programs.
    var json: JSONValue {
        let database = JSONValue.members(
            ("reachable", .bool(databaseProblem == nil)), ("problem", .text(databaseProblem)),
            ("migration", records.map { .whole($0.migration) } ?? .null))
        let broker = JSONValue.members(
            ("reachable", .bool(brokerProblem == nil)), ("problem", .text(brokerProblem)))
        return .members(
            ("database", database), ("broker", broker),
            ("queues", StatusReport.list(queues, StatusReport.json)),
            ("workers", StatusReport.list(records?.workers, StatusReport.json)),
            ("stores", StatusReport.list(records?.stores, StatusReport.json)),
            ("waitingMaps", StatusReport.list(records?.waiting, StatusReport.json)),
            ("sites", StatusReport.list(records?.sites) { $0.json }),
            ("outbox", records.map { .whole($0.outbox) } ?? .null),
            ("mails", records.map { StatusReport.json($0.mails) } ?? .null),
            ("deadLetters", deadLetters.map { .whole($0) } ?? .null))
    }

    private static func list<Line>(_ lines: [Line]?, _ json: (Line) -> JSONValue) -> JSONValue {
        .array((lines ?? []).map(json))
    }

    private static func json(_ mails: MailTrouble) -> JSONValue {
        .members(
            ("queued", .whole(mails.queued)), ("failed", .whole(mails.failed)), ("uncertain", .whole(mails.uncertain)),
            ("since", .text(mails.since.map(Moment.text))))
    }

    private static func json(_ queue: QueueLine) -> JSONValue {
        .members(
            ("queue", .string(queue.name)), ("ready", queue.ready.map { .whole($0) } ?? .null),
            ("consumers", queue.consumers.map { .whole($0) } ?? .null))
    }

    private static func json(_ worker: WorkerState) -> JSONValue {
        .members(
            ("worker", .string(worker.name)), ("kind", .string(worker.kind)),
            ("startedAt", .string(Moment.text(worker.startedAt))), ("maps", .array(worker.maps.map(json))))
    }

    private static func json(_ store: StoreLine) -> JSONValue {
        .members(
            ("company", .string(store.company)), ("store", .string(store.state.store)),
            ("inForce", store.state.inForce.map { .whole($0) } ?? .null),
            ("waiting", store.state.waiting.map { .whole($0) } ?? .null))
    }

    private static func json(_ map: MapVersion) -> JSONValue {
        .members(("company", .string(map.company)), ("version", .whole(map.version)))
    }
}
