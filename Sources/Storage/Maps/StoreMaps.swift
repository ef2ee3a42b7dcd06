/// Which map is in force in which store.
///
/// A distributed version comes into force when every live worker has loaded it, or after `patience`. One that is in
/// force stays so whatever happens to the clock.
public struct StoreMaps {
    /// How long a distributed version waits for slow workers, in milliseconds.
    public static let patience: Int64 = 30_000

    let database: any Database

    /// Distributes a version to stores; one that was in force before may come again.
    public func distribute(_ map: MapVersion, to stores: [String], now: Int64) throws(StorageError) {
        for store in stores {
            let newest = try database.number(
                "SELECT COALESCE(MAX(sequence), 0) AS value FROM store_maps WHERE company = $1 AND store = $2",
                [.text(map.company), .text(store)])
            _ = try database.execute(
                """
                INSERT INTO store_maps (company, store, sequence, version, distributed_at)
                VALUES ($1, $2, $3, $4, $5)
                """,
                [.text(map.company), .text(store), .integer(newest + 1), .int(map.version), .integer(now)])
        }
    }

    /// The version in force in a store; nil before the first.
    public func inForce(company: String, store: String, now: Int64) throws(StorageError) -> Int? {
        try database.first(
            """
            SELECT version FROM store_maps WHERE company = $1 AND store = $2
            AND (in_force_at IS NOT NULL OR distributed_at <= $3)
            ORDER BY sequence DESC LIMIT 1
            """, [.text(company), .text(store), .integer(now - StoreMaps.patience)]
        ) { (row) throws(StorageError) in try row.int("version") }
    }

    /// The versions that wait for workers to load them.
    public func pending(now: Int64) throws(StorageError) -> [MapVersion] {
        try database.all(
            """
            SELECT DISTINCT company, version FROM store_maps
            WHERE in_force_at IS NULL AND distributed_at > $1 ORDER BY company, version LIMIT \(longestPage)
            """, [.integer(now - StoreMaps.patience)], MapVersion.init(row:))
    }

    /// Brings a waiting version into force; one whose patience is over is in force already and stays as it is.
    public func activate(_ map: MapVersion, now: Int64) throws(StorageError) {
        _ = try database.execute(
            """
            UPDATE store_maps SET in_force_at = $3
            WHERE company = $1 AND version = $2 AND in_force_at IS NULL AND distributed_at > $4
            """,
            [.text(map.company), .int(map.version), .integer(now), .integer(now - StoreMaps.patience)])
    }

    /// The versions a worker should have loaded: those in force and those that wait.
    public func versionsInUse(now: Int64) throws(StorageError) -> [MapVersion] {
        try database.all(
            """
            SELECT DISTINCT s.company, s.version FROM store_maps s WHERE NOT EXISTS (
                SELECT 1 FROM store_maps n
                WHERE n.company = s.company AND n.store = s.store AND n.sequence > s.sequence
                AND (n.in_force_at IS NOT NULL OR n.distributed_at <= $1))
            ORDER BY s.company, s.version LIMIT \(longestPage)
            """, [.integer(now - StoreMaps.patience)], MapVersion.init(row:))
    }

    /// Forgets distributions that others replaced before a moment.
    ///
    /// - Parameters:
    ///   - moment: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: How many were forgotten.
    /// - Throws: `StorageError`.
    public func purge(before moment: Int64, limit: Int) throws(StorageError) -> Int {
        try database.execute(
            """
            DELETE FROM store_maps WHERE (company, store, sequence) IN (
                SELECT s.company, s.store, s.sequence FROM store_maps s WHERE EXISTS (
                    SELECT 1 FROM store_maps n
                    WHERE n.company = s.company AND n.store = s.store AND n.sequence > s.sequence
                    AND (n.in_force_at < $1 OR (n.in_force_at IS NULL AND n.distributed_at < $2)))
                LIMIT $3)
            """, [.integer(moment), .integer(moment - StoreMaps.patience), bounded(limit)])
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension StoreMaps: Sendable {}
