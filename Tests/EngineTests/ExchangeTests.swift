import Loyalty
import Promotions
import Storage
import Testing

@testable import Engine

/// A customer brings goods back and takes others: a return and a sale at one till, one after the other.
struct ExchangeTests {
    private static let map = """
        {"company": "2", "levels": [{"promotions": [
        {"id": "64d0a70000000000000000f1", "name": "Shirts", "condition": {"simple": [{"element": "item",
        "where": [{"attribute": "level1", "operator": "equal", "values": ["SHIRT"]}]}]}, "benefits": [
        {"id": "64d0a70000000000000000f2", "type": "PercentageDiscount", "percent": 10, "unit": "qty", "limits": [
        {"id": "64d0a70000000000000000f3", "scope": "customer", "period": "undefined", "type": "benefitAmount",
        "value": 20}]}]},
        {"id": "64d0a70000000000000000f4", "name": "Coupon", "condition": {"simple": [{"element": "item",
        "where": [{"attribute": "level1", "operator": "equal", "values": ["SHIRT"]}],
        "group": {"measure": "qty", "operator": "greaterOrEqual", "value": 3}}]}, "benefits": [
        {"id": "64d0a70000000000000000f5", "type": "CouponBenefit", "couponType": "7", "quantity": 1}]},
        {"id": "64d0a70000000000000000f6", "name": "Points", "condition": {"simple": [{"element": "loyaltycard",
        "where": [{"attribute": "type", "operator": "equal", "values": ["CLUB"]}]}, {"element": "item"}]},
        "benefits": [{"id": "64d0a70000000000000000f7", "type": "LoyaltyBenefit", "cardType": "CLUB", "points": 5,
        "unit": "qty"}]},
        {"id": "64d0a70000000000000000f8", "name": "Shoes", "condition": {"simple": [{"element": "item",
        "where": [{"attribute": "level1", "operator": "equal", "values": ["SHOES"]}]}]}, "benefits": [
        {"id": "64d0a70000000000000000f9", "type": "PercentageDiscount", "percent": 20, "unit": "qty"}]}]}]}
        """

    private static let who =
        "<customer-add seq=\"1\" id=\"9\"/><loyaltycard-add seq=\"1\" number=\"6001\" type=\"CLUB\"/>"

    /// What the sale's customer paid.
    private func paid(_ shop: ReturnShop, _ sale: String, price: Int) throws -> Money {
        Money(whole: price) - (try #require(try shop.world.store.transactions.find(sale))).total
    }

    @Test(arguments: [true, false], EngineWorld.Kind.all)
    func `goods for goods: what came back is undone, and what is taken gets its own benefits`(
        _ isProcessedFirst: Bool, _ kind: EngineWorld.Kind
    ) throws {
        let shop = try ReturnShop(kind)
        try shop.world.distribute(Array(Self.map.utf8), version: 78, stores: ["6"])
        let shirts = try shop.sell([.init(seq: 1, level: "SHIRT", qty: 3, price: "150")], Self.who, store: 6)
        let coupon = try #require(try shop.issued(shirts).first).coupon.barCode
        #expect(try paid(shop, shirts, price: 150) == Money(whole: 135))
        #expect(try shop.world.balance("6001") == 115 && shop.world.used() == ["9": 150_000])

        // One shirt comes back.
        #expect(ReturnShop.refund(try shop.give(back: shirts, ReturnShop.part(1), store: 6)) == ["45.00", "45.00"])
        #expect(try shop.world.state(coupon) == .blocked)
        if isProcessedFirst { try shop.process() }

        // Shoes and a dearer shirt are taken, while the return is worked on or afterwards.
        let taken = try shop.sell(
            [.init(seq: 1, level: "SHOES", price: "100"), .init(seq: 2, level: "SHIRT", price: "80")], Self.who,
            store: 6)
        // Of the limit of 20 the shirts that stay have 10, or still 15; the card is blocked until the return is done.
        #expect(try paid(shop, taken, price: 180) == Money(whole: isProcessedFirst ? 152 : 155))
        if !isProcessedFirst { #expect(try shop.process().map(\.state) == ["processed"]) }
        #expect(try shop.world.state(coupon) == .cancelled)
        #expect(try shop.world.balance("6001") == (isProcessedFirst ? 120 : 110))
        #expect(try shop.world.used() == ["9": isProcessedFirst ? 180_000 : 150_000])
        #expect(try shop.issued(taken) == [], "the goods of two tickets are not counted together")

        // What was taken in exchange comes back too; what was brought does not come back again.
        let shirt = ReturnShop.refund(try shop.give(back: taken, ReturnShop.part(2), store: 6))
        #expect(shirt == (isProcessedFirst ? ["72.00", "72.00"] : ["75.00", "75.00"]))
        #expect(try shop.process().map(\.state) == ["processed"])
        #expect(try shop.world.used() == ["9": 100_000])
        #expect(try shop.world.balance("6001") == (isProcessedFirst ? 115 : 110))
        let tooMany = try shop.give(back: shirts, ReturnShop.part(1, qty: 3), store: 6)
        #expect(SessionTests.value("ack", tooMany) == "9211")

        // In the end all is as it was, and each cent is back.
        #expect(ReturnShop.refund(try shop.give(back: taken, store: 6)) == ["80.00", "80.00"])
        #expect(ReturnShop.refund(try shop.give(back: shirts, store: 6)) == ["90.00", "90.00"])
        #expect(try shop.process().map(\.state) == ["processed", "processed"])
        #expect(try shop.world.balance("6001") == 100 && shop.world.used()["9"] ?? 0 == 0)
        #expect(try shop.world.store.cards.find("6001", of: "2")?.card.blocks == 0)
        #expect(try shop.world.loyaltyMismatches() == [])
    }
}
