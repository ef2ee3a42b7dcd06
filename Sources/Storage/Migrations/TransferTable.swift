/// A table as it is copied: what finds its rows, and what else they hold.
struct TransferTable: Hashable, Sendable {
    let name: String
    let key: [String]
    let others: [String]

    init(_ name: String, key: String..., others: String...) {
        self.name = name
        self.key = key
        self.others = others
    }

    var columns: [String] { key + others }

    /// Every table but that of the migrations, those that others refer to first.
    static let all: [TransferTable] =
        [
            TransferTable(
                "companies", key: "company",
                others: "transaction_lifetime", "pending_lifetime", "pending_action", "answer_retention",
                "strict_sessions", "refuse_unknown_customers", "auto_commit", "payment_calculation",
                "complete_items"),
            TransferTable("maps", key: "company", "version", others: "name", "document", "distributed_at"),
            TransferTable(
                "store_maps", key: "company", "store", "sequence", others: "version", "distributed_at", "in_force_at"),
            TransferTable("workers", key: "worker", others: "kind", "started_at", "seen_at"),
            TransferTable("worker_maps", key: "worker", "company", "version", others: "loaded_at"),
            TransferTable("sessions", key: "company", "store", "terminal", others: "transaction_id"),
            TransferTable(
                "transactions", key: "id",
                others: "company", "store", "terminal", "opened", "state", "is_return", "original", "map_version",
                "choice", "ticket", "summary", "total", "is_evaluated", "last_date_time", "last_message_at", "closed_at"
            ),
            TransferTable(
                "limit_counters", key: "company", "limit_id", "scope_key", "day", others: "used", "last_day"),
            TransferTable(
                "limit_holds", key: "transaction_id", "company", "limit_id", "scope_key", "day",
                others: "amount", "state"),
            TransferTable(
                "processed_messages", key: "transaction_id", "message_id",
                others: "company", "store", "terminal", "body_hash", "body", "answer", "answered_at"),
            TransferTable("delivery_attempts", key: "queue", "delivery_key", others: "attempts", "last_at"),
            TransferTable(
                "outbox", key: "id",
                others: "exchange", "routing_key", "type", "content_type", "body", "created_at"),
        ] + loyalty + mails + catalogs
}

extension TransferTable {
    /// The rows behind a key, in order; from the first one where there is no key.
    func page(after last: [DatabaseValue]?, of database: any Database, count: Int) throws(StorageError) -> [Row] {
        let list = columns.joined(separator: ", ")
        let order = key.joined(separator: ", ")
        guard let last else {
            return try database.query("SELECT \(list) FROM \(name) ORDER BY \(order) LIMIT $1", [bounded(count)])
        }
        let places = key.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        return try database.query(
            """
            SELECT \(list) FROM \(name) WHERE (\(order)) > (\(places)) ORDER BY \(order) LIMIT $\(key.count + 1)
            """, last + [bounded(count)])
    }

    /// Writes a row.
    func insert(_ values: [DatabaseValue], into database: any Database) throws(StorageError) {
        let places = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        _ = try database.execute(
            "INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES (\(places))", values)
    }

    /// Whether there is any row.
    func isEmpty(in database: any Database) throws(StorageError) -> Bool {
        try database.query("SELECT 1 AS value FROM \(name) LIMIT 1", []).isEmpty
    }
}
