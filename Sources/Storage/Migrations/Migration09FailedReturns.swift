extension Migration {
    /// Those who watch ask every few seconds how many returns have failed.
    static let failedReturns = Migration(
        number: 9, name: "failed returns",
        statements: [
            .plain("CREATE INDEX return_jobs_failed ON return_jobs (updated_at, id) WHERE state = 'failed'")
        ])
}
