import Promotions
import Testing

@Suite struct LimitTests {
    struct Sale: CustomTestStringConvertible, Sendable {
        let price: String
        let used: String
        let text: String
        let balance: String
        let verdict: String
        var testDescription: String { "\(price) after \(used)" }
    }

    static let realTraffic = [
        Sale(price: "4000", used: "0", text: "0 1200.00 = 1:1200.00", balance: "3800.00", verdict: "applied OK//"),
        Sale(price: "500", used: "1200", text: "0 150.00 = 1:150.00", balance: "3650.00", verdict: "applied OK//"),
        Sale(
            price: "15000", used: "1350", text: "0 3650.00 cut = 1:3650.00", balance: "0.00",
            verdict: "limited LIMIT_CUT/4500.00/3650.00"),
        Sale(
            price: "300", used: "5000", text: "", balance: "0.00", verdict: "limited LIMIT_EXHAUSTED/90.00/0.00"),
        // A map may lower a maximum below what is used.
        Sale(
            price: "300", used: "6000", text: "", balance: "0.00", verdict: "limited LIMIT_EXHAUSTED/90.00/0.00"),
    ]

    @Test(arguments: realTraffic) func followsRealTraffic(_ sale: Sale) {
        let benefit = Benefit.percent("30").limited(.benefitAmount, "5000", .customer)
        let evaluation = prices(sale.price).customer().under(benefit, used: [0: sale.used])
        #expect(evaluation.text() == sale.text)
        #expect(evaluation.balanceTexts == [sale.balance])
        #expect(evaluation.verdictText == sale.verdict)
        #expect(evaluation.isLimited == sale.verdict.hasPrefix("limited"))
        let grant = evaluation.alternatives[0].grants.first?.benefits[0]
        #expect(grant.map { $0.base == money(sale.price) && $0.nominal == decimal("30") } ?? true)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let promotion: Promotion
        let text: String
        /// What is taken from each limit.
        let uses: [String]
        init(_ description: String, _ promotion: Promotion, _ text: String, uses: [String]) {
            testDescription = description
            self.promotion = promotion
            self.text = text
            self.uses = uses
        }
    }

    /// Five pieces at 10 and one at 4.
    static let basket = ticket(line("50", pieces: 5), line("4")).card("CLUB").customer()
    static let tenth = Benefit.percent("10")
    static let pairs = Condition.combo(2, 2)

    static let cases = [
        Case(
            "pieces benefit up to the limit, the cheapest first",
            promotion("P", tenth.limited(.benefitedProductCount, "3")), "0 2.40 cut = 1:2.00 2:0.40", uses: ["3.00"]),
        Case(
            "pieces in the benefit's order",
            promotion("P", tenth.limited(.benefitedProductCount, "3").with { $0.order = .moreExpensiveFirst }),
            "0 3.00 cut = 1:3.00", uses: ["3.00"]),
        Case(
            "pieces over sub-tickets", promotion(when: pairs, tenth.limited(.benefitedProductCount, "3")),
            "0 3.00 cut = 1:3.00", uses: ["3.00"]),
        Case(
            "sub-tickets", promotion(when: pairs, tenth.limited(.benefitApplicationCount, "2")),
            "0 4.00 cut = 1:4.00", uses: ["2.00"]),
        Case(
            "a whole ticket is one application", promotion("P", tenth.limited(.benefitApplicationCount, "2")),
            "0 5.40 = 1:5.00 2:0.40", uses: ["1.00"]),
        Case(
            "money over sub-tickets in order", promotion(when: pairs, tenth.limited(.benefitAmount, "4.50")),
            "0 4.50 cut = 1:4.36 2:0.14", uses: ["4.50"]),
        Case(
            "money to the minor unit", promotion("P", tenth.limited(.benefitAmount, "1.2399")),
            "0 1.23 cut = 1:1.14 2:0.09", uses: ["1.23"]),
        Case(
            "coupons", promotion(when: pairs, .coupons(2).limited(.couponCount, "5")),
            "0 0.00 qty 5 cut = 1:0.00 2:0.00", uses: ["5.00"]),
        Case(
            "gifts by application", promotion(when: pairs, .gift().limited(.benefitApplicationCount, "1")),
            "0 0.00 qty 1 cut = 1:0.00", uses: ["1.00"]),
        Case(
            "points", promotion("P", .points("5").limited(.pointsAmount, "12.345")),
            "0 0.00 points 12.34 cut = 1:0.00 2:0.00", uses: ["12.34"]),
        Case(
            "exactly what is left is not cut", promotion("P", tenth.limited(.benefitAmount, "5.40")),
            "0 5.40 = 1:5.00 2:0.40", uses: ["5.40"]),
        Case(
            "the smallest of several wins",
            promotion(
                when: pairs,
                tenth.limited(.benefitAmount, "100").limited(.benefitApplicationCount, "2")
                    .limited(.benefitedProductCount, "3", .store)),
            "0 3.00 cut = 1:3.00", uses: ["3.00", "2.00", "3.00"]),
        Case(
            "each benefit has its own",
            promotion(
                "P", tenth.limited(.benefitAmount, "1"),
                .percent("10").with { $0.applyOn = .originalPrice }.limited(.benefitAmount, "2")),
            "0 1.00 cut = 1:0.93 2:0.07, 2.00 cut = 1:1.85 2:0.15", uses: ["1.00", "2.00"]),
        Case(
            "a limit that a kind does not use", promotion("P", tenth.limited(.couponCount, "1")),
            "0 5.40 = 1:5.00 2:0.40", uses: []),
    ]

