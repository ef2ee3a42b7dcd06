import Loyalty
import Messages
import Promotions
import Storage
import TestSupport
import Testing

@testable import Engine

struct SaleFindingsTests {
    static func register() -> Register {
        var register = RegisterTests.register()
        register.cardTypes = ["CLUB", "é|\"x"]
        register.coupons["worth"] = .init(type: "4", isUsable: true, value: .amount(Money(units: 12_345)))
        register.coupons["tenth"] = .init(type: "5", isUsable: true, value: .percentage(100_000))
        register.cards["6003"] = .init(
            type: "GIFT", balance: Money(units: 5), balance2: Money(whole: 9_999_999_999), isUsable: true, customer: "9"
        )
        return register
    }

    static let outcome = LoyaltyOutcome(
        issues: [
            .init(benefit: "b1", type: "7", quantity: 2),
            .init(benefit: "b2", type: "8", quantity: 1, value: .amount(Money(units: 50_001))),
            .init(benefit: "b3", type: "8", quantity: 1, value: .percentage(125_000)),
        ],
        spentCoupons: ["987", "é"],
        movements: [.init(card: "6001"): Money(units: -15), .init(card: "6001", balance: .balance2): Money(whole: 7)])

    private static func summary() throws -> EvaluationSummary {
        var summary = EvaluationSummary()
        summary.findings = SaleFindings(
            moment: try #require(LocalDateTime("2026-03-01 10:00:07")), channel: "web",
            paymentCalculation: .onItemsPaid, register: Self.register())
        summary.offered = [["a"], ["b", "c"]]
        summary.blocks = [
            .init(
                choice: ["a"], total: Money(units: 12),
                uses: [
                    .init(limit: "l", scopeKey: "9", days: 3, max: 5, amount: 4),
                    .init(limit: "l", scopeKey: "9", days: nil, max: 5, amount: 4),
                ], outcome: Self.outcome, draws: [.init(card: "6001"): Money(units: 20)]),
            .init(choice: ["b", "c"], total: .zero, uses: []),
        ]
        return summary
    }

    /// Workers of the version before and after read it too while an installation is upgraded: a change adds members,
    /// which those who do not know them pass over, and none goes or means something else.
    @Test
    func `the stored form is that of the versions before`() throws {
        let summary = try Self.summary()
        #expect(summary.text == Self.stored)
        let later = Self.stored.replacing("\"choice\"", with: "\"later\":{\"a\":[1]},\"choice\"")
        #expect(EvaluationSummary(text: later) == summary)
        #expect(EvaluationSummary(text: "{\"moment\":\"2026-03-01 10:00:07\",\"later\":null}")?.blocks == [])
        // Versions before did not say what is drawn from accounts that move; from others it is nothing.
        let earlier = try #require(EvaluationSummary(text: Self.stored.replacing(Self.draws, with: "")))
        #expect(earlier.blocks.map(\.draws) == [nil, [:]])
        #expect(earlier.blocks[0].drawn(from: .init(card: "6001")) == nil)
        #expect(earlier.blocks[0].drawn(from: .init(card: "6002")) == .zero)
    }

    @Test
    func `what an evaluation found and means is read back as it was written`() throws {
        let summary = try Self.summary()
        #expect(EvaluationSummary(text: summary.text) == summary)
        #expect(EvaluationSummary(text: EvaluationSummary().text) == EvaluationSummary())
        #expect(!EvaluationSummary().text.contains("register") && !EvaluationSummary().text.contains("loyalty"))
    }

    private static let draws = #","draws":[{"card":"6001","account":"balance1","points":"20"}]"#

