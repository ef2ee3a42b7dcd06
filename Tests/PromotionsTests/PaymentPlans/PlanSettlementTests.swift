import Promotions
import Testing

/// Payment plans and bank refunds after the levels of a map.
@Suite struct PlanSettlementTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let map: PromotionMap
        let ticket: Ticket
        let payments: [String]

        init(_ name: String, _ map: PromotionMap, _ ticket: Ticket, _ payments: String...) {
            testDescription = name
            self.map = map
            self.ticket = ticket
            self.payments = payments
        }
    }

    static let sixtyForty = prices("60", "40")
    static let visa = promotion("Visa", .plan("VISA", "10"))
    static let visaMap = level(.cumulative, visa).paid(.onItemsPaid)

    static let cases = [
        Case(
            "one payment on two plans, and cash",
            level(
                .cumulative, promotion("Twenty", .plan("VISA", "20", upTo: "50")),
                promotion("Ten", .plan("VISA", "10"))
            ).paid(.onItemsPaid), sixtyForty.payment("VISA", "80").payment("CASH", "20"),
            "Twenty #1 50.00 -> 40.00 = 1:10.00", "Ten #1 30.00 -> 27.00 = 1:1.00 2:2.00"),
        Case("nobody pays yet", visaMap, sixtyForty, "Visa offer 100.00"),
        Case("paid with something else", visaMap, sixtyForty.payment("CASH", "100"), "Visa offer 100.00"),
        Case(
            "a calculation of none publishes offers", level(.cumulative, visa).paid(.none),
            sixtyForty.payment("VISA", "100"), "Visa offer 100.00"),
        Case(
            "the amount is the money charged", level(.cumulative, visa).paid(.onPaymentMade),
            sixtyForty.payment("VISA", "50"), "Visa #1 55.56 -> 50.00 = 1:5.56"),
        Case(
            "one benefit for each payment", visaMap, sixtyForty.payment("VISA", "50").payment("VISA", "50"),
            "Visa #1 50.00 -> 45.00 = 1:5.00", "Visa #2 50.00 -> 45.00 = 1:1.00 2:4.00"),
        Case(
            "plans come after the benefits of all levels",
            PromotionMap(
                company: "2",
                levels: [
                    Level(promotions: [visa]),
                    Level(promotions: [promotion("Half", .percent("50")), promotion("Mug", .gift())]),
                ]
            ).paid(.onItemsPaid), sixtyForty.payment("VISA", "100"),
            "Half 50.00", "Mug 0.00", "Visa #1 50.00 -> 45.00 = 1:3.00 2:2.00"),
        Case(
            "a surcharge raises what is due",
            level(.cumulative, promotion("Later", .plan("VISA", "10", .surcharge))).paid(.onItemsPaid),
            sixtyForty.payment("VISA", "100"), "Later #1 100.00 -> 110.00 = 1:-6.00 2:-4.00"),
        Case(
            "a plan without an adjustment gives nothing and takes its part",
            level(
                .cumulative, promotion("Three", .plan("VISA", "10", .na, upTo: "30")),
                promotion("Later", .plan("VISA", "10", .surcharge))
            ).paid(.onItemsPaid), sixtyForty.payment("VISA", "100"),
            "Three #1 30.00 -> 30.00 = 1:0.00", "Later #1 70.00 -> 77.00 = 1:-3.00 2:-4.00"),
        Case(
            "a target of its own",
            level(
                .cumulative,
                promotion(
                    "Visa", .plan("VISA", "10").with { $0.target = .filters([Filter("level1", .equal, ["X"])]) })
            ).paid(.onItemsPaid),
            ticket(line("60"), line("40", ["level1": "X"])).payment("VISA", "100"),
            "Visa #1 40.00 -> 36.00 = 2:4.00"),
        Case(
            "two of the five pieces that a combination draws",
            level(.cumulative, promotion("Visa", when: .combo(2, 2, limit: 1), .plan("VISA", "10"))).paid(.onItemsPaid),
            ticket(line("50", pieces: 5)).payment("VISA", "50"), "Visa #1 20.00 -> 18.00 = 1:2.00"),
        Case(
            "what may not be discounted is not on a discount, and pays a surcharge",
            level(
                .cumulative, visa, promotion("Later", .plan("CABAL", "10", .surcharge))
            ).paid(.onItemsPaid),
            ticket(line("60", discountable: false), line("40")).payment("VISA", "50").payment("CABAL", "50"),
            "Visa #1 40.00 -> 36.00 = 2:4.00", "Later #2 50.00 -> 55.00 = 1:-5.00"),
        Case(
            "no line goes below its floor",
            level(.cumulative, promotion("Visa", .plan("VISA", "50"))).paid(.onItemsPaid),
            ticket(line("60", floor: "50"), line("40", floor: "40"), line("10")).payment("VISA", "110"),
            "Visa #1 30.00 -> 15.00 = 1:10.00 3:5.00"),
        Case(
            "an exclusive promotion keeps its units, wherever the plan stands",
            level(
                .cumulative, visa, promotion("Half", when: .level("X"), .percent("50"), exclusive: .units)
            ).paid(.onItemsPaid), ticket(line("60", ["level1": "X"]), line("40")).payment("VISA", "100"),
            "Half 30.00", "Visa #1 40.00 -> 36.00 = 2:4.00"),
        Case(
            "an exclusive plan keeps its own",
            level(
                .cumulative, promotion("Visa", .plan("VISA", "10"), exclusive: .units),
                promotion("More", .plan("VISA", "20"))
            ).paid(.onItemsPaid), sixtyForty.payment("VISA", "100"), "Visa #1 100.00 -> 90.00 = 1:6.00 2:4.00"),
        Case(
            "a smallest and a largest discount",
            level(
                .cumulative, promotion("Most", .plan("VISA", "20").with { $0.maxDiscount = money("8") }),
                promotion("Least", .plan("CABAL", "10").with { $0.minDiscount = money("5") })
            ).paid(.onItemsPaid), sixtyForty.payment("VISA", "50").payment("CABAL", "40").payment("CABAL", "10"),
            "Most #1 50.00 -> 42.00 = 1:8.00", "Least offer 100.00"),
        Case(
            "with the largest discount money charged covers itself and that",
            level(.cumulative, promotion("Most", .plan("VISA", "20").with { $0.maxDiscount = money("8") }))
                .paid(.onPaymentMade), sixtyForty.payment("VISA", "80"), "Most #1 88.00 -> 80.00 = 1:5.45 2:2.55"),
        Case(
            "a discount and a plan of one promotion",
            level(.cumulative, promotion("Both", .plan("VISA", "10"), .percent("50"))).paid(.onItemsPaid),
            sixtyForty.payment("VISA", "50"), "Both 50.00", "Both #1 50.00 -> 45.00 = 1:3.00 2:2.00"),
        Case(
            "the first plan of a level that takes one",
            level(.first, promotion("Ten", .plan("VISA", "10")), promotion("Twenty", .plan("VISA", "20")))
                .paid(.onItemsPaid), sixtyForty.payment("VISA", "100"), "Ten #1 100.00 -> 90.00 = 1:6.00 2:4.00"),
        Case(
            "a promotion whose condition fails offers no plan",
            level(.cumulative, promotion("Visa", when: .level("X"), .plan("VISA", "10"))).paid(.onItemsPaid),
            sixtyForty.payment("VISA", "100")),
        Case("nothing to pay", visaMap, prices("0").payment("VISA", "100")),
        Case(
            "a refund leaves what is due",
            level(.cumulative, promotion("Bank", .refund("VISA", "5"))).paid(.onItemsPaid),
            sixtyForty.payment("VISA", "80"), "Bank #1 80.00 -> 80.00 = 1:0.00 2:0.00 refund 4.00"),
        Case(
            "a refund on what a plan leaves to charge",
            level(.cumulative, promotion("Bank", .refund("VISA", "5")), visa).paid(.onItemsPaid),
            sixtyForty.payment("VISA", "100"), "Visa #1 100.00 -> 90.00 = 1:6.00 2:4.00",
            "Bank #1 90.00 -> 90.00 = 1:0.00 2:0.00 refund 4.50"),
        Case(
            "a refund does not pay a surcharge back",
            level(
                .cumulative, promotion("Bank", .refund("VISA", "5")),
                promotion("Later", .plan("VISA", "10", .surcharge))
            ).paid(.onItemsPaid), sixtyForty.payment("VISA", "100"), "Later #1 100.00 -> 110.00 = 1:-6.00 2:-4.00",
            "Bank #1 100.00 -> 100.00 = 1:0.00 2:0.00 refund 5.00"),
        Case(
            "nor a part of it",
            level(
                .cumulative, promotion("Bank", .refund("VISA", "5")),
                promotion("Later", .plan("VISA", "10", .surcharge))
            ).paid(.onItemsPaid), sixtyForty.payment("VISA", "50").payment("CASH", "50"),
            "Later #1 50.00 -> 55.00 = 1:-5.00", "Bank #1 50.00 -> 50.00 = 1:0.00 refund 2.50"),
        Case(
            "refunds by descending percentage, each payment's money once",
            level(
                .cumulative, promotion("Five", .refund("VISA", "5")),
                promotion("Ten", .refund("VISA,CASH", "10", upTo: "30"))
            ).paid(.onPaymentMade), sixtyForty.payment("VISA", "80").payment("CASH", "20"),
            "Ten #1 30.00 -> 30.00 = 1:0.00 refund 3.00", "Five #1 50.00 -> 50.00 = 1:0.00 2:0.00 refund 2.50"),
        Case(
            "a refund that nobody gets is published",
            level(.cumulative, promotion("Bank", .refund("VISA", "5"))).paid(.onItemsPaid),
            sixtyForty.payment("CASH", "100"), "Bank offer 100.00"),
    ]

    @Test(arguments: cases) func payments(_ testCase: Case) {
        let evaluation = testCase.ticket.under(testCase.map)
        #expect(evaluation.payments(testCase.map) == testCase.payments)
        let benefits = evaluation.alternatives[0].grants.flatMap(\.benefits)
        #expect(benefits.map(\.order).sorted() == Array(1..<benefits.count + 1))
        for benefit in benefits {
            #expect(benefit.shares.reduce(.zero) { $0 + $1.value } == benefit.value)
            guard let payment = benefit.payment else { continue }
            #expect(benefit.shares.reduce(.zero) { $0 + $1.price } == benefit.base)
            #expect(payment.charged == benefit.base - benefit.value)
        }
        #expect(evaluation.alternatives[0].total == benefits.reduce(.zero) { $0 + $1.value })
    }

    @Test func theCompanysWayCountsWhereTheMapHasNone() {
        let map = level(.cumulative, Self.visa)
        let paid = Self.sixtyForty.payment("VISA", "90")
        func text(_ map: PromotionMap, _ company: PromotionMap.PaymentCalculation) -> [String] {
            CompiledMap(map).evaluate(EvaluationInput(ticket: paid, paymentCalculation: company)).payments(map)
        }
        #expect(text(map, .none) == ["Visa offer 100.00"])
        #expect(text(map, .onItemsPaid) == ["Visa #1 90.00 -> 81.00 = 1:6.00 2:3.00"])
        #expect(text(map, .onPaymentMade) == ["Visa #1 100.00 -> 90.00 = 1:6.00 2:4.00"])
        #expect(text(map.paid(.none), .onPaymentMade) == ["Visa offer 100.00"])
        #expect(text(map.paid(.onItemsPaid), .onPaymentMade) == ["Visa #1 90.00 -> 81.00 = 1:6.00 2:3.00"])
    }

    @Test func everyAlternativeHasItsPlans() {
        let map = PromotionMap(
            company: "2",
            levels: [
                Level(
                    coexistence: .option, promotions: [promotion("Half", .percent("50")), promotion("Mug", .gift())]),
                Level(promotions: [Self.visa]),
            ]
        ).paid(.onItemsPaid)
        let evaluation = Self.sixtyForty.payment("VISA", "100").under(map)
        #expect(evaluation.payments(map) == ["Half 50.00", "Visa #1 50.00 -> 45.00 = 1:3.00 2:2.00"])
        #expect(
            evaluation.payments(map, alternative: 1) == ["Mug 0.00", "Visa #1 100.00 -> 90.00 = 1:6.00 2:4.00"])
    }

    @Test func aPlanTakesNothingFromExclusivePromotions() {
        let map = level(.cumulative, Self.visa, promotion("Half", .percent("50"), exclusive: .units))
            .paid(.onItemsPaid)
        #expect(prices("60").under(map).text(map) == "Half 30.00 = 1:30.00")
    }

    @Test func aFullPaymentIsWhatThePlanLeavesToCharge() {
        let group = SimpleCondition.Group(measure: .fullPayment, value: 0)
        let condition = Condition(simple: [
            SimpleCondition(element: .item),
            SimpleCondition(element: .payment, filters: [Filter("code", .equal, ["VISA"])], group: group),
        ])
        let map = level(.cumulative, promotion("Visa", when: condition, .plan("VISA", "10")))
        func uses(_ amount: String, _ method: PromotionMap.PaymentCalculation) -> [String] {
            Self.sixtyForty.payment("VISA", amount).under(map.paid(method)).payments(map)
        }
        #expect(uses("90", .onPaymentMade) == ["Visa #1 100.00 -> 90.00 = 1:6.00 2:4.00"])
        #expect(uses("89.99", .onPaymentMade) == [])
        #expect(uses("99.99", .onItemsPaid) == [])
        #expect(uses("100", .onItemsPaid) == ["Visa #1 100.00 -> 90.00 = 1:6.00 2:4.00"])
    }

    @Test func explanationsTellAnOfferFromAPlanInUse() {
        #expect(Self.sixtyForty.under(Self.visaMap).verdictText == "applied OK/payment/none")
        #expect(Self.sixtyForty.payment("VISA", "1").under(Self.visaMap).verdictText == "applied OK//")
        #expect(prices("0").payment("VISA", "1").under(Self.visaMap).verdictText == "notApplied NO_TARGET//")
    }
}
