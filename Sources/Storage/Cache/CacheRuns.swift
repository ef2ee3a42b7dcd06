/// The generations of sites' caches.
public struct CacheRuns {
    /// How long a worker has a run without getting on with it, in milliseconds.
    public static let lease: Int64 = 30_000

    let database: any Database

    /// Keeps a run that begins, for the worker that began it.
    public func begin(_ run: CacheRun, by owner: String, now: Int64) throws(StorageError) {
        _ = try database.execute(
            """
            INSERT INTO cache_runs (
                company, store, generation, mode, reason, map_version, moment, products, started_at,
                state, evaluated, after_product, sequence, published, removed, unchanged, ended_at, owner,
                lease_until)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            """,
            run.key + [
                .text(run.mode.rawValue), .text(run.reason.rawValue), .int(run.mapVersion), .text(run.moment),
                .int(run.products), .integer(run.startedAt),
            ] + run.progress + [.text(owner), .integer(now + CacheRuns.lease)])
    }

    /// Writes down how far a run has come, and keeps it for its worker.
    ///
    /// - Returns: Whether it is still the worker's; where it is not, nothing may be committed.
    public func save(_ run: CacheRun, by owner: String, now: Int64) throws(StorageError) -> Bool {
        try database.execute(
            """
            UPDATE cache_runs SET
                state = $4, evaluated = $5, after_product = $6, sequence = $7, published = $8, removed = $9,
                unchanged = $10, ended_at = $11, lease_until = $13
            WHERE company = $1 AND store = $2 AND generation = $3 AND owner = $12 AND ended_at IS NULL
            """, run.key + run.progress + [.text(owner), .integer(now + CacheRuns.lease)]) == 1
    }

    /// Takes a run that is under way and that nobody gets on with.
    ///
    /// - Parameters:
    ///   - owner: The worker; it keeps what it has.
    ///   - now: Milliseconds since 1970.
    /// - Returns: The run; nil where there is none.
    /// - Throws: `StorageError`.
    public func take(by owner: String, now: Int64) throws(StorageError) -> CacheRun? {
        let free = try database.all(
            """
            SELECT * FROM cache_runs WHERE ended_at IS NULL
            AND (owner = $1 AND lease_until <= $3 OR lease_until <= $2 OR lease_until > $3)
            ORDER BY started_at, company, store LIMIT 8
            """, [.text(owner), .integer(now), .integer(now + 2 * CacheRuns.lease)], CacheRun.init(row:))
        for run in free {
            let isTaken = try database.execute(
                """
                UPDATE cache_runs SET owner = $4, lease_until = $5
                WHERE company = $1 AND store = $2 AND generation = $3 AND ended_at IS NULL
                AND (owner = $4 OR lease_until <= $6 OR lease_until > $7)
                """,
                run.key + [
                    .text(owner), .integer(now + CacheRuns.lease), .integer(now),
                    .integer(now + 2 * CacheRuns.lease),
                ])
            if isTaken == 1 { return run }
        }
        return nil
    }

    /// Gives a run back, to be taken again at a moment.
    public func release(_ run: CacheRun, by owner: String, until moment: Int64) throws(StorageError) {
        _ = try database.execute(
            """
            UPDATE cache_runs SET owner = NULL, lease_until = $5
            WHERE company = $1 AND store = $2 AND generation = $3 AND owner = $4 AND ended_at IS NULL
            """, run.key + [.text(owner), .integer(moment)])
    }

    /// The run that is under way for a site; nil where none is.
    public func underWay(_ store: String, of company: String) throws(StorageError) -> CacheRun? {
        try database.first(
            "SELECT * FROM cache_runs WHERE company = $1 AND store = $2 AND ended_at IS NULL LIMIT 1",
            [.text(company), .text(store)], CacheRun.init(row:))
    }

    /// A site's newest runs, newest first.
    public func list(_ store: String, of company: String, limit: Int) throws(StorageError) -> [CacheRun] {
        try database.all(
            "SELECT * FROM cache_runs WHERE company = $1 AND store = $2 ORDER BY generation DESC LIMIT $3",
            [.text(company), .text(store), bounded(limit)], CacheRun.init(row:))
    }

    /// Forgets runs that ended before a moment.
    ///
    /// - Parameters:
    ///   - moment: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: How many were forgotten.
    /// - Throws: `StorageError`.
    public func purge(before moment: Int64, limit: Int) throws(StorageError) -> Int {
        try database.execute(
            """
            DELETE FROM cache_runs WHERE (company, store, generation) IN (
                SELECT company, store, generation FROM cache_runs WHERE ended_at < $1 LIMIT $2)
            """, [.integer(moment), bounded(limit)])
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension CacheRuns: Sendable {}