    private static let stored = #"""
        {"moment":"2026-03-01 10:00:07","channel":"web","payments":"onItemsPaid",\#
        "register":{"couponTypes":["3"],"cardTypes":["CLUB","é|\"x"],"coupons":[{"id":"good","type":"3",\#
        "usable":true},{"id":"tenth","type":"5","usable":true,"percentage":"100000"},{"id":"used",\#
        "type":"3","usable":false},{"id":"worth","type":"4","usable":true,"amount":"12345"}],\#
        "cards":[{"number":"6001","type":"CLUB","balance1":"1000000","balance2":"0","usable":true},\#
        {"number":"6002","type":"CLUB","balance1":"0","balance2":"0","usable":false},{"number":"6003",\#
        "type":"GIFT","balance1":"5","balance2":"99999999990000","usable":true,"customer":"9"}],\#
        "customers":[[["id","9"],["name","known"],["type","gold"],["points","12.5"]]],"articles":[["1",\#
        [["code","1"],["brand","known"],["level1","DAIRY"]]]]},"blocks":[{"choice":["a"],"total":"12",\#
        "uses":[{"limit":"l","key":"9","max":"5","amount":"4","days":3},{"limit":"l","key":"9","max":"5",\#
        "amount":"4"}],"loyalty":{"issues":[{"benefit":"b1","type":"7","quantity":2},{"benefit":"b2",\#
        "type":"8","quantity":1,"amount":"50001"},{"benefit":"b3","type":"8","quantity":1,\#
        "percentage":"125000"}],"coupons":["987","é"],"moves":[{"card":"6001","account":"balance1",\#
        "points":"-15"},{"card":"6001","account":"balance2","points":"70000"}]},\#
        "draws":[{"card":"6001","account":"balance1","points":"20"}]},{"choice":["b","c"],"total":"0","uses":[]}],\#
        "offered":[["a"],["b","c"]]}
        """#

    @Test(arguments: [
        ("\"usable\":true", "\"usable\":1"), ("\"points\":\"-15\"", "\"points\":\"-1.5\""),
        ("\"account\":\"balance2\"", "\"account\":\"balance3\""), ("\"quantity\":2", "\"quantity\":\"2\""),
        ("\"moment\":\"2026", "\"moment\":\"x2026"), ("onItemsPaid", "onWhatever"), ("\"total\":\"12\"", "\"sum\":0"),
    ])
    func `a text that is not what was written is not read as something else`(_ change: (String, String)) throws {
        var summary = EvaluationSummary()
        summary.findings = SaleFindings(
            moment: try #require(LocalDateTime("2026-03-01 10:00:07")), paymentCalculation: .onItemsPaid,
            register: Self.register())
        summary.blocks = [.init(choice: [], total: Money(units: 12), uses: [], outcome: Self.outcome)]
        let text = summary.text.replacing(change.0, with: change.1)
        #expect(text != summary.text)
        #expect(EvaluationSummary(text: text) == nil)
    }

    /// A sale evaluated again with what it found gets what it got, whatever has changed since.
    @Test(arguments: EngineWorld.Kind.all)
    func `a finished sale can be evaluated again as it was`(_ kind: EngineWorld.Kind) throws {
        let world = try EngineWorld.golden(kind)
        for name in ["12-ticket-open", "13-ticket-coupon-check", "14-ticket-coupon-typed", "16-ticket-finish"] {
            _ = try world.send(Golden.text("\(name).request.xml"))
        }
        // The coupon is used up by now, and the card holds other points.
        let id = TransactionKey(
            session: SessionKey(company: "2", store: "5", terminal: "2"),
            opened: try #require(LocalDateTime("2023-08-07 10:00:00"))
        ).id
        let sale = try BookedSale(try #require(try world.store.transactions.find(id)))
        #expect(sale.findings.moment == LocalDateTime("2023-08-07 10:00:30"))
        #expect(sale.outcome.spentCoupons == ["9870011258902"])
        #expect(sale.outcome.movements == [.init(card: "6001"): Money(whole: 15)])
        #expect(sale.outcome.issues.map(\.type) == ["7"])
        let map = try #require(try world.engine.library.map(MapVersion(company: "2", version: 77)))
        let ticket = sale.ticket
        var input = sale.findings.input(ticket)
        input.choice = Choice.positions(sale.booked?.choice ?? [], in: map)
        let again = map.evaluate(input, map.read(ticket))
        #expect(again.alternatives.map(\.total) == [sale.booked?.total])
        #expect(sale.outcome(of: again.alternatives[0], under: map, ticket) == sale.outcome)
    }
}

struct LoyaltyNeedsTests {
    @Test
    func `a map that asks nothing of coupons, cards and customers has nothing looked up`() throws {
        let world = try EngineWorld.golden()
        func needs(_ version: Int) throws -> LoyaltyNeeds {
            let map = MapVersion(company: "2", version: version)
            return try #require(try world.engine.library.held(map)).needs
        }
        let (limits, loyalty) = (try needs(76), try needs(77))
        #expect(!limits.asksCoupons && !limits.asksCards && limits.hasCustomerLimits)
        #expect(loyalty.asksCoupons && loyalty.asksCards && !loyalty.hasCustomerLimits)
        let ticket = try RegisterTests.ticket()
        #expect(!limits.ask(ticket.customers[0], of: ticket))
        #expect(limits.ask(Element(seq: 1, attributes: ["identifier": "5"]), of: ticket))
    }

    @Test
    func `what is known of a customer has the names of the protocol, without what is empty`() throws {
        let known = Customer(code: "12", identifier: "5", name: "N", segment: "a|b")
        #expect(
            KnownCustomer.attributes(of: known) == ["id": "12", "identifier": "5", "name": "N", "segment": "a|b"])
        let world = try EngineWorld.golden()
        let version = MapVersion(company: "2", version: 76)
        let needs = try #require(try world.engine.library.held(version)).needs
        #expect(needs.answered(by: known) == ["id": "12", "identifier": "5"])
        let full = Customer(
            code: "1", identifier: "2", name: "3", lastName: "4", email: "5", type: "6", segment: "7")
        #expect(Set(KnownCustomer.attributes(of: full).entries.map(\.name)) == KnownCustomer.attributes)
    }
}
