extension Migration {
    static let transactions = Migration(
        number: 3, name: "sessions and transactions",
        statements: [
            .keyed(
                """
                CREATE TABLE sessions (
                    company TEXT NOT NULL,
                    store TEXT NOT NULL,
                    terminal TEXT NOT NULL,
                    transaction_id TEXT,
                    PRIMARY KEY (company, store, terminal))
                """),
            """
            CREATE TABLE transactions (
                id TEXT NOT NULL PRIMARY KEY,
                company TEXT NOT NULL,
                store TEXT NOT NULL,
                terminal TEXT NOT NULL,
                opened TEXT NOT NULL,
                state TEXT NOT NULL,
                is_return BIGINT NOT NULL,
                original TEXT,
                map_version BIGINT,
                choice TEXT NOT NULL,
                ticket TEXT NOT NULL,
                summary TEXT NOT NULL,
                total BIGINT NOT NULL,
                is_evaluated BIGINT NOT NULL,
                last_date_time TEXT NOT NULL,
                last_message_at BIGINT NOT NULL,
                closed_at BIGINT)
            """,
            """
            CREATE INDEX transactions_unclosed ON transactions (company, state, last_message_at)
            WHERE closed_at IS NULL
            """,
            "CREATE INDEX transactions_closed ON transactions (closed_at) WHERE closed_at IS NOT NULL",
            "CREATE INDEX transactions_by_map ON transactions (company, map_version)",
            "CREATE INDEX transactions_by_original ON transactions (original) WHERE original IS NOT NULL",
        ])
}
