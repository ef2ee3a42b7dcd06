internal import Loyalty
internal import Messages
internal import Promotions
internal import Storage

/// Tells which limits, coupons and cards the messages of a session will meet, without working on them.
///
/// It need not be right: a lock too many is taken in vain, one that is missing is taken later or the batch is done
/// again. So it follows the rules of sessions as far as elements and maps go, and leaves the rest.
struct LockForecast {
    /// What stands in every summary that concerns coupons or cards.
    private static let mark = Array("\"loyalty\"".utf8)

    private let store: Store
    private let library: MapLibrary
    private let now: Int64
    private let session: SessionKey
    private var current: TransactionRecord?
    private var elements = TicketElements()
    /// The limits found so far.
    private(set) var locks: Set<LimitLock> = []
    /// The coupons, cards and counters found so far.
    private(set) var loyalty: Set<LoyaltyLock> = []
    /// The sales that end and may mean something for coupons or cards.
    private(set) var booking: Set<String> = []
    /// The sales of which something comes back.
    private(set) var originals: Set<String> = []

    /// Begins with what the session's latest transaction holds.
    ///
    /// - Parameters:
    ///   - store: where the session is locked.
    ///   - library: the maps.
    ///   - now: milliseconds since 1970.
    ///   - session: which one.
    ///   - id: its latest transaction.
    /// - Throws: `EngineError`.
    init(
        _ store: Store, library: MapLibrary, now: Int64, session: SessionKey, at id: String?
    ) throws(EngineError) {
        self.store = store
        self.library = library
        self.now = now
        self.session = session
        guard let id else { return }
        let record = try storage { () throws(StorageError) in try store.transactions.find(id) }
        guard let record, !record.state.isClosed else { return }
        current = record
        if let json = try? JSONReader.read(Array(record.ticket.utf8)) {
            elements = (try? TicketElements(json: json)) ?? TicketElements()
        }
        try storage { () throws(StorageError) in add(try store.limits.keys(heldBy: id)) }
    }

    /// Adds what a message will meet.
    mutating func follow(_ request: Request) throws(EngineError) {
        let header = request.header
        if header.voidTrx ?? current?.isReturn ?? false {
            // Returns look at the sale, and leave its limits to the work that follows.
            originals.formUnion([current?.original, OriginalLookup.id(header)].compactMap(\.self))
            return
        }
        guard let commands = try? request.commands(asReturn: false) else { return }
        switch TransactionDecision(header, current: current, isStrict: false) {
        case .refuse: return
        case .proceed: break
        case .open, .restart:
            elements = TicketElements()
            current = TransactionRecord(
                key: TransactionKey(session: session, opened: header.dateTime), mapVersion: try version(header),
                lastDateTime: header.dateTime, lastMessageAt: now)
        }
        current?.lastDateTime = header.dateTime
        switch (header.status, current?.state) {
        case (.commit, .pending?), (.rollback, _):
            _ = meetBooked()
            current = nil
        case (.commit, _), (.finish, _):
            let isUnchanged = header.status == .commit || commands.isEmpty
            if !isUnchanged || !header.attributes.entries.isEmpty || header.evaluate || header.option != nil {
                current?.isEvaluated = false
            }
            elements.apply(header.status == .commit ? [] : commands, attributes: header.attributes)
            try meet(elements.ticket(for: header), suggests: false, ends: true)
            // What follows in this batch begins a ticket, or is refused.
            current = nil
        default:
            elements.apply(commands, attributes: header.attributes)
            if !commands.isEmpty || header.evaluate { current?.isEvaluated = false }
            try meet(elements.ticket(for: header), suggests: header.suggest, ends: false)
        }
    }

    private mutating func meet(_ ticket: Ticket, suggests: Bool, ends: Bool) throws(EngineError) {
        guard let current, let number = current.mapVersion else { return }
        let held = try library.held(MapVersion(company: session.company, version: number))
        guard let held else { return }
        let map = held.map
        let reading = map.read(ticket)
        add(
            map.limitsConcerning(ticket, reading, suggests: suggests).compactMap { position in
                let limit = map.limits[position].limit
                return limit.scopeKey(for: ticket).map { LimitKey(limit: limit.id, scopeKey: $0) }
            })
        guard ends else { return }
        booking.insert(current.key.id)
        var desk = LoyaltyDesk(store, company: session.company, day: ticket.dateTime.date)
        if current.isEvaluated {
            try lockCounters(Set(meetBooked().map(\.type)), &desk)
            return
        }
        let needs = held.needs
        if needs.asksCoupons { lock(.coupon, ticket.coupons.compactMap { $0.attributes["id"] }) }
        if needs.asksCards {
            lock(.card, ticket.loyaltyCards.compactMap { $0.attributes["number"] })
            desk.customers = ticket.customers.compactMap { $0.attributes["id"] }
            for type in LoyaltyNeeds.cardTypes(of: reading.candidates, in: map) {
                lock(.card, try desk.ownCards(ofType: type).map(\.number))
            }
        }
        try lockCounters(LoyaltyNeeds.issuedTypes(of: reading.candidates, in: map), &desk)
    }

