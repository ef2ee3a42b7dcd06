extension TransferTable {
    /// The tables of customers, coupons, cards and returns.
    static let loyalty: [TransferTable] = [
        TransferTable(
            "customers", key: "company", "code",
            others: "identifier", "name", "last_name", "email", "type", "segment", "is_active", "loaded_by"),
        TransferTable(
            "coupon_types", key: "company", "code",
            others: "kind", "is_electronic", "prefix", "base", "format", "valid_days", "valid_from", "valid_to",
            "max_uses", "is_nominative", "is_active", "mail_template"),
        TransferTable(
            "card_types", key: "company", "code",
            others: "unit", "kind", "needs_customer", "is_rechargeable", "is_transferable", "is_active",
            "points_lifetime"),
        TransferTable("coupon_counters", key: "company", "name", others: "last"),
        TransferTable(
            "coupons", key: "company", "bar_code",
            others: "type", "state", "uses", "blocks", "valid_from", "valid_to", "customer", "value_kind", "value",
            "issued_by", "benefit", "issue_number", "settled_by", "events", "changed_at"),
        TransferTable("coupon_uses", key: "transaction_id", "company", "bar_code"),
        TransferTable(
            "coupon_events", key: "company", "bar_code", "number", others: "event", "transaction_id", "at"),
        TransferTable(
            "cards", key: "company", "number",
            others: "type", "state", "blocks", "customer", "balance1", "balance2", "valid_to", "movements"),
        TransferTable(
            "card_movements", key: "company", "card", "number",
            others: "account", "kind", "points", "balance", "transaction_id", "sale", "at"),
        TransferTable("point_lots", key: "company", "card", "account", "lot", others: "points", "expires"),
        TransferTable("point_draws", key: "company", "card", "movement", "lot", others: "points"),
        TransferTable("element_blocks", key: "return_id", "kind", "company", "element"),
        TransferTable(
            "return_jobs", key: "id",
            others: "original", "company", "state", "attempts", "due_at", "owner", "error", "created_at",
            "updated_at"),
        TransferTable("return_errors", key: "job", "number", others: "element", "code", "text"),
        TransferTable("schedules", key: "name", others: "last_run", "owner", "lease_until"),
    ]
}
