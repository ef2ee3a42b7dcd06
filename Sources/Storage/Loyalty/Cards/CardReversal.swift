internal import Loyalty
internal import Promotions

extension Cards {
    /// Takes back or gives back a part of what a sale moved on a locked card.
    ///
    /// What is taken back comes first from the lots that the sale brought; what is given back goes to the lots that it
    /// took from. Only what the sale never took is a lot of its own.
    ///
    /// - Parameters:
    ///   - points: How much the account wins, negative where it pays.
    ///   - account: Which balance.
    ///   - record: The card.
    ///   - cause: Why, with the sale.
    /// - Returns: The movement.
    /// - Throws: `StorageError`, with code `constraint` where the balance is too low.
    func reverse(
        _ points: Money, _ account: Card.Account, _ record: inout CardRecord, _ cause: MovementCause
    ) throws(StorageError) -> CardMovement {
        let type = try CardTypes(database: database, memory: memory).find(record.card.type, of: record.company)
        let entries = try movements(ofSale: cause.sale ?? "").filter {
            ByteOrder.same($0.card, record.card.number) && $0.account == account
        }.map(\.number)
        let fallback = type ?? CardType(code: record.card.type)
        guard points > .zero else {
            return try book(points, account, &record, fallback, cause, first: Set(entries))
        }
        var rest = points
        for entry in entries.reversed() where rest > .zero {
            for draw in try remembered(entry, record) where rest > .zero {
                let part = min(rest, draw.points)
                try putBack(part, of: draw, takenBy: entry, account, record)
                rest = rest - part
            }
        }
        let movement = try book(points, account, &record, cause)
        let expires = fallback.pointsLifetime.map { LocalDate(days: cause.day.days + $0) }
        try addLot(rest, for: movement, expires: expires, company: record.company)
        return movement
    }

    private func remembered(_ entry: Int, _ record: CardRecord) throws(StorageError) -> [PointLots.Draw] {
        try database.all(
            """
            SELECT lot, points FROM point_draws WHERE company = $1 AND card = $2 AND movement = $3 ORDER BY lot DESC
            """, record.key + [.int(entry)]
        ) { (row) throws(StorageError) in
            PointLots.Draw(lot: try row.int("lot"), points: try row.money("points"))
        }
    }

    private func putBack(
        _ part: Money, of draw: PointLots.Draw, takenBy entry: Int, _ account: Card.Account, _ record: CardRecord
    ) throws(StorageError) {
        try self.draw([PointLots.Draw(lot: draw.lot, points: .zero - part)], account, record)
        let key = record.key + [.int(entry), .int(draw.lot)]
        if part == draw.points {
            _ = try database.execute(
                "DELETE FROM point_draws WHERE company = $1 AND card = $2 AND movement = $3 AND lot = $4", key)
        } else {
            _ = try database.execute(
                """
                UPDATE point_draws SET points = points - $5
                WHERE company = $1 AND card = $2 AND movement = $3 AND lot = $4
                """, key + [try .money(part, record.place)])
        }
    }
}
