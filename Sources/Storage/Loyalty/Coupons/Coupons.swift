internal import Loyalty

/// The coupons that were issued.
public struct Coupons {
    let database: any Database
    var memory: BatchMemory?

    /// The coupon of a bar code.
    public func find(_ barCode: String, of company: String) throws(StorageError) -> CouponRecord? {
        try found(barCode, of: company, ending: "")
    }

    /// The coupon of a bar code, locked until the end of the database transaction.
    ///
    /// Several are locked in the order of `LoyaltyLock`.
    ///
    /// - Parameters:
    ///   - barCode: Its number.
    ///   - company: Whose it is.
    /// - Returns: The coupon; nil where there is none.
    /// - Throws: `StorageError`.
    public func lock(_ barCode: String, of company: String) throws(StorageError) -> CouponRecord? {
        try found(barCode, of: company, ending: database.rowLock)
    }

    /// The coupons that a transaction issued, in order of issue.
    public func issued(by transaction: String) throws(StorageError) -> [CouponRecord] {
        try database.all(
            "SELECT * FROM coupons WHERE issued_by = $1 ORDER BY issue_number", [.text(transaction)],
            CouponRecord.init(row:))
    }

    /// The bar codes of the company's coupons that a transaction used, in their order.
    public func used(by transaction: String, of company: String) throws(StorageError) -> [String] {
        try database.all(
            "SELECT bar_code FROM coupon_uses WHERE transaction_id = $1 AND company = $2 ORDER BY bar_code",
            [.text(transaction), .text(company)]
        ) { (row) throws(StorageError) in try row.text("bar_code") }
    }

    /// What happened to a coupon, oldest first.
    ///
    /// - Parameters:
    ///   - barCode: Its number.
    ///   - company: Whose it is.
    ///   - number: The last entry of the page before; zero for the first page.
    ///   - limit: How many at most.
    /// - Returns: The entries.
    /// - Throws: `StorageError`.
    public func history(
        of barCode: String, company: String, after number: Int = 0, limit: Int
    ) throws(StorageError) -> [CouponEntry] {
        try database.all(
            """
            SELECT number, event, transaction_id, at FROM coupon_events
            WHERE company = $1 AND bar_code = $2 AND number > $3 ORDER BY number LIMIT $4
            """, [.text(company), .text(barCode), .int(number), bounded(limit)], CouponEntry.init(row:))
    }

    /// Cancels a coupon by an operator's word.
    ///
    /// - Parameters:
    ///   - barCode: Its number.
    ///   - company: Whose it is.
    ///   - now: Milliseconds since 1970.
    /// - Returns: The coupon afterwards; nil where there is none.
    /// - Throws: `StorageError`, with code `constraint` where its state does not allow it.
    public func cancel(_ barCode: String, of company: String, now: Int64) throws(StorageError) -> CouponRecord? {
        guard var record = try lock(barCode, of: company) else { return nil }
        try take(.cancel, &record, by: nil, now: now)
        return record
    }

    private func found(_ barCode: String, of company: String, ending: String) throws(StorageError) -> CouponRecord? {
        try database.first(
            "SELECT * FROM coupons WHERE company = $1 AND bar_code = $2\(ending)", [.text(company), .text(barCode)],
            CouponRecord.init(row:))
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension Coupons: Sendable {}

extension Coupons {
    /// Lets an event happen to a locked coupon, and writes it down.
    func take(
        _ event: CouponEvent, _ record: inout CouponRecord, by transaction: String?, now: Int64
    ) throws(StorageError) {
        let before = record.coupon.state
        guard record.coupon.take(event) else {
            throw StorageError(
                .constraint, place: record.place,
                text: "it is \(before.rawValue), which does not allow the event \(event.rawValue)")
        }
        try write(.event(event), &record, by: transaction, now: now)
        try CouponMails(database: database).follow(event, record, now: now)
    }

    /// Writes a coupon that changed, and why.
    func write(
        _ kind: CouponEntry.Kind, _ record: inout CouponRecord, by transaction: String?, now: Int64
    ) throws(StorageError) {
        record.events += 1
        _ = try database.execute(
            """
            UPDATE coupons SET state = $3, uses = $4, blocks = $5, value_kind = $6, value = $7, settled_by = $8,
                events = $9, changed_at = $10
            WHERE company = $1 AND bar_code = $2
            """, record.key + (try record.changingValues()) + [.integer(now)])
        try note(kind, record, by: transaction, now: now)
    }

    /// Keeps a new coupon; false where its number is taken.
    func insert(_ record: inout CouponRecord, now: Int64) throws(StorageError) -> Bool {
        record.events = 1
        let inserted = try database.execute(
            """
            INSERT INTO coupons (
                company, bar_code, state, uses, blocks, value_kind, value, settled_by, events, changed_at,
                type, valid_from, valid_to, customer, issued_by, benefit, issue_number)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            ON CONFLICT (company, bar_code) DO NOTHING
            """, record.key + (try record.changingValues()) + [.integer(now)] + record.fixedValues)
        guard inserted == 1 else { return false }
        try note(.issue, record, by: record.issuedBy, now: now)
        return true
    }

    private func note(
        _ kind: CouponEntry.Kind, _ record: CouponRecord, by transaction: String?, now: Int64
    ) throws(StorageError) {
        _ = try database.execute(
            """
            INSERT INTO coupon_events (company, bar_code, number, event, transaction_id, at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """, record.key + [.int(record.events), .text(kind.text), .optional(transaction), .integer(now)])
    }
}
