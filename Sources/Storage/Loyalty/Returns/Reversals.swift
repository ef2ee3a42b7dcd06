public import Loyalty
public import Promotions

extension LoyaltyEffects {
    /// The coupons and cards that a sale involved, as they are, locked until the end of the database transaction.
    ///
    /// - Parameters:
    ///   - sale: The sale.
    ///   - company: Whose it is.
    ///   - gaining: Numbers of cards that a return of it may move, though the sale did not.
    /// - Returns: What a `ReversalPlan` is made from.
    /// - Throws: `StorageError`.
    public func elements(
        ofSale sale: String, of company: String, gaining: Set<String> = []
    ) throws(StorageError) -> SaleElements {
        let issued = try coupons.issued(by: sale)
        let used = try coupons.used(by: sale, of: company)
        let barCodes = LoyaltyLock.order(issued.map(\.coupon.barCode) + used, .coupon, of: company)
        var records: [String: CouponRecord] = [:]
        for barCode in barCodes { records[barCode] = try coupons.lock(barCode, of: company) }
        var elements = SaleElements()
        elements.issued = issued.compactMap { records[$0.coupon.barCode] }.map { record in
            SaleElements.Issued(
                benefit: record.benefit, coupon: record.coupon, isTakenBack: record.settledBy != nil)
        }
        for barCode in used { elements.spent[barCode] = records[barCode]?.coupon }
        let numbers = try gaining.union(cards.movements(ofSale: sale).map(\.card))
        for number in LoyaltyLock.order(numbers, .card, of: company) {
            elements.cards[number] = try cards.lock(number, of: company)?.card
        }
        return elements
    }

    /// Undoes what a return undoes, and notes what it cannot; a second time it does nothing.
    ///
    /// The plan is made in the same database transaction, from `elements(ofSale:of:)`.
    ///
    /// - Parameters:
    ///   - plan: What to undo.
    ///   - sale: The sale.
    ///   - return: The return.
    ///   - company: Whose they are.
    ///   - day: The store's day.
    ///   - now: Milliseconds since 1970.
    /// - Throws: `StorageError`, with code `constraint` where something changed since the plan was made.
    public func apply(
        _ plan: ReversalPlan, toSale sale: String, for return: String, of company: String, day: LocalDate, now: Int64
    ) throws(StorageError) {
        let cause = MovementCause(kind: .reversal, transaction: `return`, sale: sale, day: day, now: now)
        let moved = Set(
            try cards.movements(ofSale: sale).filter { $0.transaction == `return` }
                .map { LoyaltyOutcome.Account(card: $0.card, balance: $0.account) })
        for reversal in plan.reversals {
            switch reversal {
            case .cancelCoupon(let barCode):
                var record = try required(barCode, of: company)
                guard record.settledBy != `return` else { continue }
                record.settledBy = `return`
                try coupons.take(.cancel, &record, by: `return`, now: now)
            case .revalueCoupon(let barCode, let value):
                var record = try required(barCode, of: company)
                guard record.coupon.value != value else { continue }
                record.coupon.value = value
                try coupons.write(.revalue, &record, by: `return`, now: now)
            case .giveBackCoupon(let barCode):
                var record = try required(barCode, of: company)
                try coupons.giveBack(&record, usedBy: sale, by: `return`, now: now)
                // A return of its issuer found it not earned when it was used: then it was paid for by what comes back
                // now, and would be a gift from here on.
                guard record.settledBy != nil, record.coupon.state.after(.cancel) != nil else { continue }
                try coupons.take(.cancel, &record, by: `return`, now: now)
            case .move(let account, let points):
                guard !moved.contains(account) else { continue }
                guard var record = try cards.lock(account.card, of: company) else {
                    throw StorageError(.constraint, place: "card \(account.card)", text: "it is not there any more")
                }
                _ = try cards.reverse(points, account.balance, &record, cause)
            }
        }
        try settle(plan.refusals, ofSale: sale, for: `return`)
    }

    /// A later return does not report again what this one could not take back.
    private func settle(
        _ refusals: [ReversalRefusal], ofSale sale: String, for return: String
    ) throws(StorageError) {
        for refusal in refusals {
            _ = try database.execute(
                "UPDATE coupons SET settled_by = $3 WHERE issued_by = $1 AND bar_code = $2 AND settled_by IS NULL",
                [.text(sale), .text(refusal.element), .text(`return`)])
        }
    }

    private func required(_ barCode: String, of company: String) throws(StorageError) -> CouponRecord {
        guard let record = try coupons.lock(barCode, of: company) else {
            throw StorageError(.constraint, place: "coupon \(barCode)", text: "it is not there any more")
        }
        return record
    }
}
