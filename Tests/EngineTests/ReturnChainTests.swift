import Loyalty
import Promotions
import Storage
import Testing

@testable import Engine

/// Returns of sales whose coupons and points other sales have used, or are about to use.
struct ReturnChainTests {
    /// `E` issues a coupon, with which `A` is 5.00 cheaper.
    private static let map = """
        {"company": "2", "levels": [{"promotions": [
        {"id": "64d0a70000000000000000b1", "name": "Issues", "condition": {"simple": [{"element": "item",
        "where": [{"attribute": "level1", "operator": "equal", "values": ["E"]}]}]}, "benefits": [
        {"id": "64d0a70000000000000000b2", "type": "CouponBenefit", "couponType": "TYPE", "quantity": 1}]},
        {"id": "64d0a70000000000000000b3", "name": "Takes", "condition": {"simple": [{"element": "coupon",
        "where": [{"attribute": "type", "operator": "equal", "values": ["TYPE"]}]}, {"element": "item",
        "where": [{"attribute": "level1", "operator": "equal", "values": ["A"]}]}]}, "benefits": [
        {"id": "64d0a70000000000000000b4", "type": "FixedDiscount", "amount": "5.00", "unit": "na"}]}]}]}
        """

    private static func shop(_ kind: EngineWorld.Kind, type: String = "7") throws -> ReturnShop {
        let shop = try ReturnShop(kind)
        try shop.world.distribute(Array(map.replacing("TYPE", with: type).utf8), version: 78, stores: ["6"])
        return shop
    }

