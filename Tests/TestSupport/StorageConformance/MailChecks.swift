import Loyalty
import Promotions
public import Storage
import Testing

extension StorageCheck {
    /// What mails have to do.
    static let mails: [StorageCheck] = [
        StorageCheck("an electronic coupon that becomes usable is mailed to its customer, once") { database in
            let world = try MailWorld(database)
            let id = try world.sell("s")
            let mail = try #require(try world.store.mails.find(id))
            #expect(mail.state == .queued && mail.recipient == "ana@example.org" && mail.kind == .coupon)
            #expect(mail.createdAt == 2 && mail.dueAt == 2 && mail.content == nil && mail.attempts == 0)
            let job = try #require(try world.store.outbox.next(limit: 9).first)
            #expect(
                job.exchange == OutboxMessage.ownQueues && job.routingKey == "ecoupons" && job.type == "ecoupon.job")
            #expect(
                String(decoding: job.body, as: UTF8.self)
                    == "{\"type\":\"ecoupon.job\",\"version\":1,\"couponId\":\"\(mail.element)\",\"company\":\"c\","
                    + "\"customerEmail\":\"ana@example.org\",\"attempt\":1}")
            #expect(try world.store.loyalty.commit("s", now: 3) == [])
            #expect(try world.store.mails.list(limit: 9).count == 1)
            let byHand = try world.store.coupons.issueAtOnce(
                LoyaltyWorld.order([(MailWorld.electronic, 2)], by: nil), now: 4)
            #expect(byHand.coupons.count == 2)
            #expect(try world.store.mails.list(limit: 9).map(\.createdAt) == [2, 4, 4])
        },
        StorageCheck("no mail without an electronic type, a customer or an address, and none before the commit") {
            database in
            let world = try MailWorld(database)
            _ = try world.world.coupons(1)
            var order = LoyaltyWorld.order([(MailWorld.electronic, 1)], by: nil)
            order.customer = nil
            _ = try world.store.coupons.issueAtOnce(order, now: 1)
            order.customer = "nobody"
            _ = try world.store.coupons.issueAtOnce(order, now: 1)
            try world.store.customers.save(Customer(code: "silent"), of: "c")
            order.customer = "silent"
            _ = try world.store.coupons.issueAtOnce(order, now: 1)
            _ = try world.world.finish("s", issuing: [(MailWorld.electronic, 1)])
            #expect(try world.store.mails.list(limit: 9) == [])
            #expect(try world.store.outbox.count() == 0)
            _ = try world.world.rollback("s")
            #expect(try world.store.mails.list(limit: 9) == [])
        },
        StorageCheck("a coupon that is cancelled calls its mail off, unless it has begun to leave") { database in
            let world = try MailWorld(database)
            let (early, taken, late) = (try world.sell("a"), try world.sell("b"), try world.sell("c"))
            #expect(try world.take("m", limit: 9).count == 3)
            #expect(try world.store.mails.begin(late, by: "m", lease: 900))
            for id in [early, taken, late] {
                let code = try #require(try world.store.mails.find(id)?.element)
                _ = try world.store.coupons.cancel(code, of: "c", now: 5)
            }
            #expect(try [early, taken, late].map { try world.state($0) } == [.cancelled, .cancelled, .queued])
            #expect(try world.store.mails.begin(taken, by: "m", lease: 900) == false)
            try world.store.mails.settle(taken, by: "m", .sent, code: 250, reply: "", now: 6)
            #expect(try world.state(taken) == .cancelled)
        },
        StorageCheck("two mailers share the work, and what one leaves behind comes to the other") { database in
            let world = try MailWorld(database)
            let ids = try (1...5).map { try world.sell("s\($0)") }
            #expect(try world.take("m", limit: 2, lease: 100, now: 10).map(\.id) == Array(ids.prefix(2)))
            #expect(try world.take("n", limit: 9, lease: 100, now: 10).map(\.id) == Array(ids.suffix(3)))
            #expect(try world.take("o", limit: 9, now: 99) == [])
            try world.store.mails.release(by: "n", now: 20)
            #expect(try world.take("o", limit: 9, lease: 500, now: 20).map(\.attempts) == [0, 0, 0])
            #expect(try world.store.mails.begin(ids[0], by: "m", lease: 150))
            // The lease of "m" is over: what had begun may have left, the other one has not.
            let again = try world.take("o", limit: 9, lease: 500, now: 150)
            #expect(again.map(\.id) == [ids[1]] && again.map(\.attempts) == [1])
            #expect(try world.state(ids[0]) == .uncertain)
            #expect(try world.store.mails.begin(ids[1], by: "m", lease: 900) == false)
            try world.store.mails.settle(ids[1], by: "m", .failed, code: 550, reply: "late", now: 160)
            #expect(try world.state(ids[1]) == .queued)
            // Whoever sent it and was slow knows better.
            try world.store.mails.settle(ids[0], by: "m", .sent, code: 250, reply: "ok", now: 170)
            #expect(try world.state(ids[0]) == .sent)
        },
        StorageCheck("attempts have the states that their ends say") { database in
            let world = try MailWorld(database)
            let ends: [(Mails.Verdict, MailRecord.State)] = [
                (.sent, .sent), (.again(at: 500), .queued), (.failed, .failed), (.uncertain, .uncertain),
            ]
            for (verdict, state) in ends {
                let id = try world.sell("\(state)")
                try world.store.mails.write([1, 2], to: "new@example.org", in: id)
                #expect(try world.take("m", limit: 1).map(\.recipient) == ["new@example.org"])
                #expect(try world.store.mails.begin(id, by: "m", lease: 900))
                #expect(try world.store.mails.begin(id, by: "m", lease: 900) == false)
                try world.store.mails.settle(id, by: "m", verdict, code: 9, reply: "r", now: 20)
                let mail = try #require(try world.store.mails.find(id))
                #expect(mail.state == state && mail.attempts == 1 && mail.code == 9 && mail.reply == "r")
                #expect(mail.owner == nil && mail.updatedAt == 20 && mail.hasBegun == (state == .uncertain))
                #expect((mail.content == nil) == (state == .sent))
            }
            #expect(
                try world.store.mails.trouble() == MailTrouble(failed: 1, uncertain: 1, queued: 1, since: 20))
            #expect(try world.take("m", limit: 9, now: 499) == [])
            #expect(try world.take("m", limit: 9, now: 500).count == 1)
        },
        StorageCheck("what failed or is uncertain is sent again by an operator's word, and written anew") { database in
            let world = try MailWorld(database)
            for verdict in [Mails.Verdict.failed, .uncertain] {
                let id = try world.sell("\(verdict)")
                try world.store.mails.write([1], to: "a@b", in: id)
                _ = try world.take("m", limit: 1)
                try world.store.mails.settle(id, by: "m", verdict, code: 9, reply: "r", now: 20)
                #expect(try world.store.mails.retry(id, now: 30)?.state == .queued)
                let mail = try #require(try world.store.mails.find(id))
                #expect(mail.attempts == 0 && mail.content == nil && !mail.hasBegun && mail.reply == "r")
                let refused = #expect(throws: StorageError.self) { try world.store.mails.retry(id, now: 31) }
                #expect(refused?.code == .constraint)
                #expect(try world.take("n", limit: 1, now: 35).map(\.id) == [id])
                try world.store.mails.settle(id, by: "n", .sent, code: 250, reply: "", now: 40)
                #expect(try world.state(id) == .sent)
                #expect(throws: StorageError.self) { try world.store.mails.retry(id, now: 41) }
            }
            #expect(try world.store.mails.retry("nobody", now: 1) == nil)
            #expect(try world.store.mails.trouble() == MailTrouble())
        },
        StorageCheck("mails are listed page by page, and forgotten when they are over") { database in
            let world = try MailWorld(database)
            let ids = try (1...5).map { try world.sell("s\($0)") }
            _ = try world.take("m", limit: 3)
            for id in ids.prefix(3) { try world.store.mails.settle(id, by: "m", .sent, code: 1, reply: "", now: 20) }
            var (seen, last): ([String], MailRecord?) = ([], nil)
            while let next = try world.store.mails.list(after: last, limit: 1).first {
                seen.append(next.id)
                last = next
            }
            #expect(seen == ids)
            #expect(try world.store.mails.list([.queued], limit: 9).map(\.id) == Array(ids.suffix(2)))
            let settings = RetentionSettings(mails: 1)
            #expect(try Retention.mails.run(on: world.store, settings, now: 1_020, limit: 9) == 0)
            #expect(try Retention.mails.run(on: world.store, settings, now: 1_021, limit: 2) == 2)
            #expect(try Retention.mails.run(on: world.store, settings, now: 9_999_999, limit: 9) == 1)
            #expect(try world.store.mails.list(limit: 9).map(\.id) == Array(ids.suffix(2)))
        },
        StorageCheck("texts of mails come back as they were saved") { database in
            let texts = Store(database: database).mailTexts
            var template = StoredMailTemplate(name: "é", language: "pt", subject: "a", text: "b", html: "c")
            for _ in 1...2 {
                try texts.save(template, of: "c")
                #expect(try texts.find("é", "pt", of: "c") == template)
                template.html += "<"
            }
            #expect(try texts.find("é", "en", of: "c") == nil && texts.find("é", "pt", of: "d") == nil)
            #expect(try texts.sender(of: "c") == MailSender())
            try texts.save(MailSender(name: "Çaffé", language: "es"), of: "c")
            #expect(try texts.sender(of: "c") == MailSender(name: "Çaffé", language: "es"))
        },
    ]
}

