import Foundation
import Loyalty
import Promotions
import Storage
import TestSupport
import Testing

@testable import Engine

/// Random histories of sales, exchanges and partial returns: money and state are conserved.
struct ReturnPropertyTests {
    /// 100,000 histories with PROMO_TEST_LONG=1, a sample of them otherwise.
    private static let histories = ProcessInfo.processInfo.environment["PROMO_TEST_LONG"] == "1" ? 100_000 : 500
    /// A database is used for so many histories: what is in it makes the work slower, but not different.
    private static let together = 50

    /// Everything that promotions can grant and take, in one map.
    private static let map = """
        {"company": "2", "levels": [{"promotions": [
        {"id": "64d0a70000000000000000ec", "name": "Pair", "exclusive": true, "condition": {"composition": [{"set": "a",
        "element": "item", "where": [{"attribute": "level1", "operator": "equal", "values": ["C"]}], "min": 2, "max": 2,
        "measure": "qty", "order": "MoreExpensiveFirst"}]}, "benefits": [{"id": "64d0a70000000000000000ed",
        "type": "PercentageDiscount", "percent": 100, "unit": "qty", "target": {"set": "a"},
        "maxApplication": {"value": 1, "measure": "qty"}, "order": "LessExpensiveFirst"}]},
        {"id": "64d0a70000000000000000ee", "name": "Voucher for three", "exclusive": true, "condition": {"simple": [
        {"element": "coupon", "where": [{"attribute": "type", "operator": "equal", "values": ["3"]}]},
        {"element": "item", "where": [{"attribute": "level1", "operator": "equal", "values": ["A"]}],
        "group": {"measure": "qty", "operator": "greaterOrEqual", "value": 3}}]}, "benefits": [
        {"id": "64d0a70000000000000000ef", "type": "FixedDiscount", "amount": "2.00", "unit": "na"}]},
        {"id": "64d0a70000000000000000f0", "name": "Points pay", "condition": {"simple": [
        {"element": "loyaltycard", "where": [{"attribute": "type", "operator": "equal", "values": ["CLUB"]}]},
        {"element": "item", "where": [{"attribute": "level1", "operator": "equal", "values": ["C"]}]}]}, "benefits": [
        {"id": "64d0a70000000000000000f1", "type": "PointsRedemption", "cardType": "CLUB", "factor": 10}]},
        {"id": "64d0a70000000000000000e1", "name": "Two for one", "condition": {"composition": [{"set": "a",
        "element": "item", "where": [{"attribute": "level1", "operator": "equal", "values": ["A"]}], "min": 2, "max": 2,
        "measure": "qty", "order": "MoreExpensiveFirst"}]}, "benefits": [{"id": "64d0a70000000000000000e2",
        "type": "PercentageDiscount", "percent": 100, "unit": "qty", "target": {"set": "a"},
        "maxApplication": {"value": 1, "measure": "qty"}, "order": "LessExpensiveFirst"}]},
        {"id": "64d0a70000000000000000e3", "name": "A third", "condition": {"simple": [{"element": "item",
        "where": [{"attribute": "level1", "operator": "equal", "values": ["B"]}]}]}, "benefits": [
        {"id": "64d0a70000000000000000e4", "type": "PercentageDiscount", "percent": 33, "unit": "qty", "limits": [
        {"id": "64d0a70000000000000000e5", "scope": "customer", "period": "undefined", "type": "benefitAmount",
        "value": 40}]}]},
        {"id": "64d0a70000000000000000e6", "name": "Coupons", "condition": {"simple": [{"element": "item",
        "where": [{"attribute": "level1", "operator": "equal", "values": ["A", "B"]}],
        "group": {"measure": "qty", "operator": "greaterOrEqual", "value": 3}}]}, "benefits": [
        {"id": "64d0a70000000000000000e7", "type": "CouponBenefit", "couponType": "7", "quantity": 2}]},
        {"id": "64d0a70000000000000000e8", "name": "Points", "condition": {"simple": [{"element": "loyaltycard",
        "where": [{"attribute": "type", "operator": "equal", "values": ["CLUB"]}]}, {"element": "item"}]},
        "benefits": [{"id": "64d0a70000000000000000e9", "type": "LoyaltyBenefit", "cardType": "CLUB", "points": 5,
        "unit": "qty"}]},
        {"id": "64d0a70000000000000000ea", "name": "Voucher", "condition": {"simple": [{"element": "coupon",
        "where": [{"attribute": "type", "operator": "equal", "values": ["3"]}]}, {"element": "item",
        "where": [{"attribute": "level1", "operator": "equal", "values": ["C"]}]}]}, "benefits": [
        {"id": "64d0a70000000000000000eb", "type": "FixedDiscount", "amount": "1.00", "unit": "na"}]}]}]}
        """