    /// Sells what issues a coupon.
    private static func issue(_ shop: ReturnShop) throws -> (sale: String, coupon: String) {
        let sale = try shop.sell([.init(seq: 1, level: "E", price: "10")], store: 6)
        return (sale, try #require(try shop.issued(sale).first).coupon.barCode)
    }

    /// Sells what is cheaper with it.
    private static func use(_ coupon: String, _ shop: ReturnShop, type: String = "7") throws -> String {
        let sale = try shop.sell(
            [.init(seq: 1, level: "A", price: "20")],
            "<coupon-add seq=\"1\" id=\"\(coupon)\" type=\"\(type)\"/>", store: 6)
        #expect(try shop.world.store.transactions.find(sale)?.total == Money(whole: 5))
        return sale
    }

    /// Gives back and processes; says where the return stands.
    private static func give(_ sale: String, _ shop: ReturnShop) throws -> String? {
        _ = try shop.give(back: sale, store: 6)
        return try shop.process().last?.state
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a used coupon that is not earned any more does not come back with the goods it paid`(
        _ kind: EngineWorld.Kind
    ) throws {
        let shop = try Self.shop(kind)
        let (issuer, coupon) = try Self.issue(shop)
        let user = try Self.use(coupon, shop)
        #expect(try Self.give(issuer, shop) == "processedWithErrors")
        #expect(try shop.world.state(coupon) == .consumed)
        #expect(try Self.give(user, shop) == "processed")
        #expect(try shop.world.state(coupon) == .cancelled)
        let uses = try shop.world.store.coupons.find(coupon, of: "2")?.coupon.uses
        #expect(uses == 0)
        #expect(try shop.world.loyaltyMismatches() == [])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a coupon that is given back first is cancelled by its issuer's return`(_ kind: EngineWorld.Kind) throws {
        let shop = try Self.shop(kind)
        let (issuer, coupon) = try Self.issue(shop)
        let user = try Self.use(coupon, shop)
        #expect(try Self.give(user, shop) == "processed")
        #expect(try shop.world.state(coupon) == .active)
        #expect(try Self.give(issuer, shop) == "processed")
        #expect(try shop.world.state(coupon) == .cancelled)
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a coupon of several uses ends with the first that comes back after it was found not earned`(
        _ kind: EngineWorld.Kind
    ) throws {
        let shop = try Self.shop(kind, type: "4")
        try shop.world.store.couponTypes.save(
            CouponType(
                code: "4", prefix: "204", format: try BarCodeFormat("PPPSSSTTTnnnc", base: .ean13), maxUses: 3), of: "2"
        )
        let (issuer, coupon) = try Self.issue(shop)
        let users = try (1...2).map { _ in try Self.use(coupon, shop, type: "4") }
        #expect(try Self.give(issuer, shop) == "processedWithErrors")
        #expect(try shop.world.state(coupon) == .active)
        #expect(try Self.give(users[0], shop) == "processed")
        #expect(try shop.world.state(coupon) == .cancelled)
        #expect(try Self.give(users[1], shop) == "processedWithErrors", "it was cancelled before")
        #expect(try shop.world.loyaltyMismatches() == [])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a return waits for a sale that has spent the points and may be rolled back`(_ kind: EngineWorld.Kind) throws {
        for isCommitted in [true, false] {
            let shop = try ReturnShop(kind)
            let sale = try shop.sell(
                [.init(seq: 1, level: "CLEANING", qty: 3, price: "12")], "<loyaltycard-add seq=\"1\" number=\"6001\"/>")
            let other = try shop.world.spend(115, of: "6001", by: "other", .pending)
            #expect(try shop.world.balance("6001") == 0)
            _ = try shop.give(back: sale)
            for _ in 0..<(2 * ReturnProcessing.mostAttempts) {
                let done = try shop.process()
                #expect(done.map(\.state) == ["pending"] && done.first?.problem?.contains(other) == true)
                shop.world.now += ReturnProcessing.patience
            }
            try shop.world.end(other, isCommitted ? .committed : .rolledBack)
            #expect(try shop.process().map(\.state) == [isCommitted ? "processedWithErrors" : "processed"])
            #expect(try shop.world.balance("6001") == (isCommitted ? 0 : 100))
            #expect(try shop.world.loyaltyMismatches() == [])
        }
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a sale that is rolled back after its points were spent takes back those that are left`(
        _ kind: EngineWorld.Kind
    ) throws {
        let shop = try ReturnShop(kind)
        let sale = shop.message(
            shop.tick(), "messageId=\"1\" init-tck=\"true\" status=\"finish\" evaluate=\"true\"",
            "<loyaltycard-add seq=\"1\" number=\"6001\"/>"
                + ReturnShop.Line(seq: 1, level: "CLEANING", qty: 3, price: "12").text)
        #expect(SessionTests.value("state", try shop.world.send(sale)) == "pending")
        #expect(try shop.world.balance("6001") == 115)
        try shop.world.debit("6001", by: 105)
        _ = try shop.world.send(shop.message(shop.tick(), "messageId=\"2\" status=\"rollback\""))
        #expect(try shop.world.balance("6001") == 0)
        #expect(try shop.world.loyaltyMismatches() == [])
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a coupon that comes back while its issuer's return is under way is blocked`(_ kind: EngineWorld.Kind) throws {
        for isCommitted in [true, false] {
            let shop = try Self.shop(kind)
            let (issuer, coupon) = try Self.issue(shop)
            let other = try shop.world.use(coupon, by: "other", .pending)
            _ = try shop.give(back: issuer, status: "finish", store: 6)
            #expect(try shop.world.state(coupon) == .consumed)
            try shop.world.end(other, .rolledBack)
            #expect(try shop.world.state(coupon) == .blocked)
            #expect(try shop.world.loyaltyMismatches() == [])
            let ending = isCommitted ? "commit" : "rollback"
            _ = try shop.world.send(shop.message(shop.tick(), "messageId=\"2\" status=\"\(ending)\"", store: 6))
            #expect(try shop.process().map(\.state) == (isCommitted ? ["processed"] : []))
            #expect(try shop.world.state(coupon) == (isCommitted ? .cancelled : .active))
            #expect(try shop.world.loyaltyMismatches() == [])
        }
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `a coupon that comes back after its issuer's return was given up can be used`(_ kind: EngineWorld.Kind) throws
    {
        let shop = try Self.shop(kind)
        let (issuer, coupon) = try Self.issue(shop)
        let other = try shop.world.use(coupon, by: "other", .pending)
        _ = try shop.give(back: issuer, status: "finish", store: 6)
        _ = try shop.world.send(shop.message(shop.tick(), "messageId=\"2\" status=\"rollback\"", store: 6))
        #expect(try shop.world.state(coupon) == .consumed)
        try shop.world.end(other, .rolledBack)
        #expect(try shop.world.state(coupon) == .active)
    }
}

extension EngineWorld {
    /// A sale that has spent points, as far as cards know it.
    fileprivate func spend(
        _ points: Int, of card: String, by name: String, _ state: TransactionRecord.State
    ) throws -> String {
        let key = TransactionKey(
            session: SessionKey(company: "2", store: name, terminal: "1"),
            opened: LocalDateTime(date: LocalDate(days: 19_580), secondOfDay: 0))
        try store.database.transaction { () throws(StorageError) in
            _ = try store.cards.move(
                CardOrder(
                    company: "2", transaction: key.id, customers: [], day: key.opened.date,
                    movements: [.init(card: card): Money(whole: -points)]), now: now)
            try store.transactions.open(
                TransactionRecord(key: key, state: state, lastDateTime: key.opened, lastMessageAt: now))
        }
        return key.id
    }
}
