/// The stores that companies have described.
public struct Stores {
    let database: any Database

    /// Saves a store; one that a later import brought stays.
    ///
    /// - Parameters:
    ///   - store: The store.
    ///   - number: The import that brings it.
    /// - Throws: `StorageError`.
    public func save(_ store: StoreRecord, by number: Int64 = 0) throws(StorageError) {
        try database.later(
            Change(
                """
                INSERT INTO stores (
                    company, store, data, zone, kind, time_zone, channel, terminal, cache_minute, cache_nightly,
                    cache_on_distribution, cache_queue_length, loaded_by)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                ON CONFLICT (company, store) DO UPDATE SET
                    data = excluded.data, zone = excluded.zone, kind = excluded.kind, time_zone = excluded.time_zone,
                    channel = excluded.channel, terminal = excluded.terminal, cache_minute = excluded.cache_minute,
                    cache_nightly = excluded.cache_nightly, cache_on_distribution = excluded.cache_on_distribution,
                    cache_queue_length = excluded.cache_queue_length, loaded_by = excluded.loaded_by
                WHERE stores.loaded_by <= excluded.loaded_by
                """, store.values + [.integer(number)]))
    }

    /// Removes a store, if it is there.
    ///
    /// - Parameters:
    ///   - store: The store.
    ///   - company: The company.
    ///   - number: The import that says so; what a later one brought stays.
    /// - Throws: `StorageError`.
    public func remove(_ store: String, of company: String, by number: Int64) throws(StorageError) {
        try database.later(
            Change(
                "DELETE FROM stores WHERE company = $1 AND store = $2 AND loaded_by <= $3",
                [.text(company), .text(store), .integer(number)]))
    }

    /// A store; nil where it was not described.
    public func find(_ store: String, of company: String) throws(StorageError) -> StoreRecord? {
        try database.first(
            "SELECT * FROM stores WHERE company = $1 AND store = $2", [.text(company), .text(store)],
            StoreRecord.init(row:))
    }

    /// The sites of all companies, in order of company and store.
    ///
    /// - Parameters:
    ///   - last: The last one of the page before; nil for the first page.
    ///   - limit: How many at most.
    /// - Returns: The stores.
    /// - Throws: `StorageError`.
    public func sites(after last: StoreRecord? = nil, limit: Int) throws(StorageError) -> [StoreRecord] {
        try database.all(
            """
            SELECT * FROM stores WHERE kind = 'ecommerce' AND (company, store) > ($1, $2)
            ORDER BY company, store LIMIT $3
            """, [.text(last?.company ?? ""), .text(last?.store ?? ""), bounded(limit)], StoreRecord.init(row:))
    }

    /// Removes the stores that an import that replaces them did not bring, a page at a time.
    ///
    /// - Parameters:
    ///   - company: The company.
    ///   - number: The import; what it or a later one brought stays.
    ///   - store: The last one of the page before; empty for the first page.
    ///   - limit: How many are looked at.
    /// - Returns: How far it came.
    /// - Throws: `StorageError`.
    public func sweep(
        of company: String, before number: Int64, after store: String, limit: Int
    ) throws(StorageError) -> CatalogSweep {
        let last = try database.all(
            "SELECT store FROM stores WHERE company = $1 AND store > $2 ORDER BY store LIMIT $3",
            [.text(company), .text(store), bounded(limit)]
        ) { (row) throws(StorageError) in try row.text("store") }.last
        guard let last else { return CatalogSweep(last: nil, removed: 0) }
        let removed = try database.execute(
            "DELETE FROM stores WHERE company = $1 AND store > $2 AND store <= $3 AND loaded_by < $4",
            [.text(company), .text(store), .text(last), .integer(number)])
        return CatalogSweep(last: last, removed: removed)
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Stores: Sendable {}