    @Test func `refunds add up to what was paid, and a full return leaves things as they were`() throws {
        for block in 0..<(Self.histories / Self.together) {
            let shop = try ReturnShop()
            try shop.world.distribute(Array(Self.map.utf8), version: 80, stores: ["8"])
            for number in 0..<Self.together {
                let seed = UInt64(block * Self.together + number)
                var history = ReturnHistory(shop, customer: "c\(number)", random: SeededRandom(seed: seed))
                try history.run()
                #expect(history.problems == [], "seed \(seed)")
                if !history.problems.isEmpty { return }
            }
            #expect(try shop.world.loyaltyMismatches() == [], "block \(block)")
        }
    }
}

/// One sale, and all of it coming back in random parts.
private struct ReturnHistory {
    let shop: ReturnShop
    let customer: String
    var random: SeededRandom
    var problems: [String] = []
    /// Pieces, or thousandths of a weighed line, that the customer still has, by seq.
    private var left: [Int: Int] = [:]
    private var lines: [ReturnShop.Line] = []

    init(_ shop: ReturnShop, customer: String, random: SeededRandom) {
        self.shop = shop
        self.customer = customer
        self.random = random
    }

    mutating func run() throws {
        let world = shop.world
        try world.card("k\(customer)", balance: 50)
        let voucher = try #require(try world.issue("3").first)
        let used = try world.used()[customer] ?? 0
        let sale = try sell(voucher)
        let record = try #require(try world.store.transactions.find(sale))
        let price = lines.reduce(Int128(0)) { $0 + (DecimalText.parse($1.price, decimals: 4) ?? 0) }
        let paid = price - record.total.units
        let spends = chance(4)
        let spent = spends ? try shop.issued(sale).first?.coupon.barCode : nil
        if let spent { try world.use(spent, by: "x\(customer)", .committed) }
        var refunded: (paid: Int128, reprice: Int128) = (0, 0)
        while !left.isEmpty {
            let answer = try shop.give(back: sale, parts(), status: "finish", store: 8)
            let isUndone = chance(6)
            let ending = isUndone ? "rollback" : "commit"
            let ended = try world.send(shop.message(shop.tick(), "messageId=\"2\" status=\"\(ending)\"", store: 8))
            expect(SessionTests.value("ack", ended) == "0", "it was refused: \(answer)")
            let refund = ReturnShop.refund(answer).compactMap { DecimalText.parse($0, decimals: 4) }
            expect(refund.count == 2, "no refund: \(answer)")
            if !problems.isEmpty { return }
            if isUndone { continue }
            take()
            refunded = (refunded.paid + refund[0], refunded.reprice + refund[1])
            if chance(2) { try process(sale, voucher) }
        }
        try process(sale, voucher)
        expect(refunded.reprice == paid, "\(refunded.reprice) were refunded by reprice, \(paid) were paid")
        expect(refunded.paid == paid, "\(refunded.paid) were refunded by line, \(paid) were paid")
        expect(try world.used()[customer] ?? 0 == used, "limits are not what they were")
        expect(try world.balance("k\(customer)") == 50, "the card holds \(try world.balance("k\(customer)") ?? -1)")
        expect(
            try world.state(voucher) == .active, "the voucher is \(String(describing: try world.state(voucher)))")
        for coupon in try shop.issued(sale) {
            let expected: CouponState = coupon.coupon.barCode == spent ? .consumed : .cancelled
            expect(coupon.coupon.state == expected, "coupon \(coupon.coupon.barCode) is \(coupon.coupon.state)")
        }
        let again = try shop.give(back: sale, store: 8)
        expect(SessionTests.value("ack", again) == "9211", "it was returned twice: \(again)")
        expect(
            try world.store.cards.find("k\(customer)", of: "2")?.card.blocks == 0, "the card is blocked for good")
    }

