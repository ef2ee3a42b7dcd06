/// What sites have: a hash of each product's page, written together with the message that brings the page.
public struct CacheProducts {
    let database: any Database

    /// The pages that a site has, of products in a range.
    ///
    /// - Parameters:
    ///   - store: The site.
    ///   - company: The company.
    ///   - first: The range begins after this code.
    ///   - last: The range's last code; nil is all that follow.
    ///   - limit: How many at most.
    /// - Returns: Hashes by product, in order of the codes.
    /// - Throws: `StorageError`.
    public func list(
        _ store: String, of company: String, after first: String, through last: String?, limit: Int
    ) throws(StorageError) -> [(product: String, hash: String)] {
        let end = last == nil ? "" : " AND product <= $5"
        return try database.all(
            """
            SELECT product, hash FROM cache_products WHERE company = $1 AND store = $2 AND product > $3\(end)
            ORDER BY product LIMIT $4
            """,
            [.text(company), .text(store), .text(first), bounded(limit)] + (last.map { [.text($0)] } ?? [])
        ) { (row) throws(StorageError) in (try row.text("product"), try row.text("hash")) }
    }

    /// The hash of the page that a site has of a product; nil where it has none.
    public func hash(_ product: String, _ store: String, of company: String) throws(StorageError) -> String? {
        try database.first(
            "SELECT hash FROM cache_products WHERE company = $1 AND store = $2 AND product = $3",
            [.text(company), .text(store), .text(product)]
        ) { (row) throws(StorageError) in try row.text("hash") }
    }

    /// Notes that a site is sent a page.
    public func save(
        _ product: String, hash: String, _ store: String, of company: String
    ) throws(StorageError) {
        try database.later(
            Change(
                """
                INSERT INTO cache_products (company, store, product, hash) VALUES ($1, $2, $3, $4)
                ON CONFLICT (company, store, product) DO UPDATE SET hash = excluded.hash
                """, [.text(company), .text(store), .text(product), .text(hash)]))
    }

    /// Notes that a page is taken from a site.
    public func remove(_ product: String, _ store: String, of company: String) throws(StorageError) {
        try database.later(
            Change(
                "DELETE FROM cache_products WHERE company = $1 AND store = $2 AND product = $3",
                [.text(company), .text(store), .text(product)]))
    }

    /// How many pages a site has.
    public func count(_ store: String, of company: String) throws(StorageError) -> Int {
        Int(
            try database.number(
                "SELECT COUNT(*) AS value FROM cache_products WHERE company = $1 AND store = $2",
                [.text(company), .text(store)]))
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension CacheProducts: Sendable {}
