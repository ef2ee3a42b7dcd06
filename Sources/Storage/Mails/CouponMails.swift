internal import Loyalty

/// The mails of electronic coupons: caused and called off in the commit that moves the coupon.
struct CouponMails {
    let database: any Database

    /// Follows a coupon that changed: one that became usable is mailed, one that is cancelled is not any more.
    func follow(_ event: CouponEvent, _ record: CouponRecord, now: Int64) throws(StorageError) {
        switch event {
        case .activate: try queue(record, now: now)
        case .cancel:
            let id = MailRecord.id(ofCoupon: record.coupon.barCode, company: record.company)
            try Mails(database: database).cancel(id, now: now)
        case .use, .lastUse, .giveBack, .block, .unblock, .expire: break
        }
    }

    /// Queues a mail where the type is electronic and the customer has an address.
    private func queue(_ record: CouponRecord, now: Int64) throws(StorageError) {
        guard let customer = record.coupon.customer else { return }
        let address = try database.first(
            """
            SELECT c.email FROM coupon_types t JOIN customers c ON c.company = t.company
            WHERE t.company = $1 AND t.code = $2 AND t.is_electronic = 1 AND c.code = $3 AND c.email <> ''
            """, [.text(record.company), .text(record.coupon.type), .text(customer)]
        ) { (row) throws(StorageError) in try row.text("email") }
        guard let address else { return }
        let mail = MailRecord(
            id: MailRecord.id(ofCoupon: record.coupon.barCode, company: record.company), kind: .coupon,
            company: record.company, element: record.coupon.barCode, recipient: address, now: now)
        guard try Mails(database: database).queue(mail) else { return }
        try Outbox(database: database).add(MailJob.coupon(mail))
    }
}

@available(*, unavailable, message: "a connection belongs to one thread")
extension CouponMails: Sendable {}
