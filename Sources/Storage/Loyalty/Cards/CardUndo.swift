public import Loyalty
public import Promotions

extension Cards {
    /// Undoes what a transaction moved that is rolled back, whatever became of the cards.
    ///
    /// - Parameters:
    ///   - transaction: The transaction; a second time there is nothing left to undo.
    ///   - company: Whose it is.
    ///   - day: The store's day.
    ///   - now: Milliseconds since 1970.
    /// - Returns: What could not be undone, as the points are spent already.
    /// - Throws: `StorageError`.
    public func undo(
        _ transaction: String, of company: String, day: LocalDate, now: Int64
    ) throws(StorageError) -> [ReversalRefusal] {
        let numbers = Set(try movements(ofSale: transaction).map(\.card))
        var refusals: [ReversalRefusal] = []
        let cause = MovementCause(kind: .reversal, transaction: transaction, sale: transaction, day: day, now: now)
        for number in LoyaltyLock.order(numbers, .card, of: company) {
            guard var record = try lock(number, of: company) else { continue }
            // Summed under the lock: another that undoes the same has booked it by now.
            let moved = try movements(ofSale: transaction).filter { ByteOrder.same($0.card, number) }
            for account in Card.Account.allCases {
                let sum = moved.filter { $0.account == account }.reduce(Money.zero) { $0 + $1.points }
                guard sum != .zero else { continue }
                // What was spent meanwhile is gone; what is there is taken all the same.
                let taken = min(sum, record.card[account])
                if taken < sum { refusals.append(ReversalRefusal(element: number, reason: .cardLacksBalance)) }
                if taken != .zero { _ = try reverse(.zero - taken, account, &record, cause) }
            }
        }
        return refusals
    }

    /// Ends points whose last day lies before a day; those of cards that a return blocks wait until it is done.
    ///
    /// - Parameters:
    ///   - day: The day that begins.
    ///   - company: Whose they are.
    ///   - now: Milliseconds since 1970.
    ///   - limit: How many lots at most are looked at; all of a card that has one of them are ended.
    /// - Returns: How many lots were found; zero when there is nothing left to end.
    /// - Throws: `StorageError`.
    public func expirePoints(
        before day: LocalDate, of company: String, now: Int64, limit: Int
    ) throws(StorageError) -> Int {
        let ending = try database.all(
            """
            SELECT l.card FROM point_lots l JOIN cards c ON c.company = l.company AND c.number = l.card
            WHERE l.company = $1 AND l.expires < $2 AND l.expires IS NOT NULL AND l.points > 0 AND c.blocks = 0
            ORDER BY l.expires, l.card LIMIT $3
            """, [.text(company), .int(day.days), bounded(limit)]
        ) { (row) throws(StorageError) in try row.text("card") }
        let cause = MovementCause(kind: .expiry, day: day, now: now)
        for number in LoyaltyLock.order(ending, .card, of: company) {
            guard var record = try lock(number, of: company), record.card.blocks == 0 else { continue }
            for account in Card.Account.allCases {
                var lots = try lots(of: number, account, company: company)
                let draws = lots.expire(before: day)
                guard !draws.isEmpty else { continue }
                let points = draws.reduce(Money.zero) { $0 + $1.points }
                _ = try book(.zero - points, account, &record, cause)
                try draw(draws, account, record)
            }
        }
        return ending.count
    }
}
