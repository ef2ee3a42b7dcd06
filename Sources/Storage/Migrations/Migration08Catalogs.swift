extension Migration {
    /// Rows that came by an import carry its number, so that replacing a catalog can tell old rows from new ones.
    static let catalogs = Migration(
        number: 8, name: "catalogs, imports, e-commerce cache", statements: entries + imports + cache)

    private static let entries: [Statement] = [
        .keyed(
            """
            CREATE TABLE catalog_entries (
                company TEXT NOT NULL,
                catalog TEXT NOT NULL,
                code TEXT NOT NULL,
                data TEXT NOT NULL,
                loaded_by BIGINT NOT NULL,
                PRIMARY KEY (company, catalog, code))
            """),
        .keyed(
            """
            CREATE TABLE stores (
                company TEXT NOT NULL,
                store TEXT NOT NULL,
                data TEXT NOT NULL,
                zone TEXT NOT NULL,
                kind TEXT NOT NULL,
                time_zone TEXT NOT NULL,
                channel TEXT NOT NULL,
                terminal TEXT NOT NULL,
                cache_minute BIGINT NOT NULL,
                cache_nightly TEXT NOT NULL,
                cache_on_distribution BIGINT NOT NULL,
                cache_queue_length BIGINT NOT NULL,
                loaded_by BIGINT NOT NULL,
                PRIMARY KEY (company, store))
            """),
        .keyed(
            """
            CREATE TABLE exclusion_dates (
                company TEXT NOT NULL,
                store TEXT NOT NULL,
                day BIGINT NOT NULL,
                promotion TEXT NOT NULL,
                loaded_by BIGINT NOT NULL,
                PRIMARY KEY (company, store, day, promotion))
            """),
        "ALTER TABLE customers ADD COLUMN loaded_by BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE companies ADD COLUMN complete_items BIGINT NOT NULL DEFAULT 0",
    ]

    private static let imports: [Statement] = [
        """
        CREATE TABLE imports (
            id BIGINT NOT NULL PRIMARY KEY,
            import_key TEXT NOT NULL,
            source TEXT NOT NULL,
            company TEXT NOT NULL,
            catalog TEXT NOT NULL,
            state TEXT NOT NULL,
            is_replacing BIGINT NOT NULL,
            size BIGINT NOT NULL,
            position BIGINT NOT NULL,
            sweep_after TEXT NOT NULL,
            total BIGINT NOT NULL,
            loaded BIGINT NOT NULL,
            removed BIGINT NOT NULL,
            refused BIGINT NOT NULL,
            problem TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            changed_at BIGINT NOT NULL,
            owner TEXT,
            lease_until BIGINT NOT NULL)
        """,
        "CREATE UNIQUE INDEX imports_by_key ON imports (import_key)",
        "CREATE INDEX imports_under_way ON imports (id) WHERE state = 'waiting'",
        """
        CREATE TABLE import_chunks (
            import_id BIGINT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
            number BIGINT NOT NULL,
            bytes BYTEA NOT NULL,
            PRIMARY KEY (import_id, number))
        """,
        """
        CREATE TABLE import_errors (
            import_id BIGINT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
            number BIGINT NOT NULL,
            place TEXT NOT NULL,
            found TEXT NOT NULL,
            allowed TEXT NOT NULL,
            PRIMARY KEY (import_id, number))
        """,
    ]

    private static let cache: [Statement] = [
        .keyed(
            """
            CREATE TABLE cache_sites (
                company TEXT NOT NULL,
                store TEXT NOT NULL,
                generation BIGINT NOT NULL,
                nightly_at BIGINT NOT NULL,
                wanted_mode TEXT,
                wanted_reason TEXT,
                refused_since BIGINT,
                PRIMARY KEY (company, store))
            """),
        """
        CREATE TABLE cache_runs (
            company TEXT NOT NULL,
            store TEXT NOT NULL,
            generation BIGINT NOT NULL,
            mode TEXT NOT NULL,
            reason TEXT NOT NULL,
            map_version BIGINT NOT NULL,
            state TEXT NOT NULL,
            moment TEXT NOT NULL,
            products BIGINT NOT NULL,
            evaluated BIGINT NOT NULL,
            after_product TEXT NOT NULL,
            sequence BIGINT NOT NULL,
            published BIGINT NOT NULL,
            removed BIGINT NOT NULL,
            unchanged BIGINT NOT NULL,
            started_at BIGINT NOT NULL,
            ended_at BIGINT,
            owner TEXT,
            lease_until BIGINT NOT NULL,
            PRIMARY KEY (company, store, generation))
        """,
        "CREATE INDEX cache_runs_under_way ON cache_runs (company, store) WHERE ended_at IS NULL",
        "CREATE INDEX cache_runs_ended ON cache_runs (ended_at) WHERE ended_at IS NOT NULL",
        .keyed(
            """
            CREATE TABLE cache_products (
                company TEXT NOT NULL,
                store TEXT NOT NULL,
                product TEXT NOT NULL,
                hash TEXT NOT NULL,
                PRIMARY KEY (company, store, product))
            """),
        """
        CREATE TABLE cache_messages (
            company TEXT NOT NULL,
            store TEXT NOT NULL,
            generation BIGINT NOT NULL,
            number BIGINT NOT NULL,
            type TEXT NOT NULL,
            body BYTEA NOT NULL,
            PRIMARY KEY (company, store, generation, number))
        """,
    ]
}
