extension TransferTable {
    /// The tables of mails and alarms.
    static let mails: [TransferTable] = [
        TransferTable(
            "mails", key: "id",
            others: "kind", "company", "element", "state", "recipient", "content", "attempts", "due_at", "owner",
            "has_begun", "code", "reply", "created_at", "updated_at"),
        TransferTable("mail_templates", key: "company", "name", "language", others: "subject", "body", "html"),
        TransferTable("mail_senders", key: "company", others: "name", "language"),
        TransferTable(
            "alarms", key: "company", "limit_id", "scope_key", "day", "mark",
            others: "promotion", "scope", "kind", "used", "maximum", "email", "raised_at"),
    ]
}
