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

    /// Three of A with a voucher, or a pair of A, take their pieces from a voucher, from points, and from those that
    /// earn points.
    private static let pair = """
        {"company": "2", "levels": [{"coexistence": "cumulative", "promotions": [
        {"id": "64d0a70000000000000000a9", "name": "Three", "exclusive": true, "condition": {"simple": [
        {"element": "coupon", "where": [{"attribute": "type", "operator": "equal", "values": ["3"]}]},
        {"element": "item", "where": [{"attribute": "level1", "operator": "equal", "values": ["A"]}],
        "group": {"measure": "qty", "operator": "greaterOrEqual", "value": 3}}]}, "benefits": [
        {"id": "64d0a70000000000000000aa", "type": "FixedDiscount", "amount": "3.00", "unit": "na"}]},
        {"id": "64d0a70000000000000000a1", "name": "Pair", "exclusive": true, "condition": {"composition": [{"set": "a",
        "element": "item", "where": [{"attribute": "level1", "operator": "equal", "values": ["A"]}], "min": 2, "max": 2,
        "measure": "qty", "order": "MoreExpensiveFirst"}]}, "benefits": [{"id": "64d0a70000000000000000a2",
        "type": "PercentageDiscount", "percent": 100, "unit": "qty", "target": {"set": "a"},
        "maxApplication": {"value": 1, "measure": "qty"}, "order": "LessExpensiveFirst"}]},
        {"id": "64d0a70000000000000000a3", "name": "Voucher", "condition": {"simple": [{"element": "coupon",
        "where": [{"attribute": "type", "operator": "equal", "values": ["3"]}]}, {"element": "item",
        "where": [{"attribute": "level1", "operator": "equal", "values": ["A"]}]}]}, "benefits": [
        {"id": "64d0a70000000000000000a4", "type": "FixedDiscount", "amount": "5.00", "unit": "na"}]},
        {"id": "64d0a70000000000000000a5", "name": "Points pay", "condition": {"simple": [
        {"element": "loyaltycard", "where": [{"attribute": "type", "operator": "equal", "values": ["PAYS"]}]},
        {"element": "item", "where": [{"attribute": "level1", "operator": "equal", "values": ["A"]}]}]}, "benefits": [
        {"id": "64d0a70000000000000000a6", "type": "PointsRedemption", "cardType": "PAYS", "factor": 10}]},
        {"id": "64d0a70000000000000000a7", "name": "Points earned", "condition": {"simple": [
        {"element": "loyaltycard", "where": [{"attribute": "type", "operator": "equal", "values": ["CLUB"]}]},
        {"element": "item", "where": [{"attribute": "level1", "operator": "equal", "values": ["A"]}]}]}, "benefits": [
        {"id": "64d0a70000000000000000a8", "type": "LoyaltyBenefit", "cardType": "CLUB", "points": 5, "unit": "qty"}]}
        ]}]}
        """

    private static let voucher = "9870011258902"

    /// Sells a pair of A, of which the cheaper is free, gives that back, and says what it refunds.
    private func breakPair(_ shop: ReturnShop, _ more: String) throws -> (sale: String, refund: [String]) {
        try shop.world.distribute(Array(Self.pair.utf8), version: 78, stores: ["6"])
        let sale = try shop.sell(
            [.init(seq: 1, level: "A", price: "10"), .init(seq: 2, level: "A", price: "8")], more, store: 6)
        #expect(try shop.world.store.transactions.find(sale)?.total == Money(whole: 8))
        return (sale, ReturnShop.refund(try shop.give(back: sale, ReturnShop.part(2), store: 6)))
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a coupon that the sale did not spend pays nothing of what stays`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        let coupon = "<coupon-add seq=\"1\" id=\"\(Self.voucher)\" type=\"3\"/>"
        let (sale, refund) = try breakPair(shop, coupon)
        #expect(refund == ["0.00", "0.00"])
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.world.state(Self.voucher) == .active)
        let other = try shop.sell([.init(seq: 1, level: "A", price: "10")], coupon, store: 6)
        #expect(try shop.world.store.transactions.find(other)?.total == Money(whole: 5))
        #expect(ReturnShop.refund(try shop.give(back: sale, store: 6)) == ["10.00", "10.00"])
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.world.state(Self.voucher) == .consumed)
        #expect(try shop.world.loyaltyMismatches() == [])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a coupon that a return has given back pays nothing after the next one`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        try shop.world.distribute(Array(Self.pair.utf8), version: 78, stores: ["6"])
        let sale = try shop.sell(
            [.init(seq: 1, level: "A", qty: 3, price: "30")],
            "<coupon-add seq=\"1\" id=\"\(Self.voucher)\" type=\"3\"/>", store: 6)
        #expect(try shop.world.state(Self.voucher) == .consumed)
        // The voucher takes 3 off three, two cost as much as one, and one costs what it costs.
        var refunds: [String] = []
        for _ in 1...3 {
            refunds += ReturnShop.refund(try shop.give(back: sale, ReturnShop.part(1), store: 6)).suffix(1)
            #expect(try shop.process().map(\.state) == ["processed"])
            #expect(try shop.world.state(Self.voucher) == .active)
        }
        #expect(refunds == ["17.00", "0.00", "10.00"])
        #expect(try shop.world.loyaltyMismatches() == [])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `points that the sale did not spend pay nothing of what stays`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        try shop.world.store.database.transaction { () throws(StorageError) in
            try shop.world.store.cardTypes.save(CardType(code: "PAYS"), of: "2")
            try shop.world.card("p1", type: "PAYS", balance: 50)
        }
        let (sale, refund) = try breakPair(shop, "<loyaltycard-add seq=\"1\" number=\"p1\" type=\"PAYS\"/>")
        #expect(refund == ["0.00", "0.00"])
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.world.balance("p1") == 50)
        #expect(ReturnShop.refund(try shop.give(back: sale, store: 6)) == ["10.00", "10.00"])
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.world.balance("p1") == 50)
        #expect(try shop.world.loyaltyMismatches() == [])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `points that what stays earns go to a card that the sale did not move`(_ kind: EngineWorld.Kind) throws {
        let shop = try ReturnShop(kind)
        let (sale, _) = try breakPair(shop, "<loyaltycard-add seq=\"1\" number=\"6001\" type=\"CLUB\"/>")
        #expect(try shop.world.balance("6001") == 100)
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.world.balance("6001") == 105)
        _ = try shop.give(back: sale, store: 6)
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.world.balance("6001") == 100)
        #expect(try shop.world.loyaltyMismatches() == [])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `points that the sale spent go on paying for what stays, whatever it earned`(_ kind: EngineWorld.Kind) throws {
        let map = Self.pair.replacing("PAYS", with: "CLUB")
        let shop = try ReturnShop(kind)
        try shop.world.distribute(Array(map.utf8), version: 78, stores: ["6"])
        // 100 points pay 10 of 40, and 15 are earned.
        let sale = try shop.sell(
            [.init(seq: 1, level: "A", price: "40"), .init(seq: 2, level: "X", price: "3")],
            "<loyaltycard-add seq=\"1\" number=\"6001\"/>", store: 6)
        let balance = try #require(try shop.world.balance("6001"))
        #expect(try shop.world.store.transactions.find(sale)?.total == Money(whole: 10))
        #expect(ReturnShop.refund(try shop.give(back: sale, ReturnShop.part(2), store: 6)) == ["3.00", "3.00"])
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.world.balance("6001") == balance)
        #expect(ReturnShop.refund(try shop.give(back: sale, store: 6)) == ["30.00", "30.00"])
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.world.balance("6001") == 100)
    }
}
