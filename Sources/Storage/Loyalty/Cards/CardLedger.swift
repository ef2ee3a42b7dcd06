public import Loyalty
internal import Promotions

extension Cards {
    /// A card's ledger, oldest first.
    ///
    /// - Parameters:
    ///   - number: The card's number.
    ///   - company: Whose it is.
    ///   - entry: The last entry of the page before; nil for the first page.
    ///   - limit: How many at most.
    /// - Returns: The entries.
    /// - Throws: `StorageError`.
    public func ledger(
        of number: String, company: String, after entry: Int? = nil, limit: Int
    ) throws(StorageError) -> [CardMovement] {
        try database.all(
            "SELECT * FROM card_movements WHERE company = $1 AND card = $2 AND number > $3 ORDER BY number LIMIT $4",
            [.text(company), .text(number), .int(entry ?? .min), bounded(limit)], CardMovement.init(row:))
    }

    /// What a sale moved, and what was undone of it, in order of cards and entries.
    public func movements(ofSale sale: String) throws(StorageError) -> [CardMovement] {
        try database.all(
            "SELECT * FROM card_movements WHERE sale = $1 ORDER BY card, number", [.text(sale)],
            CardMovement.init(row:))
    }

    /// The sales that have spent points of a card and are pending, so that the points may come back.
    ///
    /// - Parameters:
    ///   - number: The card's number.
    ///   - company: Whose it is.
    /// - Returns: Their ids, in order; at most a page.
    /// - Throws: `StorageError`.
    public func undecidedSpenders(of number: String, company: String) throws(StorageError) -> [String] {
        try database.all(
            """
            SELECT DISTINCT m.sale FROM card_movements m JOIN transactions t ON t.id = m.sale
            WHERE m.company = $1 AND m.card = $2 AND m.points < 0 AND t.state = 'pending' AND t.is_return = 0
            ORDER BY m.sale LIMIT $3
            """, [.text(company), .text(number), bounded(longestPage)]
        ) { (row) throws(StorageError) in try row.text("sale") }
    }

    /// The points of an account that are left, by the day on which they expire.
    public func lots(
        of number: String, _ account: Card.Account, company: String
    ) throws(StorageError) -> PointLots {
        PointLots(
            try database.all(
                """
                SELECT lot, points, expires FROM point_lots
                WHERE company = $1 AND card = $2 AND account = $3 AND points > 0 ORDER BY lot
                """, [.text(company), .text(number), .text(account.rawValue)]
            ) { (row) throws(StorageError) in
                PointLots.Lot(
                    id: try row.int("lot"), points: try row.money("points"), expires: try row.day("expires"))
            })
    }

    /// Moves a locked card's balance and writes down why; the caller moves the lots by as much.
    func book(
        _ points: Money, _ account: Card.Account, _ record: inout CardRecord, _ cause: MovementCause
    ) throws(StorageError) -> CardMovement {
        guard record.card.move(account, by: points) else {
            throw StorageError(
                .constraint, place: record.place,
                text: "\(account.rawValue) holds \(record.card[account].units) ten-thousandths, "
                    + "too few to move \(points.units)")
        }
        record.movements += 1
        let movement = CardMovement(
            card: record.card.number, number: record.movements, account: account, kind: cause.kind, points: points,
            balance: record.card[account], transaction: cause.transaction, sale: cause.sale, at: cause.now)
        _ = try database.execute(
            """
            INSERT INTO card_movements (
                company, card, number, account, kind, points, balance, transaction_id, sale, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """, try movement.values(of: record.company))
        try write(record)
        return movement
    }

    /// Adds a lot, which has the number of the movement that brought it.
    func addLot(_ points: Money, for movement: CardMovement, expires: LocalDate?, company: String) throws(StorageError)
    {
        guard points > .zero else { return }
        _ = try database.execute(
            """
            INSERT INTO point_lots (company, card, account, lot, points, expires) VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .text(company), .text(movement.card), .text(movement.account.rawValue), .int(movement.number),
                try .money(points, "card \(movement.card)"), .day(expires),
            ])
    }

    /// Takes from lots, or puts back where the points are negative.
    func draw(
        _ draws: [PointLots.Draw], _ account: Card.Account, _ record: CardRecord
    ) throws(StorageError) {
        for draw in draws {
            _ = try database.execute(
                """
                UPDATE point_lots SET points = points - $5
                WHERE company = $1 AND card = $2 AND account = $3 AND lot = $4
                """, record.key + [.text(account.rawValue), .int(draw.lot), try .money(draw.points, record.place)])
        }
    }

    /// Remembers which lots a movement took, so that what undoes it can put back into the same.
    func remember(_ draws: [PointLots.Draw], of movement: CardMovement, company: String) throws(StorageError) {
        for draw in draws {
            _ = try database.execute(
                "INSERT INTO point_draws (company, card, movement, lot, points) VALUES ($1, $2, $3, $4, $5)",
                [
                    .text(company), .text(movement.card), .int(movement.number), .int(draw.lot),
                    try .money(draw.points, "card \(movement.card)"),
                ])
        }
    }
}
