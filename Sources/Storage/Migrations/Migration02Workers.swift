extension Migration {
    static let workers = Migration(
        number: 2, name: "workers",
        statements: [
            .keyed(
                """
                CREATE TABLE workers (
                    worker TEXT NOT NULL PRIMARY KEY,
                    kind TEXT NOT NULL,
                    started_at BIGINT NOT NULL,
                    seen_at BIGINT NOT NULL)
                """),
            .keyed(
                """
                CREATE TABLE worker_maps (
                    worker TEXT NOT NULL REFERENCES workers (worker) ON DELETE CASCADE,
                    company TEXT NOT NULL,
                    version BIGINT NOT NULL,
                    loaded_at BIGINT NOT NULL,
                    PRIMARY KEY (worker, company, version))
                """),
        ])
}
