public import Loyalty

/// The work on returns.
public struct ReturnJobs {
    let database: any Database

    /// Adds a job; one that is there already is not added again.
    public func add(_ job: ReturnJob) throws(StorageError) {
        _ = try database.execute(
            """
            INSERT INTO return_jobs (
                id, state, attempts, due_at, owner, error, updated_at, original, company, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING
            """, job.changingValues + [.text(job.original), .text(job.company), .integer(job.createdAt)])
    }

    /// Adds a job that is refused at once, with its report; of one that is there already only a refusal is replaced.
    ///
    /// - Parameters:
    ///   - job: The job; nobody takes it.
    ///   - errors: Why it is refused.
    ///   - now: Milliseconds since 1970.
    /// - Throws: `StorageError`.
    public func reject(_ job: ReturnJob, _ errors: [ReturnError], now: Int64) throws(StorageError) {
        try forgetRejected(job.id)
        guard try find(job.id) == nil else { return }
        var job = job
        (job.state, job.updatedAt) = (.rejected, now)
        try add(job)
        try report(errors, of: job.id)
    }

    /// Forgets a job that was refused, with its report, as it is asked for again; any other stays as it is.
    public func forgetRejected(_ id: String) throws(StorageError) {
        let forgotten = try database.execute(
            "DELETE FROM return_jobs WHERE id = $1 AND state = $2",
            [.text(id), .text(ReturnJobState.rejected.rawValue)])
        if forgotten > 0 { try report([], of: id) }
    }

    /// The job of a return.
    public func find(_ id: String) throws(StorageError) -> ReturnJob? {
        try database.first("SELECT * FROM return_jobs WHERE id = $1", [.text(id)], ReturnJob.init(row:))
    }

    /// Takes the job that has been due longest; those that somebody else is about to take are passed over.
    ///
    /// The returns of a sale are taken one after the other, in the order in which they were made.
    ///
    /// - Parameters:
    ///   - owner: The processor.
    ///   - lease: When another may take it, in milliseconds since 1970.
    ///   - now: Milliseconds since 1970.
    /// - Returns: The job; nil when none is due.
    /// - Throws: `StorageError`.
    public func take(by owner: String, lease: Int64, now: Int64) throws(StorageError) -> ReturnJob? {
        let due = try database.first(
            """
            SELECT * FROM return_jobs j
            WHERE state IN ('pending', 'processing') AND due_at <= $1 AND NOT EXISTS (
                SELECT 1 FROM return_jobs e WHERE e.original = j.original AND e.state IN ('pending', 'processing')
                AND (e.created_at, e.id) < (j.created_at, j.id))
            ORDER BY due_at, id LIMIT 1\(database.rowLockIfFree)
            """, [.integer(now)], ReturnJob.init(row:))
        guard var job = due else { return nil }
        job.attempts += 1
        (job.owner, job.dueAt) = (owner, lease)
        try move(&job, .take, now: now)
        return job
    }

    /// Ends a processor's work on a job, in the transaction of the work itself.
    ///
    /// - Parameters:
    ///   - id: The return.
    ///   - owner: The processor.
    ///   - event: How it ends.
    ///   - errors: The report, which replaces an earlier one.
    ///   - error: What went wrong as a whole; empty without.
    ///   - due: When it may be taken again, in milliseconds since 1970, where it is put off.
    ///   - now: Milliseconds since 1970.
    /// - Throws: `StorageError`, with code `conflict` where the job is not that processor's any more.
    public func end(
        _ id: String, by owner: String, _ event: ReturnJobEvent, errors: [ReturnError] = [], error: String = "",
        due: Int64? = nil, now: Int64
    ) throws(StorageError) {
        guard var job = try lock(id), job.state == .processing, job.owner == owner else {
            let found = try find(id).map { "\($0.state.rawValue), of \($0.owner ?? "nobody")" } ?? "not there"
            throw StorageError(.conflict, place: "return \(id)", text: "\(owner) lost its lease: the job is \(found)")
        }
        (job.owner, job.error, job.dueAt) = (nil, error, due ?? now)
        // Attempts are counted for the sake of those whose processors never came to an end.
        if event == .postpone { job.attempts -= 1 }
        try move(&job, event, now: now)
        try report(errors, of: id)
    }

    /// Replaces a job's report.
    private func report(_ errors: [ReturnError], of id: String) throws(StorageError) {
        _ = try database.execute("DELETE FROM return_errors WHERE job = $1", [.text(id)])
        for (index, error) in errors.enumerated() {
            _ = try database.execute(
                "INSERT INTO return_errors (job, number, element, code, text) VALUES ($1, $2, $3, $4, $5)",
                [.text(id), .int(index + 1), .text(error.element), .int(error.code), .text(error.text)])
        }
    }

    /// Has a job done again that failed.
    ///
    /// - Parameters:
    ///   - id: The return.
    ///   - now: Milliseconds since 1970.
    /// - Returns: The job afterwards; nil where there is none.
    /// - Throws: `StorageError`, with code `constraint` where it has not failed.
    public func retry(_ id: String, now: Int64) throws(StorageError) -> ReturnJob? {
        guard var job = try lock(id) else { return nil }
        // Whoever has it done again has mended what ended its processors.
        (job.dueAt, job.attempts) = (now, 0)
        try move(&job, .retry, now: now)
        return job
    }

    private func lock(_ id: String) throws(StorageError) -> ReturnJob? {
        try database.first(
            "SELECT * FROM return_jobs WHERE id = $1\(database.rowLock)", [.text(id)], ReturnJob.init(row:))
    }

    private func move(_ job: inout ReturnJob, _ event: ReturnJobEvent, now: Int64) throws(StorageError) {
        guard let next = job.state.after(event) else {
            throw StorageError(
                .constraint, place: "return \(job.id)",
                text: "it is \(job.state.rawValue), which does not allow the event \(event.rawValue)")
        }
        (job.state, job.updatedAt) = (next, now)
        _ = try database.execute(
            """
            UPDATE return_jobs SET state = $2, attempts = $3, due_at = $4, owner = $5, error = $6, updated_at = $7
            WHERE id = $1
            """, job.changingValues)
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension ReturnJobs: Sendable {}
