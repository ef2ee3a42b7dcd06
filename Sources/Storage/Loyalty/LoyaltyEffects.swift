public import Loyalty
public import Promotions

/// What sales and returns do to coupons and cards; each of it takes effect once, however often it is asked for.
public struct LoyaltyEffects {
    let database: any Database
    var memory: BatchMemory?

    var coupons: Coupons { Coupons(database: database, memory: memory) }
    var cards: Cards { Cards(database: database, memory: memory) }

    /// What the finish of a sale does.
    public struct Finish: Hashable, Sendable {
        /// Whose sale it is.
        public var company: String
        /// The sale.
        public var transaction: String
        /// Where.
        public var store: String
        /// At which till.
        public var terminal: String
        /// When, in the store's time.
        public var moment: LocalDateTime
        /// Codes of the ticket's customers.
        public var customers: [String]
        /// The code of the customer who gets the coupons; nil where the first one has none.
        public var owner: String?
        /// The coupons that took part in a granted promotion.
        public var coupons: [PresentedCoupon]
        /// What the evaluation means for coupons and cards; its spent coupons are those that are presented.
        public var outcome: LoyaltyOutcome

        /// A finish from its parts.
        public init(
            company: String, transaction: String, store: String, terminal: String, moment: LocalDateTime,
            customers: [String], owner: String?, coupons: [PresentedCoupon], outcome: LoyaltyOutcome
        ) {
            self.company = company
            self.transaction = transaction
            self.store = store
            self.terminal = terminal
            self.moment = moment
            self.customers = customers
            self.owner = owner
            self.coupons = coupons
            self.outcome = outcome
        }
    }

    /// What came of it.
    public struct Finished: Hashable, Sendable {
        /// Coupons that cannot be used; with one of them nothing took effect.
        public var refusedCoupons: [RefusedCoupon] = []
        /// Cards that cannot be moved; with one of them nothing took effect.
        public var refusedCards: [RefusedCard] = []
        /// What was issued, and what could not be.
        public var issued = IssuedCoupons()
        /// What was moved.
        public var movements: [CardMovement] = []

        /// Whether it took effect.
        public var isBooked: Bool { refusedCoupons.isEmpty && refusedCards.isEmpty }
    }

    /// Uses coupons, moves cards and issues coupons: all of it, or nothing where a coupon or a card refuses.
    ///
    /// - Parameters:
    ///   - finish: What to do.
    ///   - now: Milliseconds since 1970.
    /// - Returns: What came of it.
    /// - Throws: `StorageError`.
    public func book(_ finish: Finish, now: Int64) throws(StorageError) -> Finished {
        let isFirst = try !hasBooked(finish.transaction)
        let cardOrder = CardOrder(
            company: finish.company, transaction: finish.transaction, customers: finish.customers,
            day: finish.moment.date, movements: finish.outcome.movements)
        let couponCheck = try coupons.check(finish.coupons, by: finish.transaction, of: finish.company)
        let cardCheck = try cards.check(cardOrder, isFirst: isFirst)
        var finished = Finished(refusedCoupons: couponCheck.refused, refusedCards: cardCheck.refused)
        guard finished.isBooked else { return finished }
        try coupons.use(couponCheck, by: finish.transaction, now: now)
        try cards.book(cardCheck, cardOrder, now: now)
        if !isFirst || !cardCheck.usable.isEmpty {
            finished.movements = try cards.movements(ofSale: finish.transaction)
        }
        finished.issued = try coupons.issue(
            CouponOrder(
                company: finish.company, transaction: finish.transaction, store: finish.store,
                terminal: finish.terminal, moment: finish.moment, customer: finish.owner,
                issues: finish.outcome.issues), isFirst: isFirst, now: now)
        return finished
    }

    /// Makes usable what a sale issued.
    public func commit(_ transaction: String, now: Int64) throws(StorageError) -> [CouponRecord] {
        try coupons.activate(issuedBy: transaction, now: now)
    }

    /// Undoes all that the finish of a sale did.
    ///
    /// - Parameters:
    ///   - transaction: The sale.
    ///   - company: Whose it is.
    ///   - day: The store's day.
    ///   - now: Milliseconds since 1970.
    /// - Returns: What could not be undone.
    /// - Throws: `StorageError`.
    public func rollback(
        _ transaction: String, of company: String, day: LocalDate, now: Int64
    ) throws(StorageError) -> [ReversalRefusal] {
        try coupons.undo(transaction, of: company, now: now)
            + cards.undo(transaction, of: company, day: day, now: now)
    }

    /// Ends coupons, cards and points whose last day lies before a day: a bounded number of one of them.
    ///
    /// Run in a database transaction of its own, again and again, until it finds nothing.
    ///
    /// - Parameters:
    ///   - day: The day that begins.
    ///   - company: Whose they are.
    ///   - now: Milliseconds since 1970.
    ///   - limit: How many at most.
    /// - Returns: How many were found; zero when there is nothing left to end.
    /// - Throws: `StorageError`.
    public func expire(
        before day: LocalDate, of company: String, now: Int64, limit: Int
    ) throws(StorageError) -> Int {
        // One kind at a time, so that a step locks in the order of everybody else.
        let ended = try coupons.expire(before: day, of: company, now: now, limit: limit)
        if ended > 0 { return ended }
        let points = try cards.expirePoints(before: day, of: company, now: now, limit: limit)
        if points > 0 { return points }
        return try cards.expire(before: day, of: company, limit: limit)
    }

    /// Locks what the sales of a database transaction are expected to need, all of it in one order.
    ///
    /// Nothing of the kind may be locked yet. Where it is left out, two transactions of several sales may wait for each
    /// other, until the server chooses one to be done again.
    ///
    /// - Parameter expected: Coupons, cards and counters.
    /// - Throws: `StorageError`.
    public func lockTogether(_ expected: Set<LoyaltyLock>) throws(StorageError) {
        guard !database.rowLock.isEmpty else { return }
        _ = try database.queryTogether(expected.sorted().flatMap { $0.waiting(database.rowLock) })
    }

    /// Finds out which sales nothing was booked of, for the `book` that comes next for each; their sessions are locked.
    ///
    /// - Parameter sales: The sales.
    /// - Throws: `StorageError`.
    public func lookForBookings(of sales: Set<String>) throws(StorageError) {
        guard let memory, !sales.isEmpty else { return }
        let sales = Array(sales)
        let bookings = try database.queryTogether(sales.map(LoyaltyEffects.bookings))
        for (sale, rows) in zip(sales, bookings) where rows.isEmpty { memory.unbooked.insert(RowKey(sale)) }
    }

    /// Whether coupons were issued or cards moved for a sale before.
    private func hasBooked(_ sale: String) throws(StorageError) -> Bool {
        // What was looked up holds until something is booked, which is about to be.
        if memory?.unbooked.remove(RowKey(sale)) != nil { return false }
        let question = LoyaltyEffects.bookings(of: sale)
        return try !database.query(question.sql, question.values).isEmpty
    }

    private static func bookings(of sale: String) -> Statement {
        Statement(
            """
            SELECT 1 AS value WHERE EXISTS (SELECT 1 FROM coupons WHERE issued_by = $1)
            OR EXISTS (SELECT 1 FROM card_movements WHERE sale = $1)
            """, [.text(sale)])
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension LoyaltyEffects: Sendable {}
