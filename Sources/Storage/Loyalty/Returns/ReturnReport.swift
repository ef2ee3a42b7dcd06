extension ReturnJobs {
    /// What stayed as it was when a return was processed, in order.
    public func errors(of id: String) throws(StorageError) -> [ReturnError] {
        try database.all(
            "SELECT element, code, text FROM return_errors WHERE job = $1 ORDER BY number", [.text(id)]
        ) { (row) throws(StorageError) in
            ReturnError(element: try row.text("element"), code: try row.int("code"), text: try row.text("text"))
        }
    }

    /// The jobs of a sale's returns, in the order in which they were made.
    public func list(ofSale original: String, limit: Int) throws(StorageError) -> [ReturnJob] {
        try database.all(
            "SELECT * FROM return_jobs WHERE original = $1 ORDER BY created_at, id LIMIT $2",
            [.text(original), bounded(limit)], ReturnJob.init(row:))
    }

    /// A company's jobs, in the order in which they were made.
    ///
    /// - Parameters:
    ///   - company: The company.
    ///   - onlyErrors: Whether only those are wanted that were rejected, failed, or left something as it was.
    ///   - last: The last one of the page before; nil for the first page.
    ///   - limit: How many at most.
    /// - Returns: The jobs.
    /// - Throws: `StorageError`.
    public func list(
        of company: String, onlyErrors: Bool = false, after last: ReturnJob? = nil, limit: Int
    ) throws(StorageError) -> [ReturnJob] {
        let filter = onlyErrors ? "AND state IN ('rejected', 'failed', 'processedWithErrors')" : ""
        return try database.all(
            """
            SELECT * FROM return_jobs WHERE company = $1 AND (created_at, id) > ($2, $3) \(filter)
            ORDER BY created_at, id LIMIT $4
            """,
            [.text(company), .integer(last?.createdAt ?? .min), .text(last?.id ?? ""), bounded(limit)],
            ReturnJob.init(row:))
    }

    /// Forgets jobs that were over before a moment, with their reports.
    ///
    /// - Parameters:
    ///   - moment: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: How many were forgotten.
    /// - Throws: `StorageError`.
    func purge(before moment: Int64, limit: Int) throws(StorageError) -> Int {
        let over = try database.all(
            """
            SELECT id FROM return_jobs WHERE updated_at < $1 AND state NOT IN ('pending', 'processing')
            ORDER BY updated_at, id LIMIT $2
            """, [.integer(moment), bounded(limit)]
        ) { (row) throws(StorageError) in try row.text("id") }
        for id in over {
            _ = try database.execute("DELETE FROM return_errors WHERE job = $1", [.text(id)])
            _ = try database.execute("DELETE FROM return_jobs WHERE id = $1", [.text(id)])
        }
        return over.count
    }
}
