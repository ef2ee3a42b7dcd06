public import Loyalty

/// A coupon that a transaction cannot use.
public struct RefusedCoupon: Error, Hashable, Sendable {
    /// Its bar code as read.
    public var barCode: String
    /// Why.
    public var reason: CouponRefusal
}

extension Coupons {
    /// Coupons that a transaction may use, locked, and those that it may not.
    struct Check {
        var usable: [(record: CouponRecord, type: CouponType)] = []
        var refused: [RefusedCoupon] = []
    }

    /// Uses coupons, each once: all of them or none.
    ///
    /// A coupon that the transaction has used before is not used again. One that nobody issued has nothing to be used
    /// up, unless the type sent is one of the company's.
    ///
    /// - Parameters:
    ///   - presented: The coupons; one that stands there twice is used once.
    ///   - transaction: Which transaction uses them.
    ///   - company: Whose they are.
    ///   - now: Milliseconds since 1970.
    /// - Returns: What cannot be used; where it is empty, all is used.
    /// - Throws: `StorageError`.
    public func consume(
        _ presented: [PresentedCoupon], by transaction: String, of company: String, now: Int64
    ) throws(StorageError) -> [RefusedCoupon] {
        let check = try check(presented, by: transaction, of: company)
        if check.refused.isEmpty { try use(check, by: transaction, now: now) }
        return check.refused
    }

    /// Locks coupons and finds out whether a transaction may use them.
    func check(
        _ presented: [PresentedCoupon], by transaction: String, of company: String
    ) throws(StorageError) -> Check {
        var check = Check()
        let types = CouponTypes(database: database, memory: memory)
        for barCode in LoyaltyLock.order(presented.map(\.barCode), .coupon, of: company) {
            let record = try lock(barCode, of: company)
            if record != nil, try isUsed(barCode, by: transaction, of: company) { continue }
            let type: CouponType? =
                if let record { try types.find(record.coupon.type, of: company) } else { nil }
            var refusals: [CouponRefusal] = []
            for coupon in presented where ByteOrder.same(coupon.barCode, barCode) {
                if record == nil {
                    // A foreign coupon counts as sent; one that claims a type of ours was made up.
                    guard let sent = coupon.type, try types.find(sent, of: company) != nil else { continue }
                }
                if let reason = coupon.refusal(record?.coupon, of: type) { refusals.append(reason) }
            }
            if let reason = refusals.first {
                check.refused.append(RefusedCoupon(barCode: barCode, reason: reason))
            } else if let record, let type {
                check.usable.append((record, type))
            }
        }
        return check
    }

    /// Uses what was checked in this database transaction.
    func use(_ check: Check, by transaction: String, now: Int64) throws(StorageError) {
        for (record, type) in check.usable {
            var record = record
            let event: CouponEvent = record.coupon.uses + 1 == type.maxUses ? .lastUse : .use
            try take(event, &record, by: transaction, now: now)
            _ = try database.execute(
                "INSERT INTO coupon_uses (transaction_id, company, bar_code) VALUES ($1, $2, $3)",
                [.text(transaction)] + record.key)
        }
    }

    /// Whether a transaction used a coupon, and has not given it back.
    func isUsed(_ barCode: String, by transaction: String, of company: String) throws(StorageError) -> Bool {
        try !database.query(
            "SELECT 1 AS value FROM coupon_uses WHERE transaction_id = $1 AND company = $2 AND bar_code = $3",
            [.text(transaction), .text(company), .text(barCode)]
        ).isEmpty
    }

    /// Gives a locked coupon back that a sale used; without a use it does nothing.
    ///
    /// One that was used up is blocked by the returns of its issuer that are under way.
    func giveBack(
        _ record: inout CouponRecord, usedBy sale: String, by transaction: String, now: Int64
    ) throws(StorageError) {
        guard try isUsed(record.coupon.barCode, by: sale, of: record.company) else { return }
        let wasUsedUp = record.coupon.state == .consumed
        try take(.giveBack, &record, by: transaction, now: now)
        _ = try database.execute(
            "DELETE FROM coupon_uses WHERE transaction_id = $1 AND company = $2 AND bar_code = $3",
            [.text(sale)] + record.key)
        guard wasUsedUp else { return }
        for blocker in try blockers(of: record) { try take(.block, &record, by: blocker, now: now) }
    }

    /// The returns that block a coupon, or will when it comes back, in order.
    private func blockers(of record: CouponRecord) throws(StorageError) -> [String] {
        try database.all(
            """
            SELECT return_id FROM element_blocks WHERE kind = 'coupon' AND company = $1 AND element = $2
            ORDER BY return_id
            """, record.key
        ) { (row) throws(StorageError) in try row.text("return_id") }
    }
}

extension Coupons {
    /// The transactions that use a coupon, and have not given it back.
    ///
    /// - Parameters:
    ///   - barCode: Its number.
    ///   - company: Whose it is.
    /// - Returns: Their ids, in order; at most a page, as a coupon of very many uses is nobody's in particular.
    /// - Throws: `StorageError`.
    public func users(of barCode: String, company: String) throws(StorageError) -> [String] {
        try database.all(
            """
            SELECT transaction_id FROM coupon_uses WHERE company = $1 AND bar_code = $2
            ORDER BY transaction_id LIMIT $3
            """, [.text(company), .text(barCode), bounded(longestPage)]
        ) { (row) throws(StorageError) in try row.text("transaction_id") }
    }
}
