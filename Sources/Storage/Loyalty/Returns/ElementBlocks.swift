internal import Loyalty

extension LoyaltyEffects {
    /// The coupons and cards that a sale involved, which its returns lock.
    public func involved(inSale sale: String, of company: String) throws(StorageError) -> Set<LoyaltyLock> {
        let barCodes = try coupons.issued(by: sale).map(\.coupon.barCode) + coupons.used(by: sale, of: company)
        let numbers = try cards.movements(ofSale: sale).map(\.card)
        return Set(
            barCodes.map { LoyaltyLock(.coupon, company: company, element: $0) }
                + numbers.map { LoyaltyLock(.card, company: company, element: $0) })
    }

    /// Blocks the coupons and cards that a sale involved, until its return is done; what has ended stays as it is.
    ///
    /// A coupon that the sale issued and another has used up is blocked from the moment on in which it comes back.
    ///
    /// - Parameters:
    ///   - sale: The sale.
    ///   - return: The return; what it blocks already is not blocked again.
    ///   - company: Whose they are.
    ///   - now: Milliseconds since 1970.
    /// - Throws: `StorageError`.
    public func block(
        sale: String, for return: String, of company: String, now: Int64
    ) throws(StorageError) {
        for lock in try involved(inSale: sale, of: company).sorted() {
            switch lock.kind {
            case .coupon:
                guard var record = try coupons.lock(lock.element, of: company) else { continue }
                let isUsedUp =
                    record.coupon.state == .consumed && record.issuedBy.map { ByteOrder.same($0, sale) } == true
                guard isUsedUp || record.coupon.state.after(.block) != nil,
                    try add(.coupon, lock.element, of: company, to: `return`), !isUsedUp
                else { continue }
                try coupons.take(.block, &record, by: `return`, now: now)
            case .card:
                guard var record = try cards.lock(lock.element, of: company),
                    try add(.card, lock.element, of: company, to: `return`)
                else { continue }
                record.card.blocks += 1
                try cards.write(record)
            case .counter: continue
            }
        }
    }

    /// Frees what a return blocks; a second time there is nothing left to free.
    ///
    /// - Parameters:
    ///   - return: The return.
    ///   - now: Milliseconds since 1970.
    /// - Throws: `StorageError`.
    public func unblock(_ return: String, now: Int64) throws(StorageError) {
        for lock in try blocked(by: `return`).sorted() {
            switch lock.kind {
            case .coupon:
                let found = try coupons.lock(lock.element, of: lock.company)
                // One that was cancelled meanwhile, or has not come back, is blocked by nobody.
                guard try remove(lock, `return`), var record = found, record.coupon.state == .blocked else { continue }
                try coupons.take(.unblock, &record, by: `return`, now: now)
            case .card:
                let found = try cards.lock(lock.element, of: lock.company)
                guard try remove(lock, `return`), var record = found else { continue }
                record.card.blocks -= 1
                try cards.write(record)
            case .counter: continue
            }
        }
    }

    /// What a return blocks.
    public func blocked(by return: String) throws(StorageError) -> Set<LoyaltyLock> {
        Set(
            try database.all(
                "SELECT kind, company, element FROM element_blocks WHERE return_id = $1", [.text(`return`)]
            ) { (row) throws(StorageError) in
                LoyaltyLock(
                    try row.word("kind", as: BlockedKind.self).lock, company: try row.text("company"),
                    element: try row.text("element"))
            })
    }

    private func add(
        _ kind: BlockedKind, _ element: String, of company: String, to return: String
    ) throws(StorageError) -> Bool {
        try database.execute(
            """
            INSERT INTO element_blocks (return_id, kind, company, element) VALUES ($1, $2, $3, $4)
            ON CONFLICT (return_id, kind, company, element) DO NOTHING
            """, [.text(`return`), .text(kind.rawValue), .text(company), .text(element)]) == 1
    }

    private func remove(_ lock: LoyaltyLock, _ return: String) throws(StorageError) -> Bool {
        let kind: BlockedKind = lock.kind == .coupon ? .coupon : .card
        return try database.execute(
            "DELETE FROM element_blocks WHERE return_id = $1 AND kind = $2 AND company = $3 AND element = $4",
            [.text(`return`), .text(kind.rawValue), .text(lock.company), .text(lock.element)]) == 1
    }
}

/// What can be blocked, under the word it is kept under.
private enum BlockedKind: String, CaseIterable {
    case coupon
    case card

    var lock: LoyaltyLock.Kind {
        switch self {
        case .coupon: .coupon
        case .card: .card
        }
    }
}
