/// What is known of a site besides its runs.
public struct CacheSite: Hashable, Sendable {
    /// What a site waits for.
    public struct Wish: Hashable, Sendable {
        /// What is to be sent.
        public var mode: StoreRecord.CacheMode
        /// Why.
        public var reason: CacheRun.Reason

        /// A wish from its parts.
        public init(mode: StoreRecord.CacheMode, reason: CacheRun.Reason) {
            self.mode = mode
            self.reason = reason
        }
    }

    /// The newest generation; zero before the first.
    public var generation = 0
    /// Until when nightly runs are settled, in milliseconds since 1970; zero where the clock was never looked at.
    public var nightlyAt: Int64 = 0
    /// What it waits for; nil where it waits for nothing.
    public var wish: Wish?
    /// Since when its queue takes nothing, in milliseconds since 1970; nil where it takes.
    public var refusedSince: Int64?

    /// A site of which nothing is known.
    public init() {}

    init(row: Row) throws(StorageError) {
        generation = try row.int("generation")
        nightlyAt = try row.integer("nightly_at")
        if try row.optionalText("wanted_mode") != nil {
            wish = Wish(
                mode: try row.word("wanted_mode", as: StoreRecord.CacheMode.self),
                reason: try row.word("wanted_reason", as: CacheRun.Reason.self))
        }
        refusedSince = try row.optionalInteger("refused_since")
    }
}

/// The sites that are sent caches.
public struct CacheSites {
    let database: any Database

    /// What is known of a site, locked where several workers may ask.
    public func find(_ store: String, of company: String, locked: Bool = false) throws(StorageError) -> CacheSite? {
        try database.first(
            "SELECT * FROM cache_sites WHERE company = $1 AND store = $2\(locked ? database.rowLock : "")",
            [.text(company), .text(store)], CacheSite.init(row:))
    }

    /// Keeps what is known of a site.
    public func save(_ site: CacheSite, _ store: String, of company: String) throws(StorageError) {
        _ = try database.execute(
            """
            INSERT INTO cache_sites (
                company, store, generation, nightly_at, wanted_mode, wanted_reason, refused_since)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (company, store) DO UPDATE SET
                generation = excluded.generation, nightly_at = excluded.nightly_at,
                wanted_mode = excluded.wanted_mode, wanted_reason = excluded.wanted_reason,
                refused_since = excluded.refused_since
            """,
            [
                .text(company), .text(store), .int(site.generation), .integer(site.nightlyAt),
                .optional(site.wish?.mode.rawValue), .optional(site.wish?.reason.rawValue),
                .optional(site.refusedSince),
            ])
    }

    /// Asks for a run; beside one that is asked for already it is the same one, and a full one if either is.
    public func want(_ wish: CacheSite.Wish, _ store: String, of company: String) throws(StorageError) {
        _ = try database.execute(
            """
            INSERT INTO cache_sites (company, store, generation, nightly_at, wanted_mode, wanted_reason)
            VALUES ($1, $2, 0, 0, $3, $4)
            ON CONFLICT (company, store) DO UPDATE SET
                wanted_mode = CASE WHEN cache_sites.wanted_mode = 'full' THEN 'full' ELSE excluded.wanted_mode END,
                wanted_reason = COALESCE(cache_sites.wanted_reason, excluded.wanted_reason)
            """, [.text(company), .text(store), .text(wish.mode.rawValue), .text(wish.reason.rawValue)])
    }

    /// Notes since when a site's queue takes nothing; nil where it takes again.
    public func note(refusedSince moment: Int64?, _ store: String, of company: String) throws(StorageError) {
        guard let moment else {
            _ = try database.execute(
                "UPDATE cache_sites SET refused_since = NULL WHERE company = $1 AND store = $2",
                [.text(company), .text(store)])
            return
        }
        _ = try database.execute(
            """
            UPDATE cache_sites SET refused_since = COALESCE(refused_since, $3) WHERE company = $1 AND store = $2
            """, [.text(company), .text(store), .integer(moment)])
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension CacheSites: Sendable {}
