/// Which map a store sells under, and which one waits to come into force there.
public struct StoreMapState: Hashable, Sendable {
    /// The store.
    public var store: String
    /// The version in force; nil before the first.
    public var inForce: Int?
    /// The newest version that waits; nil where none does.
    public var waiting: Int?
}

extension StoreMaps {
    /// The stores of a company and their maps, in order of the stores' names.
    ///
    /// - Parameters:
    ///   - company: The company.
    ///   - store: The last one of the page before; empty for the first page.
    ///   - limit: How many at most.
    ///   - now: Milliseconds since 1970.
    /// - Returns: One state for each store that a map was distributed to.
    /// - Throws: `StorageError`.
    public func list(
        of company: String, after store: String = "", limit: Int, now: Int64
    ) throws(StorageError) -> [StoreMapState] {
        try database.all(
            """
            SELECT s.store, s.in_force_sequence, s.newest,
                COALESCE((SELECT f.version FROM store_maps f WHERE f.company = $1 AND f.store = s.store
                    AND f.sequence = s.in_force_sequence), 0) AS in_force,
                (SELECT n.version FROM store_maps n WHERE n.company = $1 AND n.store = s.store
                    AND n.sequence = s.newest) AS version
            FROM (
                SELECT store, MAX(sequence) AS newest, COALESCE(MAX(
                    CASE WHEN in_force_at IS NOT NULL OR distributed_at <= $3 THEN sequence END), 0)
                    AS in_force_sequence
                FROM store_maps WHERE company = $1 AND store > $2 GROUP BY store) AS s
            ORDER BY s.store LIMIT $4
            """,
            [
                .text(company), .text(store), .integer(now - StoreMaps.patience), bounded(limit),
            ]
        ) { (row) throws(StorageError) in
            let inForce = try row.int("in_force")
            let waits = try row.integer("newest") > row.integer("in_force_sequence")
            return StoreMapState(
                store: try row.text("store"), inForce: inForce == 0 ? nil : inForce,
                waiting: waits ? try row.int("version") : nil)
        }
    }

    /// The version that a store had before the one distributed last, in force yet or not; nil where there was none.
    public func previous(company: String, store: String) throws(StorageError) -> Int? {
        try database.first(
            """
            SELECT version FROM store_maps WHERE company = $1 AND store = $2 AND version <> (
                SELECT n.version FROM store_maps n WHERE n.company = $1 AND n.store = $2
                ORDER BY n.sequence DESC LIMIT 1)
            ORDER BY sequence DESC LIMIT 1
            """, [.text(company), .text(store)]
        ) { (row) throws(StorageError) in try row.int("version") }
    }
}
