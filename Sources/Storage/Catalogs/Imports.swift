/// Loads of catalogs: written down first, then carried out in slices by one worker at a time.
public struct Imports {
    /// How many refused rows of one load are kept; all are counted.
    public static let mostErrors = 1_000
    /// How long a worker has a load without getting on with it, in milliseconds.
    public static let lease: Int64 = 30_000

    let database: any Database

    /// The load of a key; a new one where there is none, or where what was handed over under it could not be read.
    ///
    /// - Parameters:
    ///   - key: What makes it single.
    ///   - source: Where it comes from, for people.
    ///   - now: Milliseconds since 1970.
    /// - Returns: The load.
    /// - Throws: `StorageError`. It is called in an exclusive transaction, in which numbers are counted.
    public func open(_ key: String, source: String, now: Int64) throws(StorageError) -> ImportRecord {
        let known = try database.first(
            "SELECT * FROM imports WHERE import_key = $1", [.text(key)], ImportRecord.init(row:))
        if let known, !known.isUnread { return known }
        if let known {
            // It stays as a report; whatever comes under its key is read anew.
            _ = try database.execute(
                "UPDATE imports SET import_key = $2 WHERE id = $1", [.integer(known.id), .text("\(key)#\(known.id)")])
        }
        let newest = try database.number("SELECT COALESCE(MAX(id), 0) AS value FROM imports", [])
        let record = ImportRecord(id: newest + 1, key: key, source: source, now: now)
        _ = try database.execute(
            """
            INSERT INTO imports (
                id, import_key, source, company, catalog, state, is_replacing, size, position, sweep_after, total,
                loaded, removed, refused, problem, changed_at, created_at, owner, lease_until)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, NULL, 0)
            """,
            [.integer(record.id), .text(key), .text(source)] + record.values + [.integer(now)])
        return record
    }

    /// Writes down how far a load has come.
    public func save(_ record: ImportRecord) throws(StorageError) { _ = try update(record, where: "id = $1") }

    /// Writes down that a load was received, or that it cannot be read.
    ///
    /// - Parameter record: The load.
    /// - Returns: Whether it was being received still; false where another receiver was faster, and nothing is changed.
    /// - Throws: `StorageError`.
    public func saveReceived(_ record: ImportRecord) throws(StorageError) -> Bool {
        try update(record, where: "id = $1 AND state = 'receiving'") == 1
    }

    private func update(_ record: ImportRecord, where condition: String) throws(StorageError) -> Int {
        try database.execute(
            """
            UPDATE imports SET
                company = $2, catalog = $3, state = $4, is_replacing = $5, size = $6, position = $7,
                sweep_after = $8, total = $9, loaded = $10, removed = $11, refused = $12, problem = $13,
                changed_at = $14
            WHERE \(condition)
            """, [.integer(record.id)] + record.values)
    }

    /// Adds a piece of what was handed over; the same piece again replaces it.
    public func add(_ bytes: [UInt8], number: Int64, to id: Int64) throws(StorageError) {
        _ = try database.execute(
            """
            INSERT INTO import_chunks (import_id, number, bytes) VALUES ($1, $2, $3)
            ON CONFLICT (import_id, number) DO UPDATE SET bytes = excluded.bytes
            """, [.integer(id), .integer(number), .blob(bytes)])
    }

    /// A piece of what was handed over; nil after the last.
    public func chunk(_ number: Int64, of id: Int64) throws(StorageError) -> [UInt8]? {
        try database.first(
            "SELECT bytes FROM import_chunks WHERE import_id = $1 AND number = $2", [.integer(id), .integer(number)]
        ) { (row) throws(StorageError) in try row.blob("bytes") }
    }

    /// Forgets what was handed over for loads that are over, some pieces at a time.
    ///
    /// - Parameter limit: How many pieces at most.
    /// - Returns: How many were forgotten.
    /// - Throws: `StorageError`.
    public func dropChunks(limit: Int) throws(StorageError) -> Int {
        try database.execute(
            """
            DELETE FROM import_chunks WHERE (import_id, number) IN (
                SELECT c.import_id, c.number FROM import_chunks c JOIN imports i ON i.id = c.import_id
                WHERE i.state IN ('done', 'failed') LIMIT $1)
            """, [bounded(limit)])
    }

