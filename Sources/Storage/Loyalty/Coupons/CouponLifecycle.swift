public import Loyalty
public import Promotions

extension Coupons {
    /// Makes usable what a transaction issued; what is usable already stays as it is.
    ///
    /// - Parameters:
    ///   - transaction: The transaction, which is committed.
    ///   - now: Milliseconds since 1970.
    /// - Returns: The coupons that became usable, in order of issue.
    /// - Throws: `StorageError`.
    public func activate(issuedBy transaction: String, now: Int64) throws(StorageError) -> [CouponRecord] {
        var activated: [CouponRecord] = []
        for var record in try lockIssued(by: transaction) where record.coupon.state == .issued {
            try take(.activate, &record, by: transaction, now: now)
            activated.append(record)
        }
        return activated.sorted { $0.issueNumber < $1.issueNumber }
    }

    /// Issues coupons by an operator's word, usable at once.
    ///
    /// - Parameters:
    ///   - order: What to issue; without a transaction.
    ///   - now: Milliseconds since 1970.
    /// - Returns: The coupons, and what could not be issued.
    /// - Throws: `StorageError`.
    public func issueAtOnce(_ order: CouponOrder, now: Int64) throws(StorageError) -> IssuedCoupons {
        var order = order
        order.transaction = nil
        var result = try issue(order, now: now)
        for index in result.coupons.indices {
            try take(.activate, &result.coupons[index], by: nil, now: now)
        }
        return result
    }

    /// Undoes what a transaction did that is rolled back: what it issued is cancelled, what it used is given back.
    ///
    /// - Parameters:
    ///   - transaction: The transaction.
    ///   - company: Whose it is.
    ///   - now: Milliseconds since 1970.
    /// - Returns: What could not be undone, as something else ended the coupon meanwhile.
    /// - Throws: `StorageError`.
    public func undo(
        _ transaction: String, of company: String, now: Int64
    ) throws(StorageError) -> [ReversalRefusal] {
        let issued = Set(try self.issued(by: transaction).map(\.coupon.barCode))
        let used = Set(try used(by: transaction, of: company))
        var refusals: [ReversalRefusal] = []
        for barCode in LoyaltyLock.order(issued.union(used), .coupon, of: company) {
            guard var record = try lock(barCode, of: company) else { continue }
            if issued.contains(barCode), record.coupon.state != .cancelled {
                if record.coupon.state.after(.cancel) != nil, record.coupon.uses == 0 {
                    try take(.cancel, &record, by: transaction, now: now)
                } else {
                    refusals.append(record.coupon.irrevocable)
                }
            }
            if used.contains(barCode) {
                if record.coupon.state.after(.giveBack) != nil {
                    try giveBack(&record, usedBy: transaction, by: transaction, now: now)
                } else {
                    refusals.append(record.coupon.irrevocable)
                }
            }
        }
        return refusals
    }

    /// Ends coupons whose last day lies before a day.
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
        let overdue = try database.all(
            """
            SELECT bar_code FROM coupons WHERE company = $1 AND valid_to < $2 AND valid_to IS NOT NULL
            AND state = 'active' ORDER BY valid_to, bar_code LIMIT $3
            """, [.text(company), .int(day.days), bounded(limit)]
        ) { (row) throws(StorageError) in try row.text("bar_code") }
        for barCode in LoyaltyLock.order(overdue, .coupon, of: company) {
            // What it was when it was found it may not be any more.
            guard var record = try lock(barCode, of: company), record.coupon.isOverdue(on: day) else { continue }
            try take(.expire, &record, by: nil, now: now)
        }
        return overdue.count
    }

    /// What a transaction issued, each locked, in the order of locks.
    func lockIssued(by transaction: String) throws(StorageError) -> [CouponRecord] {
        let issued = try issued(by: transaction)
        guard let company = issued.first?.company else { return [] }
        var locked: [CouponRecord] = []
        for barCode in LoyaltyLock.order(issued.map(\.coupon.barCode), .coupon, of: company) {
            if let record = try lock(barCode, of: company) { locked.append(record) }
        }
        return locked
    }
}

extension Coupon {
    /// What is reported where something else ended it.
    fileprivate var irrevocable: ReversalRefusal {
        let reason: ReversalRefusal.Reason =
            switch state {
            case .expired: .couponExpired
            case .cancelled: .couponCancelled
            case .issued, .active, .blocked, .consumed: .couponConsumed
            }
        return ReversalRefusal(element: barCode, reason: reason)
    }
}
