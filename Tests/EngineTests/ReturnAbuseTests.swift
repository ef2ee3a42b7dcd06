import Loyalty
import Promotions
import Storage
import Testing

@testable import Engine

/// Attempts to get more out of returns than was paid in.
struct ReturnAbuseTests {
    @Test(arguments: EngineWorld.Kind.all)
    func `returns that came to nothing do not hide those that did not`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell([.init(seq: 1, level: "X", price: "10")])
        try shop.world.store.database.transaction { () throws(StorageError) in
            for number in 0..<SaleReturns.most {
                let key = TransactionKey(
                    session: SessionKey(company: "2", store: "0", terminal: "0"),
                    opened: LocalDateTime(date: LocalDate(days: 19_570), secondOfDay: number))
                try shop.world.store.transactions.add(
                    TransactionRecord(
                        key: key, state: number.isMultiple(of: 2) ? .rolledBack : .open, isReturn: true, original: sale,
                        lastDateTime: key.opened, lastMessageAt: 0, closedAt: number.isMultiple(of: 2) ? 0 : nil))
            }
        }
        #expect(SessionTests.value("state", try shop.give(back: sale)) == "committed")
        let again = try shop.give(back: sale, terminal: 2)
        #expect(SessionTests.value("ack", again) == "9211", "the goods came back twice: \(again)")
    }

    @Test func `a cent that cannot be divided comes back with the last piece`() throws {
        let map = """
            {"company": "2", "levels": [{"promotions": [{"id": "64d0a70000000000000000d1", "name": "A seventh",
            "condition": {"simple": [{"element": "item"}]}, "benefits": [{"id": "64d0a70000000000000000d2",
            "type": "PercentageDiscount", "percent": 14, "unit": "qty"}]}]}]}
            """
        let shop = try ReturnShop()
        try shop.world.distribute(Array(map.utf8), version: 78, stores: ["6"])
        // 14 % of 10.00 are 1.40: each of three pieces costs 2.8666...
        let sale = try shop.sell([.init(seq: 1, level: "X", qty: 3, price: "10")], store: 6)
        let refunds = try (1...3).map { _ in
            ReturnShop.refund(try shop.give(back: sale, ReturnShop.part(1), store: 6))
        }
        #expect(refunds.map { $0[0] } == ["2.86", "2.86", "2.88"])
        let cents = refunds.map { DecimalText.parse($0[1], decimals: 2) ?? 0 }
        #expect(cents.reduce(0, +) == 860 && cents.allSatisfy { (286...288).contains($0) }, "\(refunds)")
        #expect(SessionTests.value("ack", try shop.give(back: sale, ReturnShop.part(1), store: 6)) == "9211")
        #expect(try shop.process().map(\.state) == ["processed", "processed", "processed"])
    }

    @Test func `a line named twice comes back once`() throws {
        let shop = try ReturnShop()
        let sale = try shop.sell([.init(seq: 1, level: "X", qty: 2, price: "10")])
        let both = ReturnShop.part(1, qty: 2) + ReturnShop.part(1, qty: 1)
        #expect(ReturnShop.refund(try shop.give(back: sale, both)) == ["5.00", "5.00"])
        #expect(ReturnShop.refund(try shop.give(back: sale)) == ["5.00", "5.00"])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `two tills with the same goods before them give them back once`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        let sale = try shop.sell([.init(seq: 1, level: "CLEANING", qty: 3, price: "12")])
        for terminal in [1, 2] {
            let shown = try shop.give(back: sale, status: "sale", terminal: terminal)
            #expect(ReturnShop.refund(shown) == ["12.00", "12.00"])
        }
        func finish(_ terminal: Int) throws -> String {
            try shop.world.send(shop.message(shop.tick(), "messageId=\"2\" status=\"finish\"", terminal: terminal))
        }
        #expect(SessionTests.value("state", try finish(1)) == "pending")
        let late = try finish(2)
        #expect(SessionTests.value("ack", late) == "9211" && ReturnShop.refund(late) == [])
        // What the first gives up the second may have.
        _ = try shop.world.send(shop.message(shop.tick(), "messageId=\"3\" status=\"rollback\""))
        let again = try shop.world.send(
            shop.message(shop.tick(), "messageId=\"3\" status=\"finish\" autoCommit=\"true\"", terminal: 2))
        #expect(SessionTests.value("state", again) == "committed" && ReturnShop.refund(again) == ["12.00", "12.00"])
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.issued(sale).map(\.coupon.state) == [.cancelled])
    }
}
