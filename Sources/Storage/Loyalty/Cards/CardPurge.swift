internal import Loyalty
internal import Promotions

extension Cards {
    /// Gathers entries of ledgers that are older than a moment into one sum for each balance.
    ///
    /// Those of sales that are kept stay: a return may have to put points back into the lots they came from.
    ///
    /// - Parameters:
    ///   - moment: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: How many were gathered.
    /// - Throws: `StorageError`.
    func purge(before moment: Int64, limit: Int) throws(StorageError) -> Int {
        let old = try database.all(
            """
            SELECT * FROM card_movements m WHERE at < $1 AND kind <> 'carried'
            AND NOT EXISTS (SELECT 1 FROM transactions t WHERE t.id = m.sale)
            ORDER BY at, company, card, number LIMIT $2
            """, [.integer(moment), bounded(limit)]
        ) { (row) throws(StorageError) in
            (
                LoyaltyLock(.card, company: try row.text("company"), element: try row.text("card")),
                try CardMovement(row: row)
            )
        }
        for (card, movement) in old.sorted(by: { $0.0 == $1.0 ? $0.1.number < $1.1.number : $0.0 < $1.0 }) {
            try carry(movement, company: card.company)
        }
        for card in Set(old.map(\.0)).sorted() {
            // A lot that is empty, from which nothing can come back.
            _ = try database.execute(
                """
                DELETE FROM point_lots WHERE company = $1 AND card = $2 AND points = 0
                AND NOT EXISTS (SELECT 1 FROM card_movements m WHERE m.company = point_lots.company
                    AND m.card = point_lots.card AND m.number = point_lots.lot)
                AND NOT EXISTS (SELECT 1 FROM point_draws d WHERE d.company = point_lots.company
                    AND d.card = point_lots.card AND d.lot = point_lots.lot)
                """, [.text(card.company), .text(card.element)])
        }
        return old.count
    }

    private func carry(_ movement: CardMovement, company: String) throws(StorageError) {
        var carried = movement
        carried.number = movement.account == .balance1 ? 0 : -1
        (carried.kind, carried.transaction, carried.sale) = (.carried, nil, nil)
        carried.balance = movement.points
        _ = try database.execute(
            """
            INSERT INTO card_movements (
                company, card, number, account, kind, points, balance, transaction_id, sale, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (company, card, number) DO UPDATE SET
                points = card_movements.points + excluded.points,
                balance = card_movements.points + excluded.points, at = excluded.at
            """, try carried.values(of: company))
        let key: [DatabaseValue] = [.text(company), .text(movement.card), .int(movement.number)]
        _ = try database.execute(
            "DELETE FROM point_draws WHERE company = $1 AND card = $2 AND movement = $3", key)
        _ = try database.execute(
            "DELETE FROM card_movements WHERE company = $1 AND card = $2 AND number = $3", key)
    }
}