    /// Adds a refused row; those after the first `mostErrors` are not kept.
    ///
    /// - Parameters:
    ///   - error: what is wrong.
    ///   - number: its place among the load's refused rows, from 1.
    ///   - id: the load.
    /// - Throws: `StorageError`.
    public func add(_ error: ImportError, number: Int64, to id: Int64) throws(StorageError) {
        guard number <= Imports.mostErrors else { return }
        _ = try database.execute(
            """
            INSERT INTO import_errors (import_id, number, place, found, allowed) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (import_id, number) DO NOTHING
            """,
            [.integer(id), .integer(number), .text(error.place), .text(error.found), .text(error.allowed)])
    }

    /// The refused rows of a load, in their order.
    public func errors(of id: Int64, limit: Int = mostErrors) throws(StorageError) -> [ImportError] {
        try database.all(
            "SELECT place, found, allowed FROM import_errors WHERE import_id = $1 ORDER BY number LIMIT $2",
            [.integer(id), bounded(limit)]
        ) { (row) throws(StorageError) in
            ImportError(place: try row.text("place"), found: try row.text("found"), allowed: try row.text("allowed"))
        }
    }

    /// A load; nil where it is not kept.
    public func find(_ id: Int64) throws(StorageError) -> ImportRecord? {
        try database.first("SELECT * FROM imports WHERE id = $1", [.integer(id)], ImportRecord.init(row:))
    }

    /// Whether no later load of its catalog was written down.
    public func isLatest(_ record: ImportRecord) throws(StorageError) -> Bool {
        try database.number(
            "SELECT COALESCE(MAX(id), 0) AS value FROM imports WHERE company = $1 AND catalog = $2",
            [.text(record.company), .text(record.catalog)]) == record.id
    }

    /// The newest loads, newest first.
    public func list(limit: Int) throws(StorageError) -> [ImportRecord] {
        try database.all(
            "SELECT * FROM imports ORDER BY id DESC LIMIT $1", [bounded(limit)], ImportRecord.init(row:))
    }

    /// Takes the oldest load that waits and that nobody has; of one catalog always the oldest comes first.
    ///
    /// - Parameters:
    ///   - owner: The worker; it keeps what it has.
    ///   - now: Milliseconds since 1970.
    /// - Returns: The load; nil where none waits.
    /// - Throws: `StorageError`.
    public func take(by owner: String, now: Int64) throws(StorageError) -> ImportRecord? {
        let free = try database.all(
            """
            SELECT i.id FROM imports i WHERE i.state = 'waiting' AND (i.owner IS NULL OR i.owner = $1
                OR i.lease_until <= $2 OR i.lease_until > $3)
            AND NOT EXISTS (SELECT 1 FROM imports o WHERE o.company = i.company AND o.catalog = i.catalog
                AND o.state = 'waiting' AND o.id < i.id)
            ORDER BY i.id LIMIT 8
            """, [.text(owner), .integer(now), .integer(now + 2 * Imports.lease)]
        ) { (row) throws(StorageError) in try row.integer("id") }
        for id in free where try keep(id, by: owner, now: now) { return try find(id) }
        return nil
    }

    /// Keeps a load for a worker that gets on with it.
    ///
    /// - Returns: Whether it is the worker's; false where another has taken it.
    public func keep(_ id: Int64, by owner: String, now: Int64) throws(StorageError) -> Bool {
        try database.execute(
            """
            UPDATE imports SET owner = $2, lease_until = $3
            WHERE id = $1 AND state = 'waiting' AND (owner IS NULL OR owner = $2 OR lease_until <= $4
                OR lease_until > $5)
            """,
            [
                .integer(id), .text(owner), .integer(now + Imports.lease), .integer(now),
                .integer(now + 2 * Imports.lease),
            ]) == 1
    }

    /// Gives back what a worker has, so that others need not wait.
    public func release(by owner: String) throws(StorageError) {
        _ = try database.execute(
            "UPDATE imports SET owner = NULL, lease_until = 0 WHERE state = 'waiting' AND owner = $1",
            [.text(owner)])
    }

    /// Forgets loads that are over, or that were never handed over whole, since a moment.
    ///
    /// - Parameters:
    ///   - moment: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: How many were forgotten.
    /// - Throws: `StorageError`.
    public func purge(before moment: Int64, limit: Int) throws(StorageError) -> Int {
        // The newest is kept: the next one's number is counted from it.
        try database.execute(
            """
            DELETE FROM imports WHERE id IN (
                SELECT id FROM imports WHERE state <> 'waiting' AND changed_at < $1
                AND id < (SELECT MAX(n.id) FROM imports n) ORDER BY id LIMIT $2)
            """, [.integer(moment), bounded(limit)])
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Imports: Sendable {}
