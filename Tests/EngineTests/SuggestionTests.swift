import Promotions
import Storage
import Testing

@testable import Engine

/// What is suggested at a till, with the limits that other tills share.
struct SuggestionTests {
    /// Paid with VISA, B takes 20 % off as long as its limit lasts, and two of X give one off in place of five off one.
    private static let map = """
        {"company": "2", "levels": [{"promotions": [
        {"name": "B", "id": "64d0a70000000000000000a1", "condition": {"simple": [\(visa)]},
        "benefits": [{"type": "PercentageDiscount", "id": "64d0a70000000000000000a2", "percent": 20, "unit": "qty",
        "limits": [{"id": "64d0a70000000000000000a3", "scope": "store", "type": "benefitAmount", "value": 9}]}]}]},
        {"coexistence": "first", "promotions": [
        {"name": "S", "id": "64d0a70000000000000000b1", "suggest": true, "condition": {"simple": [\(visa)],
        "composition": [{"set": "x", "element": "item", "where": [\(x)], "min": 2, "max": 2}]},
        "benefits": [{"type": "FixedDiscount", "id": "64d0a70000000000000000b2", "amount": 1, "unit": "na"}]},
        {"name": "C", "id": "64d0a70000000000000000c1", "condition": {"simple": [{"element": "item", "where": [\(x)]}]},
        "benefits": [{"type": "FixedDiscount", "id": "64d0a70000000000000000c2", "amount": 5, "unit": "na"}]}]}]}
        """
    private static let x = #"{"attribute": "code", "operator": "equal", "values": ["X"]}"#
    private static let visa =
        #"{"element": "payment", "where": [{"attribute": "code", "operator": "equal", "values": ["VISA"]}]}"#

    private static func message(_ terminal: Int, _ more: String, _ elements: String) -> String {
        """
        <message companyId="2" store="9" terminal="\(terminal)" date-time="2026-03-01 10:00:01" messageId="1" \(more)>\
        <item-add seq="1" unitprice="50" xprice="50" code="X"/>\(elements)</message>
        """
    }

    /// Nobody had reason to read B's limit: it is no promotion of a ticket without a payment.
    @Test(arguments: EngineWorld.Kind.all)
    func `a promise counts with what limits have left that only its payment leads to`(_ kind: EngineWorld.Kind) throws {
        let world = try EngineWorld(kind)
        try world.distribute(Array(Self.map.utf8), version: 1, stores: ["9"])
        let asked = #"evaluate="true" suggest="true""#
        #expect(try world.send(Self.message(1, asked, "")).contains("64d0a70000000000000000b1"))
        let sold = try world.send(
            Self.message(2, #"status="finish" autoCommit="true""#, #"<payment-add seq="1" code="VISA" amount="50"/>"#))
        #expect(try sold.contains("ack=\"0\"") && world.used() == ["9": 90_000])
        let answer = try world.send(Self.message(3, asked, ""))
        #expect(answer.contains("64d0a70000000000000000c1") && !answer.contains("64d0a70000000000000000b1"))
    }
}