/// A customer with an address, and sales that give an electronic coupon.
struct MailWorld {
    static let electronic = "E"
    let world: LoyaltyWorld
    var store: Store { world.store }

    init(_ database: any Database) throws {
        world = try LoyaltyWorld(database)
        let format = try BarCodeFormat("PPPnnnnnn", base: .code128)
        try world.store.couponTypes.save(
            CouponType(code: Self.electronic, isElectronic: true, prefix: "300", format: format), of: "c")
        try world.store.customers.save(Customer(code: "12", email: "ana@example.org"), of: "c")
    }

    /// A sale that gives a coupon; the id of its mail.
    func sell(_ sale: String) throws -> String {
        _ = try world.finish(sale, issuing: [(Self.electronic, 1)])
        let coupon = try #require(try store.loyalty.commit(sale, now: 2).first)
        return MailRecord.id(ofCoupon: coupon.coupon.barCode, company: "c")
    }

    func take(_ owner: String, limit: Int, lease: Int64 = 800, now: Int64 = 10) throws(StorageError) -> [MailRecord] {
        try store.database.transaction { () throws(StorageError) in
            try store.mails.take(by: owner, lease: lease, now: now, limit: limit)
        }
    }

    func state(_ id: String) throws -> MailRecord.State? { try store.mails.find(id)?.state }
}

extension StorageCheck {
    /// A row in every table of mails.
    public static func fillMails(_ store: Store) throws(StorageError) {
        _ = try store.mails.queue(
            MailRecord(id: "m", kind: .coupon, company: "c", element: "1", recipient: "é@b", now: 1))
        try store.mails.write([0, 255], to: "é@c", in: "m")
        try store.mailTexts.save(
            StoredMailTemplate(name: "n", language: "en", subject: "s", text: "t", html: "h"), of: "c")
        try store.mailTexts.save(MailSender(name: "n", language: "en"), of: "c")
        let limit = Limit(
            id: "w", scope: .store, kind: .benefitAmount, value: 10,
            alarms: [Limit.Alarm(value: 5, isPercentage: false, email: "a@b")])
        try store.limits.replaceHolds(
            of: "warns", company: "c",
            with: [
                Hold(
                    key: LimitKey(limit: "w", scopeKey: "5"), period: .undefined, day: LocalDate(days: 1), amount: 5,
                    max: 10)
            ])
        try store.limits.book("warns")
        _ = try store.alarms.raise(
            bookedBy: "warns", company: "c", watched: ["w": Alarms.Watched(limit: limit, promotion: "p")], now: 1)
    }
}
