extension TransferTable {
    /// The tables of catalogs, imports and the e-commerce cache.
    static let catalogs: [TransferTable] = [
        TransferTable("catalog_entries", key: "company", "catalog", "code", others: "data", "loaded_by"),
        TransferTable(
            "stores", key: "company", "store",
            others: "data", "zone", "kind", "time_zone", "channel", "terminal", "cache_minute", "cache_nightly",
            "cache_on_distribution", "cache_queue_length", "loaded_by"),
        TransferTable("exclusion_dates", key: "company", "store", "day", "promotion", others: "loaded_by"),
        TransferTable(
            "imports", key: "id",
            others: "import_key", "source", "company", "catalog", "state", "is_replacing", "size", "position",
            "sweep_after", "total", "loaded", "removed", "refused", "problem", "created_at", "changed_at", "owner",
            "lease_until"),
        TransferTable("import_chunks", key: "import_id", "number", others: "bytes"),
        TransferTable("import_errors", key: "import_id", "number", others: "place", "found", "allowed"),
        TransferTable(
            "cache_sites", key: "company", "store",
            others: "generation", "nightly_at", "wanted_mode", "wanted_reason", "refused_since"),
        TransferTable(
            "cache_runs", key: "company", "store", "generation",
            others: "mode", "reason", "map_version", "state", "moment", "products", "evaluated", "after_product",
            "sequence", "published", "removed", "unchanged", "started_at", "ended_at", "owner", "lease_until"),
        TransferTable("cache_products", key: "company", "store", "product", others: "hash"),
        TransferTable(
            "cache_messages", key: "company", "store", "generation", "number", others: "type", "body"),
    ]
}
