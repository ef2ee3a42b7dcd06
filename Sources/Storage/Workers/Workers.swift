/// The worker processes, and which maps each has loaded.
public struct Workers {
    /// How long a worker counts as alive after it was last seen, in milliseconds.
    public static let lifeline: Int64 = 10_000

    let database: any Database

    /// Announces a process; what an earlier one of the same name had loaded is forgotten.
    public func start(_ worker: String, kind: String, now: Int64) throws(StorageError) {
        _ = try database.execute("DELETE FROM worker_maps WHERE worker = $1", [.text(worker)])
        _ = try database.execute(
            """
            INSERT INTO workers (worker, kind, started_at, seen_at) VALUES ($1, $2, $3, $3)
            ON CONFLICT (worker) DO UPDATE SET
                kind = excluded.kind, started_at = excluded.started_at, seen_at = excluded.seen_at
            """, [.text(worker), .text(kind), .integer(now)])
    }

    /// Says that a process is alive; false when it was forgotten and has to start again.
    public func heartbeat(_ worker: String, now: Int64) throws(StorageError) -> Bool {
        try database.execute("UPDATE workers SET seen_at = $2 WHERE worker = $1", [.text(worker), .integer(now)]) > 0
    }

    /// Says that a process goes.
    public func stop(_ worker: String) throws(StorageError) {
        _ = try database.execute("DELETE FROM workers WHERE worker = $1", [.text(worker)])
    }

    /// The names of the live processes of a kind; one seen in the future was seen before the clock was set back.
    public func live(kind: String, now: Int64) throws(StorageError) -> [String] {
        try database.all(
            """
            SELECT worker FROM workers WHERE kind = $1 AND seen_at > $2 AND seen_at < $3
            ORDER BY worker LIMIT \(longestPage)
            """, [.text(kind), .integer(now - Workers.lifeline), .integer(now + Workers.lifeline)]
        ) { (row) throws(StorageError) in try row.text("worker") }
    }

    /// Says that a process has loaded a map.
    public func loaded(_ map: MapVersion, by worker: String, now: Int64) throws(StorageError) {
        _ = try database.execute(
            """
            INSERT INTO worker_maps (worker, company, version, loaded_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (worker, company, version) DO NOTHING
            """, [.text(worker), .text(map.company), .int(map.version), .integer(now)])
    }

    /// Whether every live process of a kind has loaded a map; true when none lives, as nobody has to be waited for.
    public func allLoaded(_ map: MapVersion, kind: String, now: Int64) throws(StorageError) -> Bool {
        try database.number(
            """
            SELECT COUNT(*) AS value FROM workers w WHERE w.kind = $1 AND w.seen_at > $2 AND w.seen_at < $3
            AND NOT EXISTS (
                SELECT 1 FROM worker_maps m
                WHERE m.worker = w.worker AND m.company = $4 AND m.version = $5)
            """,
            [
                .text(kind), .integer(now - Workers.lifeline), .integer(now + Workers.lifeline), .text(map.company),
                .int(map.version),
            ]) == 0
    }

    /// Forgets processes not seen since a moment.
    ///
    /// - Parameters:
    ///   - moment: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: How many were forgotten.
    /// - Throws: `StorageError`.
    public func purge(before moment: Int64, limit: Int) throws(StorageError) -> Int {
        try database.execute(
            """
            DELETE FROM workers WHERE worker IN (
                SELECT worker FROM workers WHERE seen_at < $1 ORDER BY seen_at LIMIT $2)
            """, [.integer(moment), bounded(limit)])
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Workers: Sendable {}
