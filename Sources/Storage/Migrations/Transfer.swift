/// Copies everything from one database to another, whatever kind each is.
public enum Transfer: Sendable {
    /// How many rows are in memory at a time; some hold a document of many kilobytes.
    static let pageSize = 200

    /// What was copied of a table.
    public struct Copied: Hashable, Sendable {
        /// The table.
        public var table: String
        /// How many rows.
        public var rows: Int
    }

    /// Copies all rows of all tables: all of them, or none.
    ///
    /// Both are locked against migrations meanwhile, a SQLite file against all writers. Workers have to be stopped:
    /// what they do to the source after its rows were read is not copied.
    ///
    /// - Parameters:
    ///   - source: Where the rows are; at this version's migration, outside a transaction.
    ///   - target: Where they go; at the same migration, and empty.
    ///   - now: Milliseconds since 1970, to tell whether workers live.
    ///   - report: Told of each table when it was read.
    /// - Returns: What was copied, table by table.
    /// - Throws: `StorageError`, with code `constraint` where a worker lives or the target holds rows.
    @discardableResult
    public static func run(
        from source: any Database, to target: any Database, now: Int64, report: (Copied) -> Void = { _ in }
    ) throws(StorageError) -> [Copied] {
        try requireMigrated(source, "source")
        try requireMigrated(target, "target")
        return try source.exclusiveTransaction { () throws(StorageError) in
            try requireQuiet(source, now: now)
            return try target.exclusiveTransaction { () throws(StorageError) in
                for table in TransferTable.all { try requireEmpty(table, target) }
                var copied: [Copied] = []
                for table in TransferTable.all {
                    copied.append(Copied(table: table.name, rows: try copy(table, source, target)))
                    report(copied[copied.count - 1])
                }
                return copied
            }
        }
    }

    private static func copy(
        _ table: TransferTable, _ source: any Database, _ target: any Database
    ) throws(StorageError) -> Int {
        var (rows, last): (Int, [DatabaseValue]?) = (0, nil)
        while true {
            let page = try table.page(after: last, of: source, count: pageSize)
            for row in page {
                var values: [DatabaseValue] = []
                for column in table.columns { values.append(try row.value(column)) }
                try table.insert(values, into: target)
                last = Array(values.prefix(table.key.count))
            }
            rows += page.count
            if page.count < pageSize { return rows }
        }
    }

    private static func requireMigrated(_ database: any Database, _ role: String) throws(StorageError) {
        let reached = try Migrator.reached(database)
        guard reached == Migrator.newest else {
            throw StorageError(
                reached > Migrator.newest ? .newerDatabase : .constraint, place: "transfer",
                text: "the \(role) is at migration \(reached), needed is \(Migrator.newest)")
        }
    }

    private static func requireQuiet(_ source: any Database, now: Int64) throws(StorageError) {
        let live = try source.first(
            "SELECT worker FROM workers WHERE seen_at > $1 ORDER BY worker LIMIT 1",
            [.integer(now - Workers.lifeline)]
        ) { (row) throws(StorageError) in try row.text("worker") }
        guard let live else { return }
        throw StorageError(
            .constraint, place: "transfer",
            text: "worker \(live) was seen in the last \(Workers.lifeline / 1_000) s; stop all workers first")
    }

    private static func requireEmpty(_ table: TransferTable, _ target: any Database) throws(StorageError) {
        guard try table.isEmpty(in: target) else {
            throw StorageError(
                .constraint, place: "transfer", text: "the target holds rows in \(table.name), it has to be empty")
        }
    }
}
