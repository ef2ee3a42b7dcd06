internal import Catalogs
internal import Promotions
internal import Storage

/// Tells which site's run is due, and begins it: never two for one site at a time.
struct CacheAgenda {
    let store: Store
    let zones: ZoneDatabase
    let worker: String

    /// Begins a run that is due, in the caller's transaction.
    ///
    /// - Parameter now: milliseconds since 1970.
    /// - Returns: the run, with its first message written; nil where none is due.
    /// - Throws: `StorageError`.
    func begin(now: Int64) throws(StorageError) -> CacheRun? {
        var last: StoreRecord?
        while true {
            let sites = try store.stores.sites(after: last, limit: 100)
            for site in sites {
                if let run = try begin(site, now: now) { return run }
            }
            guard sites.count == 100 else { return nil }
            last = sites.last
        }
    }

    private func begin(_ record: StoreRecord, now: Int64) throws(StorageError) -> CacheRun? {
        let (name, company) = (record.store, record.company)
        let clock = LocalClock(zones.zone(record.timeZone) ?? .utc)
        let due = clock.lastDue(minute: record.cacheMinute, now: now)
        guard var site = try store.cacheSites.find(name, of: company, locked: true) else {
            // A site that has just been described waits for its night, unless somebody asks.
            var site = CacheSite()
            site.nightlyAt = now
            try store.cacheSites.save(site, name, of: company)
            return nil
        }
        if site.nightlyAt == 0 || site.nightlyAt > now + 86_400_000 {
            site.nightlyAt = now
            try store.cacheSites.save(site, name, of: company)
        }
        let isNight = due > site.nightlyAt
        guard isNight || site.wish != nil || record.cacheOnDistribution,
            let version = try store.storeMaps.inForce(company: company, store: name, now: now),
            let wish = try wish(record, site, version, isNight: isNight),
            try store.cacheRuns.underWay(name, of: company) == nil
        else { return nil }
        site.generation += 1
        site.wish = nil
        if isNight { site.nightlyAt = now }
        try store.cacheSites.save(site, name, of: company)
        let run = CacheRun(
            company: company, store: name, generation: site.generation, mode: wish.mode, reason: wish.reason,
            mapVersion: version, moment: clock.time(at: now).text,
            products: try store.catalogs.count(CatalogEntries.items, of: company), startedAt: now)
        try store.cacheRuns.begin(run, by: worker, now: now)
        try store.cacheMessages.add(CacheBodies(run: run).beginning(), to: run)
        return run
    }

    /// Why a run is due now; of several reasons a full run comes first, and what somebody asked for.
    private func wish(
        _ record: StoreRecord, _ site: CacheSite, _ version: Int, isNight: Bool
    ) throws(StorageError) -> CacheSite.Wish? {
        let nightly = isNight ? CacheSite.Wish(mode: record.cacheNightly, reason: .nightly) : nil
        if let asked = site.wish {
            return CacheSite.Wish(mode: nightly?.mode == .full ? .full : asked.mode, reason: asked.reason)
        }
        if let nightly { return nightly }
        let newest = try store.cacheRuns.list(record.store, of: record.company, limit: 1).first
        guard record.cacheOnDistribution, newest?.mapVersion != version else { return nil }
        return CacheSite.Wish(mode: .changes, reason: .distributed)
    }
}
