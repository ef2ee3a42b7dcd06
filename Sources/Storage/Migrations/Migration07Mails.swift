extension Migration {
    /// A mail is there from the commit that causes it on; an alarm once for its limit, window and mark.
    static let mails = Migration(
        number: 7, name: "mails, their templates, alarms of limits",
        statements: [
            """
            CREATE TABLE mails (
                id TEXT NOT NULL PRIMARY KEY,
                kind TEXT NOT NULL,
                company TEXT NOT NULL,
                element TEXT NOT NULL,
                state TEXT NOT NULL,
                recipient TEXT NOT NULL,
                content BYTEA,
                attempts BIGINT NOT NULL,
                due_at BIGINT NOT NULL,
                owner TEXT,
                has_begun BIGINT NOT NULL,
                code BIGINT NOT NULL,
                reply TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL)
            """,
            "CREATE INDEX mails_due ON mails (due_at, id) WHERE state = 'queued'",
            "CREATE INDEX mails_by_state ON mails (state, updated_at, id)",
            "CREATE INDEX mails_by_age ON mails (created_at, id)",
            .keyed(
                """
                CREATE TABLE mail_templates (
                    company TEXT NOT NULL,
                    name TEXT NOT NULL,
                    language TEXT NOT NULL,
                    subject TEXT NOT NULL,
                    body TEXT NOT NULL,
                    html TEXT NOT NULL,
                    PRIMARY KEY (company, name, language))
                """),
            .keyed(
                """
                CREATE TABLE mail_senders (
                    company TEXT NOT NULL PRIMARY KEY,
                    name TEXT NOT NULL,
                    language TEXT NOT NULL)
                """),
            """
            CREATE TABLE alarms (
                company TEXT NOT NULL,
                limit_id TEXT NOT NULL,
                scope_key TEXT NOT NULL,
                day BIGINT NOT NULL,
                mark TEXT NOT NULL,
                promotion TEXT NOT NULL,
                scope TEXT NOT NULL,
                kind TEXT NOT NULL,
                used BIGINT NOT NULL,
                maximum BIGINT NOT NULL,
                email TEXT NOT NULL,
                raised_at BIGINT NOT NULL,
                PRIMARY KEY (company, limit_id, scope_key, day, mark))
            """,
            "CREATE INDEX alarms_by_age ON alarms (company, raised_at)",
            "CREATE INDEX alarms_by_day ON alarms (day) WHERE day <> 0",
        ])
}
