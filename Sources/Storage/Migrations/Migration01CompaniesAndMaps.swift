extension Migration {
    static let companiesAndMaps = Migration(
        number: 1, name: "companies and maps",
        statements: [
            .keyed(
                """
                CREATE TABLE companies (
                    company TEXT NOT NULL PRIMARY KEY,
                    transaction_lifetime BIGINT NOT NULL,
                    pending_lifetime BIGINT NOT NULL,
                    pending_action TEXT NOT NULL,
                    answer_retention BIGINT NOT NULL,
                    strict_sessions BIGINT NOT NULL,
                    refuse_unknown_customers BIGINT NOT NULL,
                    auto_commit BIGINT NOT NULL,
                    payment_calculation TEXT NOT NULL)
                """),
            """
            CREATE TABLE maps (
                company TEXT NOT NULL,
                version BIGINT NOT NULL,
                name TEXT NOT NULL,
                document TEXT NOT NULL,
                distributed_at BIGINT NOT NULL,
                PRIMARY KEY (company, version))
            """,
            .keyed(
                """
                CREATE TABLE store_maps (
                    company TEXT NOT NULL,
                    store TEXT NOT NULL,
                    sequence BIGINT NOT NULL,
                    version BIGINT NOT NULL,
                    distributed_at BIGINT NOT NULL,
                    in_force_at BIGINT,
                    PRIMARY KEY (company, store, sequence))
                """),
            "CREATE INDEX store_maps_by_version ON store_maps (company, version)",
            """
            CREATE INDEX store_maps_waiting ON store_maps (distributed_at, company, version)
            WHERE in_force_at IS NULL
            """,
        ])
}
