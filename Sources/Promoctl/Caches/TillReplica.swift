internal import Catalogs
internal import EcommerceCache
internal import Engine
internal import Messages
internal import Promotions
internal import Storage

/// A till in memory that sells a site's products to nobody, through the engine that answers tills: messages in, answers
/// out.
struct TillReplica {
    private let engine: SaleEngine
    private let replica: Store
    private let world: PageWorld
    private let now: Int64
    /// The types of benefit that lower what is paid.
    private let monetary: Set<String>

    /// A till of a site, with its map, settings and exclusions, and the balances of the moment.
    ///
    /// - Parameters:
    ///   - world: what pages are made of.
    ///   - store: where balances are read.
    ///   - now: milliseconds since 1970.
    /// - Throws: `Failure`.
    init(_ world: PageWorld, like store: Store, now: Int64) throws(Failure) {
        self.world = world
        self.now = now
        monetary = Set(
            world.map.promotions.flatMap(\.benefits).filter(\.kind.isMonetary).map(\.kind.typeName))
        let database = try storage { () throws(StorageError) in try SQLiteDatabase(path: ":memory:") }
        let replica = Store(database: database)
        self.replica = replica
        try storage { () throws(StorageError) in
            try Migrator.migrate(database, now: now)
            try replica.companies.save(try store.companies.settings(of: world.site.company), of: world.site.company)
            try replica.exclusionDates.add(Array(world.exclusions), of: world.site.company)
            try TillReplica.copyBalances(of: world, from: store, to: replica)
        }
        let version = MapVersion(company: world.site.company, version: 1)
        engine = SaleEngine(replica, settings: EngineSettings(rehearsal: EngineSettings.Rehearsal(map: version)))
        engine.library.add(world.map, as: version)
    }

    /// What so many pieces of a product cost alone; nil where the answer is no answer to a sale.
    func total(_ product: Product, pieces: Int) throws(Failure) -> Money? {
        guard let line = product.line(pieces: pieces) else { return nil }
        let message = IncomingMessage(body: Array(body(line).text.utf8), contentType: "application/json")
        let answer: ProcessedMessage
        do throws(EngineError) { answer = try engine.process([message], now: now)[0] } catch { throw Failure(error) }
        try forget()
        guard answer.ack == .ok, let value = try? JSONReader.read(answer.answer),
            let discount = discount(value["message"])
        else { return nil }
        return line.price - discount
    }

    /// Takes the sale back: the next one is at the same instant, when nobody had bought this product yet.
    private func forget() throws(Failure) {
        let session = SessionKey(
            company: world.site.company, store: world.site.store, terminal: world.site.terminal)
        let sale = TransactionKey(session: session, opened: world.moment)
        try storage { () throws(StorageError) in
            try replica.database.transaction { () throws(StorageError) in
                try replica.limits.release(sale.id)
                try replica.transactions.forget(sale)
            }
        }
    }

    private func body(_ line: Item) -> JSONValue {
        .members(
            (
                "message",
                .members(
                    ("companyId", .string(world.site.company)), ("store", .string(world.site.store)),
                    ("terminal", .string(world.site.terminal)), ("date-time", .string(world.moment.text)),
                    ("messageId", .string("1")), ("init-tck", .string("true")), ("status", .string("sale")),
                    ("evaluate", .string("true")), ("channel", .string(world.site.channel)),
                    (
                        "item-add",
                        .array([
                            .object(line.attributes.entries.map { JSONValue.Member($0.name, .string($0.value)) })
                        ])
                    ))
            ))
    }

    /// What the first alternative of an answer takes off, line by line.
    private func discount(_ message: JSONValue?) -> Money? {
        guard case .array(let alternatives)? = message?["optional"], let first = alternatives.first else {
            return .zero
        }
        var sum = Money.zero
        for promotion in TillReplica.list(first["promo"]) {
            for benefit in TillReplica.list(promotion["benefit"]) {
                guard case .string(let type)? = benefit["benefitType"], monetary.contains(type) else { continue }
                for item in TillReplica.list(benefit["apply"]?["item"]) {
                    guard case .string(let text)? = item["value"],
                        let units = DecimalText.parse(text, decimals: Money.decimals)
                    else { return nil }
                    sum = sum + Money(units: units)
                }
            }
        }
        return sum
    }

    private static func list(_ value: JSONValue?) -> [JSONValue] {
        if case .array(let values)? = value { values } else { [] }
    }

    private static func copyBalances(
        of world: PageWorld, from store: Store, to replica: Store
    ) throws(StorageError) {
        var holds: [LimitKey: Hold] = [:]
        for placed in world.map.limits where placed.limit.scope != .customer {
            let limit = placed.limit
            let scope = limit.scope == .store ? world.site.store : world.site.company
            let key = LimitKey(limit: limit.id, scopeKey: scope)
            let question = Storage.Limits.Question(key: key, period: limit.period)
            let used = try store.limits.used(
                [question], company: world.site.company, day: world.moment.date, byOthersThan: nil)
            guard let amount = used.first, amount > 0 else { continue }
            holds[key] = Hold(
                key: key, period: limit.period, day: world.moment.date, amount: amount, max: max(amount, limit.value))
        }
        let all = Array(holds.values)
        try replica.database.transaction { () throws(StorageError) in
            try replica.limits.replaceHolds(of: "balances", company: world.site.company, with: all)
            try replica.limits.book("balances")
        }
    }
}
