/// A store as the catalog of stores describes it.
public struct StoreRecord: Hashable, Sendable {
    /// What a store is.
    public enum Kind: String, Sendable, CaseIterable {
        /// A shop with tills.
        case pos
        /// A site, whose products' promotions are published.
        case ecommerce
    }

    /// What a site is sent.
    public enum CacheMode: String, Sendable, CaseIterable {
        /// Every promoted product.
        case full
        /// The products whose page changed.
        case changes
    }

    /// The company.
    public var company: String
    /// The store's code.
    public var store: String
    /// What is known of it: a JSON object, as it was loaded.
    public var data: String
    /// Its zone; may be empty.
    public var zone: String
    /// What it is.
    public var kind: Kind
    /// Its time zone by the name of the zone database, such as `America/Sao_Paulo`.
    public var timeZone: String
    /// The sales channel of its tickets; may be empty.
    public var channel: String
    /// The terminal of its tickets.
    public var terminal: String
    /// When the nightly run is due, in minutes since the store's midnight.
    public var cacheMinute: Int
    /// What the nightly run sends.
    public var cacheNightly: CacheMode
    /// Whether a map that comes into force starts a run.
    public var cacheOnDistribution: Bool
    /// How many messages the site's queue takes.
    public var cacheQueueLength: Int

    /// A store from its parts; what is left out has its default.
    public init(
        company: String, store: String, data: String = "{}", zone: String = "", kind: Kind = .pos,
        timeZone: String = "UTC", channel: String = "", terminal: String = "1", cacheMinute: Int = 180,
        cacheNightly: CacheMode = .full, cacheOnDistribution: Bool = false, cacheQueueLength: Int = 1_000_000
    ) {
        self.company = company
        self.store = store
        self.data = data
        self.zone = zone
        self.kind = kind
        self.timeZone = timeZone
        self.channel = channel
        self.terminal = terminal
        self.cacheMinute = cacheMinute
        self.cacheNightly = cacheNightly
        self.cacheOnDistribution = cacheOnDistribution
        self.cacheQueueLength = cacheQueueLength
    }

    init(row: Row) throws(StorageError) {
        self.init(
            company: try row.text("company"), store: try row.text("store"), data: try row.text("data"),
            zone: try row.text("zone"), kind: try row.word("kind", as: Kind.self),
            timeZone: try row.text("time_zone"), channel: try row.text("channel"), terminal: try row.text("terminal"),
            cacheMinute: try row.int("cache_minute"),
            cacheNightly: try row.word("cache_nightly", as: CacheMode.self),
            cacheOnDistribution: try row.flag("cache_on_distribution"),
            cacheQueueLength: try row.int("cache_queue_length"))
    }

    var values: [DatabaseValue] {
        [
            .text(company), .text(store), .text(data), .text(zone), .text(kind.rawValue), .text(timeZone),
            .text(channel), .text(terminal), .int(cacheMinute), .text(cacheNightly.rawValue),
            .flag(cacheOnDistribution), .int(cacheQueueLength),
        ]
    }
}
