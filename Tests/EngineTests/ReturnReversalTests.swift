import Foundation
import Loyalty
import Messages
import Promotions
import Storage
import Testing

@testable import Engine

/// What processors do with committed returns.
struct ReturnProcessingTests {
    static let card = "<loyaltycard-add seq=\"1\" number=\"6001\"/>"

    static func cleaning(_ qty: Int, price: Int) -> [ReturnShop.Line] {
        [.init(seq: 1, level: "CLEANING", qty: qty, price: "\(price)")]
    }

    /// Gives back, processes, and says where the return stands.
    private func give(_ shop: ReturnShop, _ sale: String, qty: Int) throws -> ProcessedReturn? {
        _ = try shop.give(back: sale, ReturnShop.part(1, qty: qty))
        return try shop.process().last
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a coupon stays while it is earned, and is cancelled when it is not`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell(Self.cleaning(4, price: 16), Self.card)
        #expect(try shop.world.balance("6001") == 120)
        #expect(try give(shop, sale, qty: 1)?.state == "processed")
        let coupon = try #require(try shop.issued(sale).first).coupon.barCode
        #expect(try shop.world.state(coupon) == .active && shop.world.balance("6001") == 115)
        #expect(try give(shop, sale, qty: 1)?.state == "processed")
        #expect(try shop.world.state(coupon) == .cancelled && shop.world.balance("6001") == 110)
        #expect(try give(shop, sale, qty: 2)?.state == "processed")
        #expect(try shop.world.balance("6001") == 100)
        #expect(try shop.process() == [])
        #expect(try shop.world.loyaltyMismatches() == [])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a coupon that was used stays used, and is reported once`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell(Self.cleaning(4, price: 16))
        let coupon = try #require(try shop.issued(sale).first).coupon.barCode
        try shop.world.use(coupon, by: "other", .committed)
        #expect(try give(shop, sale, qty: 2)?.state == "processedWithErrors")
        let job = try #require(try shop.world.store.returnJobs.list(of: "2", onlyErrors: true, limit: 9).first)
        #expect(
            try shop.world.store.returnJobs.errors(of: job.id) == [
                ReturnError(element: coupon, code: 9102, text: "coupon \(coupon) was used and cannot be taken back")
            ])
        #expect(try shop.world.state(coupon) == .consumed)
        #expect(try give(shop, sale, qty: 2)?.state == "processed", "reported before")
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `points that are gone are reported, and the rest is reversed`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell(Self.cleaning(3, price: 12), Self.card)
        try shop.world.debit("6001", by: 115)
        #expect(try give(shop, sale, qty: 3)?.unreversed == 1)
        #expect(try shop.world.balance("6001") == 0)
        #expect(try shop.issued(sale).map(\.coupon.state) == [.cancelled])
        #expect(try shop.world.store.cards.find("6001", of: "2")?.card.blocks == 0)
        #expect(try shop.world.loyaltyMismatches() == [])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a coupon that was spent is given back when its benefit is gone`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        let voucher = "9870011258902"
        let sale = try shop.sell(
            [.init(seq: 1, level: "PERFUMERY", price: "50"), .init(seq: 2, level: "X", price: "5")],
            "<coupon-add seq=\"1\" id=\"\(voucher)\" type=\"3\"/>")
        #expect(try shop.world.state(voucher) == .consumed)
        _ = try shop.give(back: sale, ReturnShop.part(2))
        try shop.process()
        #expect(try shop.world.state(voucher) == .consumed)
        #expect(ReturnShop.refund(try shop.give(back: sale, ReturnShop.part(1))) == ["45.00", "45.00"])
        try shop.process()
        #expect(try shop.world.state(voucher) == .active)
        #expect(try shop.world.loyaltyMismatches() == [])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a return waits for a sale that has used the coupon and may be rolled back`(_ kind: EngineWorld.Kind) throws {
        for isCommitted in [true, false] {
            let shop = try ReturnShop(kind)
            let sale = try shop.sell(Self.cleaning(3, price: 12))
            let coupon = try #require(try shop.issued(sale).first).coupon.barCode
            let other = try shop.world.use(coupon, by: "other", .pending)
            _ = try shop.give(back: sale)
            for _ in 0..<(2 * ReturnProcessing.mostAttempts) {
                let done = try shop.process()
                #expect(done.map(\.state) == ["pending"] && done[0].problem?.contains(other) == true)
                shop.world.now += ReturnProcessing.patience
            }
            try shop.world.end(other, isCommitted ? .committed : .rolledBack)
            #expect(try shop.process().map(\.state) == [isCommitted ? "processedWithErrors" : "processed"])
            #expect(try shop.world.state(coupon) == (isCommitted ? .consumed : .cancelled))
        }
    }

    @Test func `a full disk ends no return, however long it lasts`() throws {
        let shop = try ReturnShop()
        let sale = try shop.sell(Self.cleaning(3, price: 12), Self.card)
        _ = try shop.give(back: sale)
        let database = try #require(shop.world.store.database as? SQLiteDatabase)
        for turn in 1...(2 * ReturnProcessing.mostAttempts) {
            // It is let go from the second time on, and taken; the work itself does not fit on the disk.
            let failing = turn == 1 ? 2 : 3
            var commits = 0
            database.faultHook = { (boundary) throws(StorageError) in
                guard boundary == .commit else { return }
                commits += 1
                if commits == failing { throw StorageError(.full, place: "test", text: "full") }
            }
            #expect(throws: EngineError.self) { try shop.processing.turn(now: shop.world.now) }
            #expect(try shop.world.store.returnJobs.list(of: "2", limit: 9).map(\.state) == [.processing])
            shop.world.now += ReturnProcessing.lease
        }
        database.faultHook = nil
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.issued(sale).map(\.coupon.state) == [.cancelled])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `limits get back what is not granted any more, of days only inside their window`(
        _ kind: EngineWorld.Kind
    ) throws {
        let map = """
            {"company": "2", "levels": [{"promotions": [{"id": "64d0a70000000000000000d1", "name": "Tenth",
            "condition": {"simple": [{"element": "item"}]}, "benefits": [{"id": "64d0a70000000000000000d2",
            "type": "PercentageDiscount", "percent": 10, "unit": "qty", "limits": [
            {"id": "64d0a70000000000000000d3", "scope": "retailer", "period": "day", "days": 2, "type": "benefitAmount",
            "value": 100}, {"id": "64d0a70000000000000000d4", "scope": "retailer", "period": "undefined",
            "type": "benefitApplicationCount", "value": 100}]}]}]}]}
            """
        for (day, left) in [("08", Int128(100_000)), ("09", 150_000)] {
            let shop = try ReturnShop(kind)
            try shop.world.distribute(Array(map.utf8), version: 78, stores: ["6"])
            let sale = try shop.sell(
                [.init(seq: 1, level: "X", price: "100"), .init(seq: 2, level: "X", price: "50")], store: 6)
            _ = try shop.give(back: sale, ReturnShop.part(2), store: 6, at: "2023-08-\(day) 12:00:00")
            #expect(try shop.process().map(\.state) == ["processed"])
            let counters = try shop.world.store.limits.list(of: "2", count: 9)
            let money = counters.filter { $0.key.limit.hasSuffix("d3") }.map(\.used).filter { $0 > 0 }
            #expect(money.map { Int128($0) } == [left], "day \(day)")
            #expect(try shop.world.store.limits.mismatches(count: 9) == [])
        }
    }

    @Test func `another sale's use of a limit makes no difference`() throws {
        let shop = try ReturnShop()
        let customer = "<customer-add seq=\"1\" id=\"9\"/>"
        // 30 % of 20000 is cut to 5000; nothing is left, and nothing is taken from anybody.
        let sale = try shop.sell(
            [.init(seq: 1, level: "X", price: "10000"), .init(seq: 2, level: "X", price: "10000")], customer, store: 3)
        #expect(try shop.world.used() == ["9": 50_000_000])
        let answer = try shop.give(back: sale, ReturnShop.part(1), store: 3)
        // What stays is granted 3000 of the 5000, so that 7000 are its price.
        #expect(ReturnShop.refund(answer) == ["7500.00", "8000.00"])
        try shop.process()
        #expect(try shop.world.used() == ["9": 30_000_000])
        let last = try shop.give(back: sale, store: 3)
        #expect(ReturnShop.refund(last) == ["7500.00", "7000.00"])
        try shop.process()
        #expect(try shop.world.used()["9"] ?? 0 == 0)
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `what fails changes nothing, frees everything, and is done again by command`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell(Self.cleaning(3, price: 12), Self.card)
        let coupon = try #require(try shop.issued(sale).first).coupon.barCode
        let time = shop.tick()
        _ = try shop.give(back: sale, at: time)
        var record = try #require(try shop.world.store.transactions.find(sale))
        let summary = record.summary
        record.summary = "not a summary"
        try shop.world.store.transactions.save(record)
        let failed = try shop.process()
        #expect(failed.map(\.state) == ["failed"] && failed[0].problem?.contains("not kept any more") == true)
        #expect(try shop.world.state(coupon) == .active && shop.world.balance("6001") == 115)
        #expect(try shop.world.store.cards.find("6001", of: "2")?.card.blocks == 0)
        #expect(try shop.process() == [])
        record.summary = summary
        try shop.world.store.transactions.save(record)
        #expect(try shop.world.store.returnJobs.retry(shop.name(time), now: shop.world.now)?.state == .pending)
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.world.state(coupon) == .cancelled && shop.world.balance("6001") == 100)
        #expect(try shop.world.loyaltyMismatches() == [])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a return that ends its processor again and again is given up`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell(Self.cleaning(3, price: 12))
        let time = shop.tick()
        _ = try shop.give(back: sale, at: time)
        for attempt in 1...ReturnProcessing.mostAttempts {
            // Each is killed while it has the job; nobody else takes it before the lease is over.
            let taken = try shop.world.store.database.transaction { () throws(StorageError) in
                try shop.world.store.returnJobs.take(
                    by: "p\(attempt)", lease: shop.world.now + ReturnProcessing.lease, now: shop.world.now)
            }
            #expect(taken?.attempts == attempt)
            #expect(try shop.process() == [])
            shop.world.now += ReturnProcessing.lease
        }
        #expect(try shop.process().map(\.state) == ["failed"])
        #expect(try shop.issued(sale).map(\.coupon.state) == [.active])
        _ = try shop.world.store.returnJobs.retry(shop.name(time), now: shop.world.now)
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.issued(sale).map(\.coupon.state) == [.cancelled])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a later return is processed though an earlier one failed, and that one then does the rest`(
        _ kind: EngineWorld.Kind
    ) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell(Self.cleaning(6, price: 24), Self.card)
        let time = shop.tick()
        _ = try shop.give(back: sale, ReturnShop.part(1, qty: 2), at: time)
        try shop.world.fail(shop.name(time), sale)
        #expect(try give(shop, sale, qty: 2)?.state == "processed")
        #expect(try shop.world.balance("6001") == 120)
        #expect(try shop.issued(sale).map(\.coupon.state) == [.active])
        _ = try shop.world.store.returnJobs.retry(shop.name(time), now: shop.world.now)
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.world.balance("6001") == 110)
        #expect(try shop.issued(sale).map(\.coupon.state) == [.cancelled])
    }
}

extension EngineWorld {
    /// A sale that has used a coupon, as far as coupons know it.
    @discardableResult
    func use(_ barCode: String, by name: String, _ state: TransactionRecord.State) throws -> String {
        let key = TransactionKey(
            session: SessionKey(company: "2", store: name, terminal: "1"),
            opened: LocalDateTime(date: LocalDate(days: 19_580), secondOfDay: 0))
        try store.database.transaction { () throws(StorageError) in
            _ = try store.coupons.consume(
                [PresentedCoupon(barCode: barCode, day: key.opened.date)], by: key.id, of: "2", now: now)
            try store.transactions.open(
                TransactionRecord(
                    key: key, state: state, lastDateTime: key.opened, lastMessageAt: now,
                    closedAt: state.isClosed ? now : nil))
        }
        return key.id
    }

    /// Ends such a sale.
    func end(_ id: String, _ state: TransactionRecord.State) throws {
        try store.database.transaction { () throws(StorageError) in
            guard var record = try store.transactions.find(id) else { return }
            (record.state, record.closedAt) = (state, now)
            try store.transactions.save(record)
            guard state == .rolledBack else { return }
            _ = try store.loyalty.rollback(id, of: "2", day: record.lastDateTime.date, now: now)
        }
    }

    /// Takes points by an operator's word.
    func debit(_ card: String, by points: Int) throws {
        _ = try store.cards.adjust(
            by: Money(whole: -points), .init(card: card), of: "2", day: LocalDate(days: 19_580), now: now)
    }

    /// Lets a return fail, as if its processor had given it up.
    func fail(_ id: String, _ sale: String) throws {
        try store.database.transaction { () throws(StorageError) in
            _ = try store.returnJobs.take(by: "f", lease: now + 1, now: now)
            try store.loyalty.unblock(id, now: now)
            try store.returnJobs.end(id, by: "f", .fail, error: "on purpose", now: now)
        }
    }
}
