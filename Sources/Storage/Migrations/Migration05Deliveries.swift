extension Migration {
    static let deliveries = Migration(
        number: 5, name: "processed messages, delivery attempts, outbox",
        statements: [
            """
            CREATE TABLE processed_messages (
                transaction_id TEXT NOT NULL,
                message_id BIGINT NOT NULL,
                company TEXT NOT NULL,
                store TEXT NOT NULL,
                terminal TEXT NOT NULL,
                body_hash BIGINT NOT NULL,
                body BYTEA NOT NULL,
                answer BYTEA NOT NULL,
                answered_at BIGINT NOT NULL,
                PRIMARY KEY (transaction_id, message_id))
            """,
            """
            CREATE INDEX processed_messages_by_session
            ON processed_messages (company, store, terminal, message_id, body_hash)
            """,
            "CREATE INDEX processed_messages_by_age ON processed_messages (company, answered_at)",
            .keyed(
                """
                CREATE TABLE delivery_attempts (
                    queue TEXT NOT NULL,
                    delivery_key TEXT NOT NULL,
                    attempts BIGINT NOT NULL,
                    last_at BIGINT NOT NULL,
                    PRIMARY KEY (queue, delivery_key))
                """),
            "CREATE INDEX delivery_attempts_by_age ON delivery_attempts (last_at)",
            """
            CREATE TABLE outbox (
                id TEXT NOT NULL PRIMARY KEY,
                exchange TEXT NOT NULL,
                routing_key TEXT NOT NULL,
                type TEXT NOT NULL,
                content_type TEXT NOT NULL,
                body BYTEA NOT NULL,
                created_at BIGINT NOT NULL)
            """,
            "CREATE INDEX outbox_by_age ON outbox (created_at, id)",
        ])
}
