/// A generation of a site's cache: what is being sent to it, or was.
public struct CacheRun: Hashable, Sendable {
    /// Why it is made.
    public enum Reason: String, Sendable, CaseIterable {
        /// The clock.
        case nightly
        /// A map came into force.
        case distributed
        /// Somebody asked.
        case manual
    }

    /// Where it stands.
    public enum State: String, Sendable, CaseIterable {
        /// Products are evaluated and their messages sent.
        case evaluating
        /// All are evaluated; what is left of the messages is sent.
        case sending
        /// The broker has all of it.
        case ended
    }

    /// The company.
    public var company: String
    /// The site.
    public var store: String
    /// Its number for that site, counting up.
    public var generation: Int
    /// What is sent.
    public var mode: StoreRecord.CacheMode
    /// Why it is made.
    public var reason: Reason
    /// The map it is made with.
    public var mapVersion: Int
    /// The store's local time it is made for, as `yyyy-MM-dd HH:mm:ss`.
    public var moment: String
    /// Where it stands.
    public var state = State.evaluating
    /// How many products the catalog had when it began.
    public var products: Int
    /// How many products were evaluated.
    public var evaluated = 0
    /// The last of them.
    public var after = ""
    /// The number of the last product or removal.
    public var sequence = 0
    /// How many products are sent.
    public var published = 0
    /// How many products are taken away.
    public var removed = 0
    /// How many products stay as the site has them.
    public var unchanged = 0
    /// When it began, in milliseconds since 1970.
    public var startedAt: Int64
    /// When it ended; nil before.
    public var endedAt: Int64?

    /// A run that begins.
    public init(
        company: String, store: String, generation: Int, mode: StoreRecord.CacheMode, reason: Reason,
        mapVersion: Int, moment: String, products: Int, startedAt: Int64
    ) {
        self.company = company
        self.store = store
        self.generation = generation
        self.mode = mode
        self.reason = reason
        self.mapVersion = mapVersion
        self.moment = moment
        self.products = products
        self.startedAt = startedAt
    }

    /// The number of the message that ends it.
    public var lastNumber: Int { sequence + 1 }

    init(row: Row) throws(StorageError) {
        self.init(
            company: try row.text("company"), store: try row.text("store"), generation: try row.int("generation"),
            mode: try row.word("mode", as: StoreRecord.CacheMode.self),
            reason: try row.word("reason", as: Reason.self), mapVersion: try row.int("map_version"),
            moment: try row.text("moment"), products: try row.int("products"),
            startedAt: try row.integer("started_at"))
        state = try row.word("state", as: State.self)
        evaluated = try row.int("evaluated")
        after = try row.text("after_product")
        sequence = try row.int("sequence")
        published = try row.int("published")
        removed = try row.int("removed")
        unchanged = try row.int("unchanged")
        endedAt = try row.optionalInteger("ended_at")
    }

    var key: [DatabaseValue] { [.text(company), .text(store), .int(generation)] }

    var progress: [DatabaseValue] {
        [
            .text(state.rawValue), .int(evaluated), .text(after), .int(sequence), .int(published), .int(removed),
            .int(unchanged), .optional(endedAt),
        ]
    }
}

/// A message of a run that the broker is not known to have.
public struct CacheMessage: Hashable, Sendable {
    /// 0 for the beginning, the sequence for products and removals, one more for the end.
    public var number: Int
    /// The AMQP property `type`.
    public var type: String
    /// Its bytes.
    public var body: [UInt8]

    /// A message from its parts.
    public init(number: Int, type: String, body: [UInt8]) {
        self.number = number
        self.type = type
        self.body = body
    }
}
