/// Everything that outlives a process, table by table.
///
/// All of it works inside the caller's transaction and reads no clock: times are given, in milliseconds since 1970.
public struct Store {
    /// The connection it works on.
    public let database: any Database
    /// The limits locked for all that happens in this transaction; nil where each lock is waited for when it is needed.
    public private(set) var limitLocks: LimitLocks?

    /// What this transaction knows of its rows; nil where every row is read again and written at once.
    public private(set) var memory: BatchMemory?

    /// A store on a database that is migrated.
    public init(database: any Database) { self.database = database }

    /// The same store in a transaction that locks limits for several sales.
    public func locking(_ locks: LimitLocks) -> Store {
        var store = self
        store.limitLocks = locks
        return store
    }

    /// The same store in a transaction of several sales, which reads each row once; it ends with `commit`.
    public func remembering() -> Store {
        var store = self
        store.memory = BatchMemory()
        return store
    }

    /// The companies and their settings.
    public var companies: Companies { Companies(database: database, memory: memory) }
    /// The promotion maps.
    public var maps: Maps { Maps(database: database) }
    /// Which map is in force where.
    public var storeMaps: StoreMaps { StoreMaps(database: database, memory: memory) }
    /// The worker processes.
    public var workers: Workers { Workers(database: database) }
    /// The tills' conversations.
    public var sessions: Sessions { Sessions(database: database, memory: memory) }
    /// Sales and returns.
    public var transactions: Transactions { Transactions(database: database, memory: memory) }
    /// What limits have granted.
    public var limits: Limits { Limits(database: database, locks: limitLocks, memory: memory) }
    /// What was answered.
    public var processedMessages: ProcessedMessages { ProcessedMessages(database: database, memory: memory) }
    /// Messages that came back.
    public var deliveryAttempts: DeliveryAttempts { DeliveryAttempts(database: database) }
    /// Messages to be published.
    public var outbox: Outbox { Outbox(database: database) }
    /// Customers.
    public var customers: Customers { Customers(database: database) }
    /// Kinds of coupons.
    public var couponTypes: CouponTypes { CouponTypes(database: database, memory: memory) }
    /// Running numbers of coupons.
    public var couponCounters: CouponCounters { CouponCounters(database: database) }
    /// Coupons that were issued.
    public var coupons: Coupons { Coupons(database: database, memory: memory) }
    /// Kinds of cards.
    public var cardTypes: CardTypes { CardTypes(database: database, memory: memory) }
    /// Cards, balances and ledgers.
    public var cards: Cards { Cards(database: database, memory: memory) }
    /// What sales and returns do to coupons and cards.
    public var loyalty: LoyaltyEffects { LoyaltyEffects(database: database, memory: memory) }
    /// The work on returns.
    public var returnJobs: ReturnJobs { ReturnJobs(database: database) }
    /// Mails that were caused.
    public var mails: Mails { Mails(database: database) }
    /// What companies want their mails to say.
    public var mailTexts: MailTexts { MailTexts(database: database) }
    /// Limits that have reached a mark.
    public var alarms: Alarms { Alarms(database: database, limits: limits) }
    /// The catalogs of companies.
    public var catalogs: CatalogEntries { CatalogEntries(database: database) }
    /// The stores that companies have described.
    public var stores: Stores { Stores(database: database) }
    /// The days on which promotions are off.
    public var exclusionDates: ExclusionDates { ExclusionDates(database: database, memory: memory) }
    /// Loads of catalogs.
    public var imports: Imports { Imports(database: database) }
    /// The sites that are sent caches.
    public var cacheSites: CacheSites { CacheSites(database: database) }
    /// The generations of sites' caches.
    public var cacheRuns: CacheRuns { CacheRuns(database: database) }
    /// What sites have.
    public var cacheProducts: CacheProducts { CacheProducts(database: database) }
    /// The messages that sites have yet to get.
    public var cacheMessages: CacheMessages { CacheMessages(database: database) }
    /// Work that is done once in a while.
    public var schedules: Schedules { Schedules(database: database) }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Store: Sendable {}