    private mutating func lockCounters(_ types: Set<String>, _ desk: inout LoyaltyDesk) throws(EngineError) {
        for type in types {
            if let counter = try desk.couponType(type)?.counter { lock(.counter, [counter]) }
        }
    }

    /// What the last evaluation, or what was booked of it, means.
    ///
    /// - Returns: the coupons that it issues.
    private mutating func meetBooked() -> [LoyaltyOutcome.Issue] {
        // Most sales have nothing of the kind, and reading what is kept of them takes time.
        guard let current, current.summary.utf8.contains(Self.mark),
            let summary = EvaluationSummary(text: current.summary),
            let outcome = summary.booked(Choice.promotions(in: current.choice))?.outcome
        else { return [] }
        lock(.coupon, outcome.spentCoupons)
        lock(.card, outcome.movements.keys.map(\.card))
        return outcome.issues
    }

    private mutating func lock(_ kind: LoyaltyLock.Kind, _ elements: some Sequence<String>) {
        loyalty.formUnion(elements.map { LoyaltyLock(kind, company: session.company, element: $0) })
    }

    private func version(_ header: RequestHeader) throws(EngineError) -> Int? {
        if let asked = header.mapVersion,
            try library.map(MapVersion(company: session.company, version: asked)) != nil
        {
            return asked
        }
        return try storage { () throws(StorageError) in
            try store.storeMaps.inForce(company: session.company, store: session.store, now: now)
        }
    }

    private mutating func add(_ keys: some Sequence<LimitKey>) {
        locks.formUnion(keys.map { LimitLock(company: session.company, key: $0) })
    }
}

extension LockForecast {
    /// Locks all that a batch is expected to touch: sessions in their order, sales that are returned, then limits,
    /// coupons, cards and counters in theirs.
    ///
    /// - Parameters:
    ///   - batch: the batch's requests and their bodies, in order of arrival.
    ///   - store: the store, with the locks of the transaction.
    ///   - library: the maps.
    ///   - now: milliseconds since 1970.
    /// - Throws: `EngineError`.
    static func lock(
        for batch: [(request: Request, body: [UInt8])], in store: Store, library: MapLibrary, now: Int64
    ) throws(EngineError) {
        var ahead = ReadAhead()
        for (request, body) in batch {
            let header = request.header
            ahead.messages.append(
                ProcessedMessages.Message(session: SessionKey(header), messageId: header.messageId, body: body))
            ahead.sentAt.append(header.dateTime)
        }
        try storage { () throws(StorageError) in try store.read(ahead) }
        let requests = batch.map(\.request)
        let sessions = Dictionary(grouping: requests) { SessionKey($0.header) }
        var (locks, loyalty): (Set<LimitLock>, Set<LoyaltyLock>) = ([], [])
        var booking: Set<String> = []
        var originals: [String: String] = [:]
        for (session, requests) in sessions {
            let latest = try storage { () throws(StorageError) in try store.sessions.lock(session) }
            var forecast = try LockForecast(store, library: library, now: now, session: session, at: latest)
            for request in requests { try forecast.follow(request) }
            locks.formUnion(forecast.locks)
            loyalty.formUnion(forecast.loyalty)
            booking.formUnion(forecast.booking)
            for original in forecast.originals { originals[original] = session.company }
        }
        for (original, company) in originals.sorted(by: { $0.key < $1.key }) {
            try storage { () throws(StorageError) in
                try store.transactions.lock(original)
                loyalty.formUnion(try store.loyalty.involved(inSale: original, of: company))
            }
        }
        let day = requests.map(\.header.dateTime.date).max() ?? LocalDate(days: 0)
        try storage { () throws(StorageError) in
            try store.limits.lockTogether(locks, day: day)
            try store.loyalty.lockTogether(loyalty)
            try store.loyalty.lookForBookings(of: booking)
        }
    }
}

extension SessionKey {
    /// The session that a message belongs to.
    init(_ header: RequestHeader) {
        self.init(company: header.companyId, store: header.store, terminal: header.terminal)
    }
}
