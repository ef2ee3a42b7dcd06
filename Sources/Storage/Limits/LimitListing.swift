/// A counter as operators see it.
public struct LimitCounter: Hashable, Sendable {
    /// Which limit, and whose.
    public var key: LimitKey
    /// Days since 1970; zero for limits that count a promotion's whole life.
    public var day: Int64
    /// All that is granted, in ten-thousandths.
    public var used: Int64
    /// The part of it that open tickets hold and that may come back.
    public var held: Int64
}

extension Limits {
    /// A company's counters, in order of limit, scope key and day.
    ///
    /// - Parameters:
    ///   - company: The company.
    ///   - limit: Only this limit; nil for all.
    ///   - last: The last one of the page before; nil for the first page.
    ///   - count: How many at most.
    /// - Returns: The counters that count something.
    /// - Throws: `StorageError`.
    public func list(
        of company: String, limit: String? = nil, after last: LimitCounter? = nil, count: Int
    ) throws(StorageError) -> [LimitCounter] {
        // Two statements, since one with OR would read on to the company's last counter.
        let filter = limit == nil ? "$5 = ''" : "c.limit_id = $5"
        return try database.all(
            """
            SELECT c.limit_id, c.scope_key, c.day, c.used, CAST(COALESCE((
                SELECT SUM(h.amount) FROM limit_holds h
                WHERE h.company = c.company AND h.limit_id = c.limit_id AND h.scope_key = c.scope_key
                AND h.day = c.day AND h.state = 'held'), 0) AS BIGINT) AS held
            FROM limit_counters c WHERE c.company = $1 AND c.used > 0
            AND (c.limit_id, c.scope_key, c.day) > ($2, $3, $4) AND \(filter)
            ORDER BY c.limit_id, c.scope_key, c.day LIMIT $6
            """,
            [
                .text(company), .text(last?.key.limit ?? limit ?? ""), .text(last?.key.scopeKey ?? ""),
                .integer(last?.day ?? .min), .text(limit ?? ""), bounded(count),
            ]
        ) { (row) throws(StorageError) in
            let counter = try CounterKey(row: row)
            return LimitCounter(
                key: counter.key, day: counter.day, used: try row.integer("used"), held: try row.integer("held"))
        }
    }

    /// Counters that are not the sum of their holds: none, unless somebody wrote into the database by hand.
    ///
    /// Reads all counters and holds; meant for operators and tests.
    ///
    /// - Parameter count: How many at most.
    /// - Returns: A line for each, for people.
    /// - Throws: `StorageError`.
    public func mismatches(count: Int) throws(StorageError) -> [String] {
        try database.all(
            """
            SELECT company, limit_id, scope_key, day, CAST(SUM(used) AS BIGINT) AS used,
                CAST(SUM(held) AS BIGINT) AS held
            FROM (
                SELECT company, limit_id, scope_key, day, used, 0 AS held FROM limit_counters
                UNION ALL SELECT company, limit_id, scope_key, day, 0, amount FROM limit_holds) AS parts
            GROUP BY company, limit_id, scope_key, day HAVING SUM(used) <> SUM(held)
            ORDER BY company, limit_id, scope_key, day LIMIT $1
            """, [bounded(count)]
        ) { (row) throws(StorageError) in
            let counter = try CounterKey(row: row)
            return "company \(try row.text("company")) limit \(counter.key.limit) of \(counter.key.scopeKey) "
                + "day \(counter.day): counted \(try row.integer("used")), held \(try row.integer("held"))"
        }
    }
}