    /// Works on all returns; what stays is never cheaper by a voucher that the customer can use again, nor by points
    /// that the card holds again.
    private mutating func process(_ sale: String, _ voucher: String) throws {
        for done in try shop.process() where done.state != "processed" {
            let errors = try shop.world.store.returnJobs.errors(of: done.id)
            expect(errors.allSatisfy { $0.code == 9102 }, "\(done): \(errors)")
        }
        let booked = try BookedSale(try #require(try shop.world.store.transactions.find(sale))).booked
        let summaries = try shop.world.store.transactions.finishedReturns(of: sale, limit: SaleReturns.most).compactMap
        {
            ReturnSummary(text: $0.summary)
        }
        let blocks = [
            summaries.compactMap(\.refunded).max { $0.place < $1.place },
            summaries.compactMap(\.reversed).max { $0.place < $1.place },
        ].map { $0?.block ?? booked }
        for block in blocks {
            let isSpent = block?.outcome.spentCoupons.contains(voucher) ?? false
            let state = try shop.world.state(voucher)
            expect(isSpent == (state == .consumed), "the voucher is \(state.map(\.rawValue) ?? "-"), spent: \(isSpent)")
            let points = block?.outcome.movements[.init(card: "k\(customer)")] ?? .zero
            let balance = try shop.world.store.cards.find("k\(customer)", of: "2")?.card.balance1
            expect(
                balance == Money(whole: 50) + points,
                "the card holds \(String(describing: balance)), not 50 + \(points)")
        }
    }

    private mutating func expect(_ isRight: Bool, _ problem: String) {
        if !isRight { problems.append(problem) }
    }

    private mutating func sell(_ voucher: String) throws -> String {
        lines = (1...number(1...4)).map { seq in
            let level = ["A", "B", "C"][number(0...2)]
            let cents = number(1...3_000)
            let price = "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
            return chance(5)
                ? ReturnShop.Line(seq: seq, level: level, price: price, magnitude: "0.\(number(100...999))")
                : ReturnShop.Line(seq: seq, level: level, qty: number(1...4), price: price)
        }
        for line in lines {
            left[line.seq] = line.magnitude.flatMap { DecimalText.parse($0, decimals: 3) }.map { Int($0) } ?? line.qty
        }
        var more = "<customer-add seq=\"1\" id=\"\(customer)\"/>"
        if chance(2) { more += "<loyaltycard-add seq=\"1\" number=\"k\(customer)\" type=\"CLUB\"/>" }
        if chance(2) { more += "<coupon-add seq=\"1\" id=\"\(voucher)\" type=\"3\"/>" }
        return try shop.sell(lines, more, store: 8)
    }

    /// What comes back next.
    private var next: [Int: Int] = [:]

    private mutating func parts() -> String {
        next = left
        // Nothing named is all that remains.
        if chance(6) { return "" }
        for (seq, rest) in left.sorted(by: { $0.key < $1.key }) {
            next[seq] = chance(2) ? number(1...rest) : nil
        }
        if next.isEmpty { next = left }
        return next.sorted { $0.key < $1.key }.map { seq, count in
            lines[seq - 1].magnitude == nil
                ? ReturnShop.part(seq, qty: count)
                : ReturnShop.part(seq, magnitude: DecimalText.print(Int128(count), scale: 3, decimals: 3))
        }.joined()
    }

    private mutating func take() {
        for (seq, count) in next { left[seq] = left[seq] == count ? nil : (left[seq] ?? 0) - count }
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    /// Whether one of so many cases happens.
    private mutating func chance(_ cases: Int) -> Bool { number(1...cases) == 1 }
}
