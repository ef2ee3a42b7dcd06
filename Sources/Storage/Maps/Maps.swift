/// The promotion maps of all companies, each version kept as it came.
public struct Maps {
    let database: any Database

    /// The newest version of a company's map; nil before the first.
    public func newestVersion(of company: String) throws(StorageError) -> Int? {
        let newest = try database.number(
            "SELECT COALESCE(MAX(version), 0) AS value FROM maps WHERE company = $1", [.text(company)])
        return newest == 0 ? nil : Int(newest)
    }

    /// Keeps a new version.
    ///
    /// - Parameters:
    ///   - map: Its description; the version is above all that the company has.
    ///   - document: Its text.
    /// - Throws: `StorageError`, with code `constraint` when the version is not above the newest.
    public func insert(_ map: StoredMap, document: String) throws(StorageError) {
        let newest = try newestVersion(of: map.company) ?? 0
        guard map.version > newest else {
            throw StorageError(
                .constraint, place: "map of company \(map.company)",
                text: "version \(map.version) is not above the newest, \(newest)")
        }
        _ = try database.execute(
            "INSERT INTO maps (company, version, name, document, distributed_at) VALUES ($1, $2, $3, $4, $5)",
            [
                .text(map.company), .int(map.version), .text(map.name), .text(document),
                .integer(map.distributedAt),
            ])
    }

    /// The text of a version; nil when it is not held.
    public func document(of map: MapVersion) throws(StorageError) -> String? {
        try database.first(
            "SELECT document FROM maps WHERE company = $1 AND version = $2",
            [.text(map.company), .int(map.version)]
        ) { (row) throws(StorageError) in try row.text("document") }
    }

    /// The versions of a company, newest first.
    ///
    /// - Parameters:
    ///   - company: The company.
    ///   - version: The last one of the page before; nil for the first page.
    ///   - limit: How many at most.
    /// - Returns: Their descriptions.
    /// - Throws: `StorageError`.
    public func list(
        of company: String, before version: Int? = nil, limit: Int
    ) throws(StorageError) -> [StoredMap] {
        try database.all(
            """
            SELECT company, version, name, distributed_at FROM maps WHERE company = $1 AND version < $2
            ORDER BY version DESC LIMIT $3
            """, [.text(company), .int(version ?? .max), bounded(limit)], StoredMap.init(row:))
    }

    /// Keeps a version from being forgotten until the end of the database transaction, so that it can be put to use.
    ///
    /// - Parameter map: Which one.
    /// - Returns: Whether it is held at all.
    /// - Throws: `StorageError`.
    public func keep(_ map: MapVersion) throws(StorageError) -> Bool {
        try !database.query(
            "SELECT version FROM maps WHERE company = $1 AND version = $2\(database.rowLock)",
            [.text(map.company), .int(map.version)]
        ).isEmpty
    }

    /// Forgets maps that came in before a moment and that no store, no transaction and no numbering needs.
    ///
    /// - Parameters:
    ///   - moment: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: How many were forgotten.
    /// - Throws: `StorageError`.
    public func purge(before moment: Int64, limit: Int) throws(StorageError) -> Int {
        let isUnused = """
            NOT EXISTS (SELECT 1 FROM store_maps s WHERE s.company = m.company AND s.version = m.version)
            AND NOT EXISTS (SELECT 1 FROM transactions t WHERE t.company = m.company AND t.map_version = m.version)
            """
        let unused = try database.all(
            """
            SELECT m.company, m.version FROM maps m
            WHERE m.distributed_at < $1
            AND m.version < (SELECT MAX(n.version) FROM maps n WHERE n.company = m.company)
            AND \(isUnused) LIMIT $2\(database.rowLockIfFree)
            """, [.integer(moment), bounded(limit)], MapVersion.init(row:))
        var forgotten = 0
        for map in unused {
            // Looked at again under its lock: it may have been put to use since the list was made.
            forgotten += try database.execute(
                "DELETE FROM maps AS m WHERE m.company = $1 AND m.version = $2 AND \(isUnused)",
                [.text(map.company), .int(map.version)])
        }
        return forgotten
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Maps: Sendable {}
