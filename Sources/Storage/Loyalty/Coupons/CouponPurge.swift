extension Coupons {
    /// Forgets coupons that ended before a moment, with their uses and histories.
    ///
    /// One that a kept transaction issued or used stays: a return may still ask for it, or give it back.
    ///
    /// - Parameters:
    ///   - moment: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: How many were forgotten.
    /// - Throws: `StorageError`.
    func purge(before moment: Int64, limit: Int) throws(StorageError) -> Int {
        let ended = try database.all(
            """
            SELECT company, bar_code FROM coupons c
            WHERE changed_at < $1 AND state IN ('consumed', 'cancelled', 'expired')
            AND NOT EXISTS (SELECT 1 FROM transactions t WHERE t.id = c.issued_by)
            AND NOT EXISTS (
                SELECT 1 FROM coupon_uses u JOIN transactions t ON t.id = u.transaction_id
                WHERE u.company = c.company AND u.bar_code = c.bar_code)
            ORDER BY changed_at, company, bar_code LIMIT $2
            """, [.integer(moment), bounded(limit)]
        ) { (row) throws(StorageError) in
            LoyaltyLock(.coupon, company: try row.text("company"), element: try row.text("bar_code"))
        }
        for coupon in ended.sorted() {
            for table in ["coupons", "coupon_uses", "coupon_events"] {
                _ = try database.execute(
                    "DELETE FROM \(table) WHERE company = $1 AND bar_code = $2",
                    [.text(coupon.company), .text(coupon.element)])
            }
        }
        return ended.count
    }
}
