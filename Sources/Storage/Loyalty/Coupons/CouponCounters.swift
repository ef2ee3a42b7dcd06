/// The running numbers of coupons: one counter for each prefix of a company.
public struct CouponCounters {
    let database: any Database

    /// Takes the next numbers of a counter; nobody else gets them, unless the database transaction is undone.
    ///
    /// - Parameters:
    ///   - count: How many, one or more.
    ///   - name: The counter, made where it is not there yet.
    ///   - company: Whose it is.
    /// - Returns: The first of them; the others follow without a gap.
    /// - Throws: `StorageError`.
    public func reserve(_ count: Int, of name: String, company: String) throws(StorageError) -> Int {
        let last = try database.number(
            """
            INSERT INTO coupon_counters (company, name, last) VALUES ($1, $2, $3)
            ON CONFLICT (company, name) DO UPDATE SET last = coupon_counters.last + excluded.last
            RETURNING last AS value
            """, [.text(company), .text(name), .int(max(count, 1))])
        return Int(last) - max(count, 1) + 1
    }

    /// The last number that was taken; zero before the first.
    public func last(of name: String, company: String) throws(StorageError) -> Int {
        Int(
            try database.number(
                "SELECT last AS value FROM coupon_counters WHERE company = $1 AND name = $2",
                [.text(company), .text(name)]))
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension CouponCounters: Sendable {}
