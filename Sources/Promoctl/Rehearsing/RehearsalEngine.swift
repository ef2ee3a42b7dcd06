internal import Engine
internal import Messages
internal import Promotions
internal import Storage

/// An engine in memory that answers tickets from files under one map; limits carry over from ticket to ticket.
struct RehearsalEngine {
    private let engine: SaleEngine
    private let store: Store
    private let company: String
    private let now: Int64

    /// Makes one.
    ///
    /// - Parameters:
    ///   - map: the map.
    ///   - explains: whether verdicts are wanted whatever the tickets ask for.
    ///   - suggests: whether suggestions are wanted whatever the tickets ask for.
    ///   - register: what completes the tickets.
    ///   - now: milliseconds since 1970.
    /// - Throws: `Failure` where there is no memory for it.
    init(
        _ map: CompiledMap, explains: Bool, suggests: Bool = false, register: Register = Register(), now: Int64
    ) throws(Failure) {
        let database = try storage { () throws(StorageError) in try SQLiteDatabase(path: ":memory:") }
        try storage { () throws(StorageError) in _ = try Migrator.migrate(database, now: now) }
        store = Store(database: database)
        company = map.map.company
        self.now = now
        let version = MapVersion(company: company, version: map.map.version ?? 1)
        engine = SaleEngine(
            store,
            settings: EngineSettings(
                rehearsal: EngineSettings.Rehearsal(
                    map: version, explains: explains, suggests: suggests, register: register)))
        engine.library.add(map, as: version)
    }

    /// Puts in what limits have granted before.
    ///
    /// - Parameters:
    ///   - balances: what they have granted.
    ///   - tickets: the tickets to come: the first whose head can be read says whose the limits are and which day
    ///     windows of days reach back from.
    /// - Throws: `Failure` where an amount does not fit.
    func start(_ balances: StartingBalances, before tickets: [TicketFile]) throws(Failure) {
        let heads = tickets.lazy.map { TicketHead($0) }
        // Without a ticket that can be read no limit is ever looked at.
        guard let head = heads.first(where: { $0.dateTime != nil }), let day = head.dateTime?.date else { return }
        try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                let pseudo = "balances"
                try store.limits.replaceHolds(
                    of: pseudo, company: head.company ?? company, with: balances.holds(day: day))
                try store.limits.book(pseudo)
            }
        }
    }

    /// The answer to a ticket.
    ///
    /// - Parameters:
    ///   - ticket: the ticket.
    ///   - format: the answer's form; nil is that of the ticket.
    /// - Returns: the answer's bytes.
    /// - Throws: `Failure` where the engine cannot work on it.
    func answer(_ ticket: TicketFile, as format: RequestFormat? = nil) throws(Failure) -> [UInt8] {
        var message = IncomingMessage(body: ticket.body, contentType: nil)
        if let format { message.answerFormat = format }
        do throws(EngineError) {
            return try engine.process([message], now: now)[0].answer
        } catch {
            throw Failure(error)
        }
    }
}
