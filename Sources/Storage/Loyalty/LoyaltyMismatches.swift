extension LoyaltyEffects {
    /// What does not add up: nothing, unless somebody wrote into the database by hand.
    ///
    /// A balance is the sum of its movements and of its lots, a coupon's uses are those of sales, and what is blocked
    /// is blocked by returns. Reads everything; meant for operators and tests.
    ///
    /// - Parameter count: How many of each kind at most.
    /// - Returns: A line for each, for people.
    /// - Throws: `StorageError`.
    public func mismatches(count: Int) throws(StorageError) -> [String] {
        var lines: [String] = []
        for account in ["balance1", "balance2"] {
            for (table, name) in [("card_movements", "movements"), ("point_lots", "lots")] {
                lines += try compared(
                    """
                    SELECT c.company, c.number AS element, c.\(account) AS kept, CAST(COALESCE((
                        SELECT SUM(p.points) FROM \(table) p WHERE p.company = c.company AND p.card = c.number
                        AND p.account = '\(account)'), 0) AS BIGINT) AS counted FROM cards c
                    """, "\(account) of card", name, count)
            }
        }
        lines += try compared(
            """
            SELECT c.company, c.bar_code AS element, c.uses AS kept, (
                SELECT COUNT(*) FROM coupon_uses u WHERE u.company = c.company AND u.bar_code = c.bar_code) AS counted
            FROM coupons c
            """, "uses of coupon", "sales", count)
        lines += try compared(
            """
            SELECT c.company, c.bar_code AS element, c.events AS kept, (
                SELECT COUNT(*) FROM coupon_events e WHERE e.company = c.company AND e.bar_code = c.bar_code) AS counted
            FROM coupons c
            """, "history of coupon", "entries", count)
        for (table, kind, key) in [("coupons", "coupon", "bar_code"), ("cards", "card", "number")] {
            lines += try compared(
                """
                SELECT c.company, c.\(key) AS element, c.blocks AS kept, (
                    SELECT COUNT(*) FROM element_blocks b WHERE b.company = c.company AND b.element = c.\(key)
                    AND b.kind = '\(kind)') AS counted FROM \(table) c
                WHERE \(kind == "coupon" ? "c.state = 'blocked'" : "c.blocks >= 0")
                """, "blocks of \(kind)", "returns", count)
        }
        return lines
    }

    private func compared(
        _ select: String, _ what: String, _ by: String, _ count: Int
    ) throws(StorageError) -> [String] {
        try database.all(
            """
            SELECT company, element, kept, counted FROM (\(select)) AS parts WHERE kept <> counted
            ORDER BY company, element LIMIT $1
            """, [bounded(count)]
        ) { (row) throws(StorageError) in
            "company \(try row.text("company")) \(what) \(try row.text("element")): kept \(try row.integer("kept")), "
                + "\(by) say \(try row.integer("counted"))"
        }
    }
}
