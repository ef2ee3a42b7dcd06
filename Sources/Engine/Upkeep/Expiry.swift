public import Promotions
public import Storage

/// Ends coupons, cards and points whose last day is over.
///
/// Stores tell no time zone, and what is valid must not end too early: a day is over when it is over everywhere on
/// Earth. Tills refuse what is past its last day by their own clock, long before.
public struct Expiry {
    /// How many rows a step ends: a few milliseconds of work.
    static let stepSize = 100
    /// How far the westernmost clocks are behind UTC, in milliseconds.
    static let furthestBehind: Int64 = 12 * 3_600_000
    static let dayLength: Int64 = 86_400_000

    let store: Store

    /// Expiry in a store.
    public init(store: Store) { self.store = store }

    /// The day that has begun everywhere; all before it are over.
    ///
    /// - Parameter now: milliseconds since 1970.
    /// - Returns: the day.
    public static func day(at now: Int64) -> LocalDate { LocalDate(days: Int((now - furthestBehind) / dayLength)) }

    /// When a day had begun everywhere, in milliseconds since 1970.
    static func beginning(of day: LocalDate) -> Int64 { Int64(day.days) * dayLength + furthestBehind }

    /// Ends a bounded number of rows, in a transaction of its own; run again until there is nothing left to end.
    ///
    /// - Parameters:
    ///   - day: the day that begins.
    ///   - company: whose they are.
    ///   - now: milliseconds since 1970.
    /// - Returns: how many were ended; zero when nothing is left.
    /// - Throws: `EngineError`.
    public func step(before day: LocalDate, of company: String, now: Int64) throws(EngineError) -> Int {
        try storage { () throws(StorageError) in
            try store.database.transaction { () throws(StorageError) in
                try store.loyalty.expire(before: day, of: company, now: now, limit: Expiry.stepSize)
            }
        }
    }
}

@available(*, unavailable, message: "it works on a connection, which belongs to one thread")
extension Expiry: Sendable {}