    @Test(arguments: cases) func cutsWhatItCounts(_ example: Case) {
        let evaluation = Self.basket.under(example.promotion)
        #expect(evaluation.text() == example.text)
        #expect(evaluation.alternatives[0].uses.map { Money(units: $0.amount).text } == example.uses)
    }

    @Test(arguments: [Limit.Kind.benefitAmount, .benefitApplicationCount, .benefitedProductCount])
    func anExhaustedLimitLeavesNothing(_ kind: Limit.Kind) {
        let evaluation = Self.basket.under(promotion(when: Self.pairs, Self.tenth.limited(kind, "2")), used: [0: "2"])
        #expect(evaluation.text() == "" && evaluation.balanceTexts == ["0.00"])
        #expect(evaluation.verdicts[0].reason == .limitExhausted && evaluation.isLimited)
        #expect(evaluation.alternatives[0].uses.isEmpty)
    }

    @Test func aCustomersLimitNeedsACustomer() {
        let benefit = Self.tenth.limited(.benefitAmount, "5", .customer)
        let none = prices("10").under(benefit)
        #expect(none.text() == "" && none.verdictText == "notApplied NO_CUSTOMER//" && none.limitBalances.isEmpty)
        for attributes in [["id": ""], ["name": "X"], ["id": "", "identifier": ""]] as [Attributes] {
            #expect(prices("10").customer(attributes).under(benefit).verdicts[0].reason == .noCustomer)
        }
        #expect(prices("10").customer(["id": "9", "identifier": "5"]).customerKey == "9")
        #expect(prices("10").customer(["id": "", "identifier": "5"]).customerKey == "identifier:5")
        #expect(prices("10").customer(["identifier": "5"]).under(benefit).text() == "0 1.00 = 1:1.00")
        let beside = promotion("P", benefit, .gift())
        #expect(prices("10").under(beside).text() == "0 0.00 qty 1 = 1:0.00")
    }

    @Test func limitsComeAfterMinimumAndMaximum() {
        let least = Self.tenth.with { $0.minDiscount = money("0.90") }.limited(.benefitAmount, "0.50")
        #expect(prices("10").under(least).text() == "0 0.50 cut = 1:0.50")
        let most = Self.tenth.with { $0.maxDiscount = money("0.90") }.limited(.benefitAmount, "1")
        #expect(prices("10").under(most).text() == "0 0.90 = 1:0.90")
        // A limit of products cuts before the amount is worked out.
        let pieces = Self.tenth.with { $0.minDiscount = money("1.50") }.limited(.benefitedProductCount, "1")
        #expect(prices("10", "10").under(pieces).text() == "")
    }

    @Test func theLimitsOfATicketAreThoseOfPromotionsThatMayConcernIt() {
        let map = CompiledMap(
            level(
                .cumulative, promotion("A", when: .level("X"), Self.tenth.limited(.benefitAmount, "1")),
                promotion("B", when: .level("Y"), Self.tenth.limited(.benefitAmount, "1")),
                promotion("C", Self.tenth.limited(.benefitAmount, "1", .customer).limited(.benefitAmount, "1", .store)))
        )
        let ticket = ticket(line("1", ["level1": "Y"]))
        #expect(map.limitsConcerning(ticket) == [1, 3])
        #expect(map.limitsConcerning(ticket.customer()) == [1, 2, 3])
        #expect(map.limits.map(\.promotion) == [0, 1, 2, 2])
    }
}
