public import Loyalty
public import Promotions

/// The loyalty cards of all companies.
public struct Cards {
    let database: any Database
    var memory: BatchMemory?

    /// Saves what an operator says of a card: its type, customer and last day; a new card is active and empty.
    ///
    /// State, blocks and balances of a card that is there stay as they are.
    ///
    /// - Parameters:
    ///   - card: The card.
    ///   - company: Whose it is.
    /// - Returns: Whether it is new.
    /// - Throws: `StorageError`.
    @discardableResult
    public func save(_ card: Card, of company: String) throws(StorageError) -> Bool {
        if var record = try lock(card.number, of: company) {
            record.card.type = card.type
            record.card.customer = card.customer
            record.card.validTo = card.validTo
            try write(record)
            return false
        }
        let fresh = Card(number: card.number, type: card.type, customer: card.customer, validTo: card.validTo)
        let record = CardRecord(card: fresh, company: company, movements: 0)
        _ = try database.execute(
            """
            INSERT INTO cards (
                company, number, type, state, blocks, customer, balance1, balance2, valid_to, movements)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """, record.key + (try record.changingValues()))
        return true
    }

    /// The card of a number.
    public func find(_ number: String, of company: String) throws(StorageError) -> CardRecord? {
        try found(number, of: company, ending: "")
    }

    /// The card of a number, locked until the end of the database transaction.
    ///
    /// Several are locked in the order of `LoyaltyLock`.
    ///
    /// - Parameters:
    ///   - number: Its number.
    ///   - company: Whose it is.
    /// - Returns: The card; nil where there is none.
    /// - Throws: `StorageError`.
    public func lock(_ number: String, of company: String) throws(StorageError) -> CardRecord? {
        try found(number, of: company, ending: database.rowLock)
    }

    /// A customer's own cards of a type, in order of their numbers.
    ///
    /// - Parameters:
    ///   - customer: The customer's code.
    ///   - type: The type's code.
    ///   - company: Whose they are.
    ///   - limit: How many at most.
    /// - Returns: The cards, whatever their states.
    /// - Throws: `StorageError`.
    public func owned(
        by customer: String, type: String, of company: String, limit: Int
    ) throws(StorageError) -> [CardRecord] {
        try database.all(
            """
            SELECT * FROM cards WHERE company = $1 AND customer = $2 AND type = $3 AND customer IS NOT NULL
            ORDER BY number LIMIT $4
            """, [.text(company), .text(customer), .text(type), bounded(limit)], CardRecord.init(row:))
    }

    /// Switches a card off or on, or ends it, by an operator's word.
    ///
    /// - Parameters:
    ///   - event: What happens.
    ///   - number: The card's number.
    ///   - company: Whose it is.
    /// - Returns: The card afterwards; nil where there is none.
    /// - Throws: `StorageError`, with code `constraint` where its state does not allow it.
    public func take(
        _ event: CardEvent, _ number: String, of company: String
    ) throws(StorageError) -> CardRecord? {
        guard var record = try lock(number, of: company) else { return nil }
        let before = record.card.state
        guard record.card.take(event) else {
            throw StorageError(
                .constraint, place: record.place,
                text: "it is \(before.rawValue), which does not allow the event \(event.rawValue)")
        }
        try write(record)
        return record
    }

    /// Ends cards whose last day lies before a day; those that a return blocks wait until it is done.
    ///
    /// - Parameters:
    ///   - day: The day that begins.
    ///   - company: Whose they are.
    ///   - limit: How many at most.
    /// - Returns: How many were found; zero when there is nothing left to end.
    /// - Throws: `StorageError`.
    public func expire(before day: LocalDate, of company: String, limit: Int) throws(StorageError) -> Int {
        let overdue = try database.all(
            """
            SELECT number FROM cards WHERE company = $1 AND valid_to < $2 AND valid_to IS NOT NULL
            AND state IN ('active', 'disabled') AND blocks = 0 ORDER BY valid_to, number LIMIT $3
            """, [.text(company), .int(day.days), bounded(limit)]
        ) { (row) throws(StorageError) in try row.text("number") }
        for number in LoyaltyLock.order(overdue, .card, of: company) {
            guard var record = try lock(number, of: company), record.card.blocks == 0, record.card.isOverdue(on: day)
            else { continue }
            if record.card.take(.expire) { try write(record) }
        }
        return overdue.count
    }

    /// Writes a locked card that changed.
    func write(_ record: CardRecord) throws(StorageError) {
        _ = try database.execute(
            """
            UPDATE cards SET type = $3, state = $4, blocks = $5, customer = $6, balance1 = $7, balance2 = $8,
                valid_to = $9, movements = $10
            WHERE company = $1 AND number = $2
            """, record.key + (try record.changingValues()))
    }

    private func found(_ number: String, of company: String, ending: String) throws(StorageError) -> CardRecord? {
        try database.first(
            "SELECT * FROM cards WHERE company = $1 AND number = $2\(ending)", [.text(company), .text(number)],
            CardRecord.init(row:))
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Cards: Sendable {}
