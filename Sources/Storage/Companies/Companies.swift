/// The companies and their settings.
public struct Companies {
    let database: any Database
    var memory: BatchMemory?

    /// A company's settings; the defaults where none were saved.
    public func settings(of company: String) throws(StorageError) -> CompanySettings {
        if let known = memory?.companies[RowKey(company)] { return known }
        let settings =
            try database.first(
                "SELECT * FROM companies WHERE company = $1", [.text(company)], CompanySettings.init(row:))
            ?? CompanySettings()
        memory?.companies[RowKey(company)] = settings
        return settings
    }

    /// Saves a company's settings.
    public func save(_ settings: CompanySettings, of company: String) throws(StorageError) {
        _ = try database.execute(
            """
            INSERT INTO companies (
                company, transaction_lifetime, pending_lifetime, pending_action, answer_retention, strict_sessions,
                refuse_unknown_customers, auto_commit, payment_calculation, complete_items)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (company) DO UPDATE SET
                transaction_lifetime = excluded.transaction_lifetime, pending_lifetime = excluded.pending_lifetime,
                pending_action = excluded.pending_action, answer_retention = excluded.answer_retention,
                strict_sessions = excluded.strict_sessions,
                refuse_unknown_customers = excluded.refuse_unknown_customers,
                auto_commit = excluded.auto_commit, payment_calculation = excluded.payment_calculation,
                complete_items = excluded.complete_items
            """, [.text(company)] + settings.values)
    }

    /// The companies that have settings, maps or sessions, in order of their names.
    ///
    /// - Parameters:
    ///   - name: The last one of the page before; empty for the first page.
    ///   - limit: How many at most.
    /// - Returns: Their names.
    /// - Throws: `StorageError`.
    public func known(after name: String = "", limit: Int) throws(StorageError) -> [String] {
        try database.all(
            """
            SELECT company FROM companies WHERE company > $1
            UNION SELECT company FROM sessions WHERE company > $1
            UNION SELECT company FROM store_maps WHERE company > $1
            ORDER BY company LIMIT $2
            """, [.text(name), bounded(limit)]
        ) { (row) throws(StorageError) in try row.text("company") }
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Companies: Sendable {}
