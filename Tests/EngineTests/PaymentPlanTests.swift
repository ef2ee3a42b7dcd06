import Promotions
import Storage
import Testing

@testable import Engine

/// What a transaction keeps of payment plans, and whose way of calculation counts.
struct PaymentPlanTests {
    private static let map = """
        {"company": "2", "levels": [{"promotions": [{"name": "Visa", "id": "64d0a70000000000000000f1",
        "condition": {"simple": [{"element": "item"}]}, "benefits": [{"type": "PaymentPlanBenefit",
        "id": "64d0a70000000000000000f2", "paymentCode": "VISA", "adjustment": "discount", "percent": 10,
        "limits": [{"id": "64d0a70000000000000000f3", "scope": "store", "type": "benefitAmount", "value": 12}]}]}]}]}
        """

    private static func message(_ terminal: Int, _ id: Int, _ amount: String, _ more: String = "") -> String {
        """
        <message companyId="2" store="9" terminal="\(terminal)" date-time="2026-03-01 10:00:0\(id)" messageId="\(id)" \
        evaluate="true" limitBalances="true" \(more)><item-add seq="1" unitprice="100" xprice="100" code="c"/>\
        <payment-add seq="1" code="VISA" amount="\(amount)"/></message>
        """
    }

    private static func end(_ terminal: Int, _ id: Int, _ status: String) -> String {
        """
        <message companyId="2" store="9" terminal="\(terminal)" date-time="2026-03-01 10:00:0\(id)" messageId="\(id)" \
        status="\(status)"/>
        """
    }

    private static func world(
        _ kind: EngineWorld.Kind, _ method: PromotionMap.PaymentCalculation
    ) throws -> EngineWorld {
        let world = try EngineWorld(kind)
        try world.distribute(Array(map.utf8), version: 1, stores: ["9"])
        try world.store.database.transaction { () throws(StorageError) in
            try world.store.companies.save(CompanySettings(paymentCalculation: method), of: "2")
        }
        return world
    }

    @Test(arguments: EngineWorld.Kind.all)
    func `what a plan takes off is the transaction's, and its limits are held and booked`(_ kind: EngineWorld.Kind)
        throws
    {
        let world = try Self.world(kind, .onPaymentMade)
        let answer = try world.send(Self.message(1, 1, "90"))
        #expect(answer.contains("paymentAmount=\"90.00\" paymentSeq=\"1\""))
        #expect(SessionTests.balance(answer) == "2.00")
        // Another till meets what is left of the limit.
        let second = try world.send(Self.message(2, 1, "90"))
        #expect(second.contains("limitApplied=\"true\"") && second.contains("paymentAmount=\"90.00\""))
        #expect(SessionTests.value("baseAmount", second) == "92.00")
        #expect(SessionTests.balance(second) == "0.00")
        _ = try world.send(Self.end(1, 2, "finish"))
        _ = try world.send(Self.end(1, 3, "commit"))
        #expect(try world.store.transactions.find("2_9_1_20260301100001")?.total == Money(whole: 10))
        #expect(try world.store.transactions.find("2_9_2_20260301100001")?.total == Money(whole: 2))
        #expect(try world.used() == ["9": 120_000])
        // What was held for the second comes free again, and a third till gets it.
        _ = try world.send(Self.end(2, 2, "rollback"))
        #expect(try world.used() == ["9": 100_000])
        #expect(SessionTests.balance(try world.send(Self.message(3, 1, "9"))) == "1.00")
        try world.expectBooksInOrder()
    }

    @Test
    func `an offer holds nothing, and a payment that goes gives back what it held`() throws {
        let world = try Self.world(.sqlite, .onItemsPaid)
        #expect(SessionTests.balance(try world.send(Self.message(1, 1, "100"))) == "2.00")
        #expect(try world.used() == ["9": 100_000])
        let void = """
            <message companyId="2" store="9" terminal="1" date-time="2026-03-01 10:00:02" messageId="2" \
            evaluate="true" limitBalances="true"><payment-void seq="1"/></message>
            """
        let answer = try world.send(void)
        #expect(answer.contains("paymentAmount=\"0.00\" percent") && SessionTests.balance(answer) == "12.00")
        #expect(try world.used().values.allSatisfy { $0 == 0 })
    }

    @Test(arguments: [
        (PromotionMap.PaymentCalculation.none, "100.00", "0.00"), (.onItemsPaid, "50.00", "45.00"),
        (.onPaymentMade, "55.56", "50.00"),
    ])
    func `the company's way counts where the map has none`(
        _ method: PromotionMap.PaymentCalculation, _ base: String, _ charged: String
    ) throws {
        let answer = try Self.world(.sqlite, method).send(Self.message(1, 1, "50"))
        #expect(SessionTests.value("baseAmount", answer) == base)
        #expect(SessionTests.value("paymentAmount", answer) == charged)
    }
}
