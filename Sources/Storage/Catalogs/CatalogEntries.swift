/// An entry of a catalog.
public struct CatalogEntry: Hashable, Sendable {
    /// What it is called by.
    public var code: String
    /// What is known of it: a JSON object, as it was loaded.
    public var data: String

    /// An entry from its parts.
    public init(code: String, data: String) {
        self.code = code
        self.data = data
    }

    init(row: Row) throws(StorageError) {
        code = try row.text("code")
        data = try row.text("data")
    }
}

/// How far replacing a catalog has come.
public struct CatalogSweep: Hashable, Sendable {
    /// The last row looked at; nil where there is none left.
    public var last: String?
    /// How many old rows were removed.
    public var removed: Int

    /// How far it came, from its parts.
    public init(last: String?, removed: Int) {
        self.last = last
        self.removed = removed
    }
}

/// The catalogs of companies: brands, categories, products, means of payment and what else has codes.
public struct CatalogEntries {
    /// The catalog of products.
    public static let items = "catalogitem"

    let database: any Database

    /// Writes an entry, in place of the one with its code; what a later import brought stays.
    ///
    /// - Parameters:
    ///   - entry: The entry.
    ///   - catalog: The catalog's name in lower case.
    ///   - company: The company.
    ///   - number: The import that brings it.
    /// - Throws: `StorageError`.
    public func save(
        _ entry: CatalogEntry, in catalog: String, of company: String, by number: Int64
    ) throws(StorageError) {
        try database.later(
            Change(
                """
                INSERT INTO catalog_entries (company, catalog, code, data, loaded_by) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (company, catalog, code) DO UPDATE SET
                    data = excluded.data, loaded_by = excluded.loaded_by
                WHERE catalog_entries.loaded_by <= excluded.loaded_by
                """,
                [.text(company), .text(catalog), .text(entry.code), .text(entry.data), .integer(number)]))
    }

    /// Removes an entry, if there is one.
    ///
    /// - Parameters:
    ///   - code: The entry's code.
    ///   - catalog: The catalog's name in lower case.
    ///   - company: The company.
    ///   - number: The import that says so; what a later one brought stays.
    /// - Throws: `StorageError`.
    public func remove(
        _ code: String, from catalog: String, of company: String, by number: Int64
    ) throws(StorageError) {
        try database.later(
            Change(
                """
                DELETE FROM catalog_entries
                WHERE company = $1 AND catalog = $2 AND code = $3 AND loaded_by <= $4
                """, [.text(company), .text(catalog), .text(code), .integer(number)]))
    }

    /// The entry of a code; nil where there is none.
    public func find(_ code: String, in catalog: String, of company: String) throws(StorageError) -> CatalogEntry? {
        try database.first(
            "SELECT code, data FROM catalog_entries WHERE company = $1 AND catalog = $2 AND code = $3",
            [.text(company), .text(catalog), .text(code)], CatalogEntry.init(row:))
    }

    /// The entries of a catalog, in order of their codes.
    ///
    /// - Parameters:
    ///   - catalog: The catalog's name in lower case.
    ///   - company: The company.
    ///   - code: The last one of the page before; empty for the first page.
    ///   - limit: How many at most.
    /// - Returns: The entries.
    /// - Throws: `StorageError`.
    public func list(
        _ catalog: String, of company: String, after code: String = "", limit: Int
    ) throws(StorageError) -> [CatalogEntry] {
        try database.all(
            """
            SELECT code, data FROM catalog_entries WHERE company = $1 AND catalog = $2 AND code > $3
            ORDER BY code LIMIT $4
            """, [.text(company), .text(catalog), .text(code), bounded(limit)], CatalogEntry.init(row:))
    }

    /// How many entries a catalog has.
    public func count(_ catalog: String, of company: String) throws(StorageError) -> Int {
        Int(
            try database.number(
                "SELECT COUNT(*) AS value FROM catalog_entries WHERE company = $1 AND catalog = $2",
                [.text(company), .text(catalog)]))
    }

    /// Removes what an import that replaces a catalog did not bring, a page at a time.
    ///
    /// - Parameters:
    ///   - catalog: The catalog's name in lower case.
    ///   - company: The company.
    ///   - number: The import; what it or a later one brought stays.
    ///   - code: The last one of the page before; empty for the first page.
    ///   - limit: How many are looked at.
    /// - Returns: How far it came.
    /// - Throws: `StorageError`.
    public func sweep(
        _ catalog: String, of company: String, before number: Int64, after code: String, limit: Int
    ) throws(StorageError) -> CatalogSweep {
        let last = try database.all(
            """
            SELECT code FROM catalog_entries WHERE company = $1 AND catalog = $2 AND code > $3
            ORDER BY code LIMIT $4
            """, [.text(company), .text(catalog), .text(code), bounded(limit)]
        ) { (row) throws(StorageError) in try row.text("code") }.last
        guard let last else { return CatalogSweep(last: nil, removed: 0) }
        let removed = try database.execute(
            """
            DELETE FROM catalog_entries
            WHERE company = $1 AND catalog = $2 AND code > $3 AND code <= $4 AND loaded_by < $5
            """, [.text(company), .text(catalog), .text(code), .text(last), .integer(number)])
        return CatalogSweep(last: last, removed: removed)
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension CatalogEntries: Sendable {}
