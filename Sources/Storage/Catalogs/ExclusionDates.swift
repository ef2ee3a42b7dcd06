public import Promotions

/// The days on which promotions are off in stores.
public struct ExclusionDates {
    let database: any Database
    var memory: BatchMemory?

    /// Adds days.
    ///
    /// - Parameters:
    ///   - dates: The days.
    ///   - company: The company.
    ///   - number: The import that brings them.
    /// - Throws: `StorageError`.
    public func add(_ dates: [ExclusionDate], of company: String, by number: Int64 = 0) throws(StorageError) {
        for date in dates {
            try database.later(
                Change(
                    """
                    INSERT INTO exclusion_dates (company, store, day, promotion, loaded_by) VALUES ($1, $2, $3, $4, $5)
                    ON CONFLICT (company, store, day, promotion) DO UPDATE SET loaded_by = excluded.loaded_by
                    WHERE exclusion_dates.loaded_by <= excluded.loaded_by
                    """,
                    [
                        .text(company), .text(date.store), .int(date.day.days), .text(date.promotionName),
                        .integer(number),
                    ]))
        }
    }

    /// Removes days, if they are there; with an empty name those of every promotion.
    ///
    /// - Parameters:
    ///   - dates: The days.
    ///   - company: The company.
    ///   - number: The import that says so; what a later one brought stays.
    /// - Throws: `StorageError`.
    public func remove(
        _ dates: [ExclusionDate], of company: String, by number: Int64
    ) throws(StorageError) {
        for date in dates {
            try database.later(
                Change(
                    """
                    DELETE FROM exclusion_dates
                    WHERE company = $1 AND store = $2 AND day = $3 AND (promotion = $4 OR $4 = '')
                    AND loaded_by <= $5
                    """,
                    [
                        .text(company), .text(date.store), .int(date.day.days), .text(date.promotionName),
                        .integer(number),
                    ]))
        }
    }

    /// What is off in a store on days.
    ///
    /// - Parameters:
    ///   - store: The store.
    ///   - company: The company.
    ///   - days: The days.
    /// - Returns: The exclusions.
    /// - Throws: `StorageError`.
    public func list(
        store: String, of company: String, days: ClosedRange<LocalDate>
    ) throws(StorageError) -> Set<ExclusionDate> {
        let isOneDay = days.lowerBound == days.upperBound
        let key = RowKey(company, store, days.lowerBound.text)
        if isOneDay, let known = memory?.exclusions[key] { return known }
        let question = ExclusionDates.finding(store, of: company, days: days)
        let found = try ExclusionDates.dates(try database.query(question.sql, question.values))
        if isOneDay { memory?.exclusions[key] = found }
        return found
    }

    static func finding(_ store: String, of company: String, days: ClosedRange<LocalDate>) -> Statement {
        Statement(
            """
            SELECT store, day, promotion FROM exclusion_dates
            WHERE company = $1 AND store = $2 AND day BETWEEN $3 AND $4
            """,
            [.text(company), .text(store), .int(days.lowerBound.days), .int(days.upperBound.days)])
    }

    static func dates(_ rows: [Row]) throws(StorageError) -> Set<ExclusionDate> {
        var found: Set<ExclusionDate> = []
        for row in rows {
            found.insert(
                ExclusionDate(
                    store: try row.text("store"), promotionName: try row.text("promotion"),
                    day: LocalDate(days: try row.int("day"))))
        }
        return found
    }

    /// Removes the days that an import that replaces them did not bring.
    ///
    /// - Parameters:
    ///   - company: The company.
    ///   - number: The import; what it or a later one brought stays.
    /// - Returns: How many were removed.
    /// - Throws: `StorageError`.
    public func sweep(of company: String, before number: Int64) throws(StorageError) -> Int {
        try database.execute(
            "DELETE FROM exclusion_dates WHERE company = $1 AND loaded_by < $2", [.text(company), .integer(number)])
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension ExclusionDates: Sendable {}
