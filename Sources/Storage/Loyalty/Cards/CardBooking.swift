public import Loyalty
public import Promotions

/// A card that cannot take a transaction's movement.
public struct RefusedCard: Error, Hashable, Sendable {
    /// Its number as sent.
    public var number: String
    /// Why.
    public var reason: CardRefusal
}

/// Movements that a transaction wants.
public struct CardOrder: Hashable, Sendable {
    /// Whose cards they are.
    public var company: String
    /// The transaction.
    public var transaction: String
    /// Codes of the ticket's customers.
    public var customers: [String]
    /// The store's day.
    public var day: LocalDate
    /// What each account wins, negative where it pays.
    public var movements: [LoyaltyOutcome.Account: Money]

    /// An order from its parts.
    public init(
        company: String, transaction: String, customers: [String], day: LocalDate,
        movements: [LoyaltyOutcome.Account: Money]
    ) {
        self.company = company
        self.transaction = transaction
        self.customers = customers
        self.day = day
        self.movements = movements
    }
}

extension Cards {
    /// Cards that can take their movements, locked, and those that cannot.
    struct Check {
        var usable: [(record: CardRecord, type: CardType, changes: [(account: Card.Account, points: Money)])] = []
        var refused: [RefusedCard] = []
    }

    /// Moves balances for a transaction: all of them or none; a card that it has moved is not moved again.
    ///
    /// - Parameters:
    ///   - order: The movements.
    ///   - now: Milliseconds since 1970.
    /// - Returns: What cannot be moved; where it is empty, all is.
    /// - Throws: `StorageError`.
    public func move(_ order: CardOrder, now: Int64) throws(StorageError) -> [RefusedCard] {
        let check = try check(order)
        if check.refused.isEmpty { try book(check, order, now: now) }
        return check.refused
    }

    /// Moves a balance by an operator's word.
    ///
    /// - Parameters:
    ///   - points: By how much, negative for a debit.
    ///   - account: Which balance of which card.
    ///   - company: Whose it is.
    ///   - day: The company's day.
    ///   - now: Milliseconds since 1970.
    /// - Returns: The movement, or why there is none; of the states only `cancelled` and `expired` refuse it.
    /// - Throws: `StorageError`.
    public func adjust(
        by points: Money, _ account: LoyaltyOutcome.Account, of company: String, day: LocalDate, now: Int64
    ) throws(StorageError) -> Result<CardMovement, RefusedCard> {
        func refused(_ reason: CardRefusal) -> Result<CardMovement, RefusedCard> {
            .failure(RefusedCard(number: account.card, reason: reason))
        }
        guard var record = try lock(account.card, of: company) else { return refused(.notFound) }
        guard let type = try CardTypes(database: database, memory: memory).find(record.card.type, of: company) else {
            return refused(.typeNotFound)
        }
        switch record.card.state {
        case .cancelled: return refused(.cancelled)
        case .expired: return refused(.disabled)
        case .active, .disabled: break
        }
        guard record.card[account.balance] + points >= .zero else { return refused(.balanceExceeded) }
        let cause = MovementCause(kind: .manual, day: day, now: now)
        return .success(try book(points, account.balance, &record, type, cause))
    }

    /// Locks cards and finds out whether they can take a transaction's movements.
    ///
    /// - Parameters:
    ///   - order: The movements.
    ///   - isFirst: Whether it is known that the transaction has moved no card.
    /// - Returns: The cards.
    /// - Throws: `StorageError`.
    func check(_ order: CardOrder, isFirst: Bool = false) throws(StorageError) -> Check {
        var check = Check()
        let done = isFirst ? [] : Set(try movements(ofSale: order.transaction).map(\.card))
        let wanted = order.movements.filter { $0.value != .zero && !done.contains($0.key.card) }
        for number in LoyaltyLock.order(wanted.keys.map(\.card), .card, of: order.company) {
            let record = try lock(number, of: order.company)
            let type: CardType? =
                if let record {
                    try CardTypes(database: database, memory: memory).find(record.card.type, of: order.company)
                } else { nil }
            let changes = wanted.filter { ByteOrder.same($0.key.card, number) }
                .map { (account: $0.key.balance, points: $0.value) }.sorted { $0.account < $1.account }
            if let reason = Card.refusal(record?.card, of: type, customers: order.customers, day: order.day) {
                check.refused.append(RefusedCard(number: number, reason: reason))
            } else if let record, let type {
                if try holds(record, changes, on: order.day) {
                    check.usable.append((record, type, changes))
                } else {
                    check.refused.append(RefusedCard(number: number, reason: .balanceExceeded))
                }
            }
        }
        return check
    }

    /// Whether a card holds what changes take, of points that can still be spent on a day.
    private func holds(
        _ record: CardRecord, _ changes: [(account: Card.Account, points: Money)], on day: LocalDate
    ) throws(StorageError) -> Bool {
        for change in changes where change.points < .zero {
            let lots = try lots(of: record.card.number, change.account, company: record.company)
            guard min(record.card[change.account], lots.usable(on: day)) + change.points >= .zero else { return false }
        }
        return true
    }

    /// Books what was checked in this database transaction.
    func book(_ check: Check, _ order: CardOrder, now: Int64) throws(StorageError) {
        for (record, type, changes) in check.usable {
            var record = record
            for (account, points) in changes {
                let cause = MovementCause(
                    kind: points > .zero ? .credit : .debit, transaction: order.transaction, sale: order.transaction,
                    day: order.day, now: now)
                _ = try book(points, account, &record, type, cause, on: order.day)
            }
        }
    }

    /// Moves a locked card's balance with its lots: a credit is a lot of its own, a debit spends what expires first.
    func book(
        _ points: Money, _ account: Card.Account, _ record: inout CardRecord, _ type: CardType,
        _ cause: MovementCause, on day: LocalDate? = nil, first preferred: Set<Int> = []
    ) throws(StorageError) -> CardMovement {
        guard points < .zero else {
            let movement = try book(points, account, &record, cause)
            let expires = type.pointsLifetime.map { LocalDate(days: cause.day.days + $0) }
            try addLot(points, for: movement, expires: expires, company: record.company)
            return movement
        }
        var lots = try lots(of: record.card.number, account, company: record.company)
        guard let draws = lots.spend(.zero - points, on: day, first: preferred) else {
            throw StorageError(
                .constraint, place: record.place,
                text: "\(account.rawValue) has lots of \(lots.total.units) ten-thousandths, "
                    + "too few to move \(points.units)")
        }
        let movement = try book(points, account, &record, cause)
        try draw(draws, account, record)
        try remember(draws, of: movement, company: record.company)
        return movement
    }
}
