extension Migration {
    /// The sum of the holds of a key and day is its counter, always: holds of transactions that are forgotten are
    /// gathered under the empty transaction.
    static let limits = Migration(
        number: 4, name: "limits",
        statements: [
            .keyed(
                """
                CREATE TABLE limit_counters (
                    company TEXT NOT NULL,
                    limit_id TEXT NOT NULL,
                    scope_key TEXT NOT NULL,
                    day BIGINT NOT NULL,
                    used BIGINT NOT NULL CHECK (used >= 0),
                    last_day BIGINT,
                    PRIMARY KEY (company, limit_id, scope_key, day))
                """),
            "CREATE INDEX limit_counters_by_last_day ON limit_counters (last_day) WHERE last_day IS NOT NULL",
            .keyed(
                """
                CREATE TABLE limit_holds (
                    transaction_id TEXT NOT NULL,
                    company TEXT NOT NULL,
                    limit_id TEXT NOT NULL,
                    scope_key TEXT NOT NULL,
                    day BIGINT NOT NULL,
                    amount BIGINT NOT NULL CHECK (amount > 0),
                    state TEXT NOT NULL,
                    PRIMARY KEY (transaction_id, company, limit_id, scope_key, day))
                """),
            """
            CREATE INDEX limit_holds_held ON limit_holds (company, limit_id, scope_key, day)
            WHERE state = 'held'
            """,
        ])
}
