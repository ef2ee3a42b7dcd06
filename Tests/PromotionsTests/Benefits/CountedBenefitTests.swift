import Promotions
import Testing

@Suite struct CountedBenefitTests {
    static let basket = ticket(line("12", pieces: 3, weight: "0.500"), line("5", weight: "1.250")).card("CLUB")

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let benefit: Benefit
        let text: String
        init(_ description: String, _ benefit: Benefit, _ text: String) {
            testDescription = description
            self.benefit = benefit
            self.text = text
        }
    }

    static let cases = [
        Case("coupons", .coupons(2), "0 0.00 qty 2 = 1:0.00 2:0.00"),
        Case("a gift", .gift(), "0 0.00 qty 1 = 1:0.00 2:0.00"),
        Case("no coupon", .coupons(0), ""),
        Case("points for each piece", .points("5"), "0 0.00 points 20.00 = 1:0.00 2:0.00"),
        Case("points for each kilogram", .points("10", .magnitude), "0 0.00 points 17.50 = 1:0.00 2:0.00"),
        Case("points once", .points("5", .na), "0 0.00 points 5.00 = 1:0.00 2:0.00"),
        Case("points for one piece", .points("5").upTo(1), "0 0.00 points 5.00 = 1:0.00"),
        Case("fractions of points", .points("0.0125"), "0 0.00 points 0.05 = 1:0.00 2:0.00"),
        Case("no points", .points("0"), ""), Case("hardly a point", .points("0.0001"), ""),
        Case(
            "a percentage in points",
            Benefit(id: "b", kind: .percentLoyalty(cardType: "CLUB", percent: decimal("10"))),
            "0 0.00 points 1.70 = 1:0.00 2:0.00"),
        Case("a percentage of nothing", calculated(.percentage, "0"), ""),
        Case("an amount of nothing", calculated(.fixedAmount, "0"), ""),
        Case("coupons of an amount", calculated(.fixedAmount, "2.5"), "0 0.00 qty 3 = 1:0.00 2:0.00"),
        Case(
            "coupons whose value the next sale brings", calculated(.externalAmount, "0"), "0 0.00 qty 3 = 1:0.00 2:0.00"
        ),
        Case(
            "a percentage of a lowered price, rounded",
            Benefit(id: "b", kind: .percentLoyalty(cardType: "CLUB", percent: decimal("33.35"))).upTo(1),
            "0 0.00 points 1.33 = 1:0.00"),
        Case(
            "more than all of the price in points",
            Benefit(id: "b", kind: .percentLoyalty(cardType: "CLUB", percent: decimal("250"))),
            "0 0.00 points 42.50 = 1:0.00 2:0.00"),
        Case("gifts for all pieces of the target together", .gift(2).upTo(2), "0 0.00 qty 2 = 1:0.00"),
        Case(
            "coupons with a value",
            Benefit(
                id: "b",
                kind: .calculatedCoupon(couponType: "7", appliesTo: .percentage, value: decimal("10"), quantity: 3)),
            "0 0.00 qty 3 = 1:0.00 2:0.00"),
    ]

    private static func calculated(_ applies: BenefitKind.CouponValue, _ value: String) -> Benefit {
        Benefit(
            id: "b", kind: .calculatedCoupon(couponType: "7", appliesTo: applies, value: decimal(value), quantity: 3))
    }

    @Test(arguments: cases) func grantsCounts(_ example: Case) {
        let evaluation = Self.basket.under(example.benefit)
        #expect(evaluation.text() == example.text)
        let benefit = evaluation.alternatives[0].grants.first?.benefits.first
        #expect(evaluation.verdicts[0].reason == (benefit == nil ? .noGain : .ok))
        #expect(benefit?.value ?? .zero == .zero)
    }

    /// 10.00 from two pieces on, 30.00 from three: sub-tickets of 3, 3, 2 and one that gets nothing.
    @Test func couponsOfAnotherValueAreABenefitOfTheirOwn() {
        let steps = Benefit.Steps(steps: [
            .init(from: 2_000, value: decimal("10")), .init(from: 3_000, value: decimal("30")),
        ])
        let benefit = Self.calculated(.fixedAmount, "0").with { $0.steps = steps }
        func grants(_ pieces: Int, _ benefit: Benefit) -> [String] {
            let ticket = ticket(line("\(pieces)", pieces: pieces), line("5"))
            return ticket.under(promotion(when: .combo(1, 3, order: .asEntered), benefit)).alternatives[0].grants
                .flatMap(\.benefits).map { grant in
                    "\(Money(units: grant.nominal).text) x \(grant.quantity) for \(grant.base.text)"
                        + " = \(grant.sharesText)"
                        + " order \(grant.order)\(grant.isCut ? " cut" : "")"
                }
        }
        #expect(
            grants(7, benefit) == [
                "30.00 x 6 for 6.00 = 1:0.00 order 1", "10.00 x 3 for 6.00 = 1:0.00 2:0.00 order 2",
            ])
        #expect(grants(6, benefit) == ["30.00 x 6 for 6.00 = 1:0.00 order 1"])
        #expect(
            grants(7, benefit.limited(.couponCount, "7")) == [
                "30.00 x 6 for 6.00 = 1:0.00 order 1 cut", "10.00 x 1 for 6.00 = 1:0.00 2:0.00 order 2 cut",
            ])
    }

    @Test func countsGrowWithTheSubTickets() {
        let promotion = promotion(when: .combo(1, 1), .coupons(2), .points("3", .na))
        #expect(
            Self.basket.under(promotion).text()
                == "0 0.00 qty 8 = 1:0.00 2:0.00, 0.00 points 12.00 = 1:0.00 2:0.00")
    }

    @Test func linesThatMayNotBeDiscountedStillEarn() {
        let ticket = ticket(line("10", discountable: false)).card("CLUB")
        #expect(ticket.under(.points("1")).text() == "0 0.00 points 1.00 = 1:0.00")
        #expect(ticket.under(.percent("10")).verdicts[0].reason == .noTarget)
    }

    @Test func pointsNeedACardOfTheType() {
        let none = prices("10").card("GIFT").under(.points("1"))
        #expect(none.text() == "" && none.verdictText == "notApplied NO_CARD/CLUB/none")
        let second = prices("10").card("GIFT").card("CLUB").card("CLUB").under(.points("1"))
        #expect(second.alternatives[0].grants[0].benefits[0].cardSeq == 2)
    }

    @Test func pointsGoToTheCustomersOwnCardWhereNoneIsPresented() throws {
        let map = CompiledMap(level(.cumulative, promotion("P", .points("1", .na))))
        func card(_ ticket: Ticket, own: [String]) throws -> BenefitGrant? {
            let holdings = Holdings(
                cards: [.init(number: "5", type: "GIFT"), .init(number: "7", type: "CLUB")], ownCards: own)
            let plain = map.evaluate(EvaluationInput(ticket: ticket, holdings: holdings))
            let explained = map.evaluate(EvaluationInput(ticket: ticket, explains: true, holdings: holdings))
            #expect(plain.alternatives == explained.alternatives)
            return plain.alternatives[0].grants.first?.benefits.first
        }
        let own = try card(prices("10"), own: ["5", "7"])
        #expect(own?.points == money("1") && own?.cardNumber == "7" && own?.cardSeq == nil)
        let presented = try card(prices("10").card("CLUB"), own: ["7"])
        #expect(presented?.cardNumber == "6" && presented?.cardSeq == 1)
        #expect(try card(prices("10"), own: ["5"]) == nil)
        #expect(try card(prices("10"), own: []) == nil)
    }

    @Test func factorsMultiplyWhatTheOthersOfTheCardEarned() {
        let other = Benefit(id: "b", kind: .loyalty(cardType: "GIFT", points: decimal("9"), unit: .na))
        let map = level(
            .cumulative, promotion("F", .factor("3")), promotion("A", .points("5", .na), .points("2", .na)),
            promotion("B", other), promotion("G", .factor("1.5")))
        let ticket = prices("10").card("CLUB").card("GIFT")
        #expect(
            ticket.under(map).text(map) == "F 0.00 points 14.00 = 1:0.00; A 0.00 points 5.00 = 1:0.00, "
                + "0.00 points 2.00 = 1:0.00; B 0.00 points 9.00 = 1:0.00; G 0.00 points 3.50 = 1:0.00")
        #expect(ticket.under(map).verdicts.allSatisfy { $0.reason == .ok })
    }

    @Test func stepsChangeTheFactor() {
        let factor = Benefit.factor("0").with {
            $0.steps = Benefit.Steps(steps: [
                .init(from: 2_000, value: decimal("2")), .init(from: 3_000, value: decimal("4")),
            ])
        }
        let map = level(.cumulative, promotion("A", .points("5", .na)), promotion("F", factor))
        func points(_ ticket: Ticket) -> String? {
            ticket.card("CLUB").under(map).alternatives[0].grants.first { $0.promotion == 1 }?.benefits[0].points.text
        }
        #expect(points(prices("1")) == nil && points(prices("1", "2")) == "5.00")
        #expect(points(prices("1", "2", "3")) == "15.00")
    }

    @Test func aFactorOfNothingIsNotGranted() {
        let map = level(.cumulative, promotion("F", .factor("3").limited(.benefitApplicationCount, "5")))
        let evaluation = prices("10").card("CLUB").under(map)
        #expect(evaluation.text() == "" && evaluation.verdictText == "notApplied NO_TARGET//")
        #expect(evaluation.alternatives[0].uses.isEmpty && evaluation.balanceTexts == ["5.00"])
        let lower = level(.cumulative, promotion("A", .points("5")), promotion("F", .factor("0.5")))
        #expect(prices("10").card("CLUB").under(lower).verdicts.map(\.reason) == [.ok, .noTarget])
    }

    @Test func aFactorKeepsItsLimits() {
        let factor = Benefit.factor("3").limited(.pointsAmount, "8").limited(.benefitApplicationCount, "2")
        let map = level(.cumulative, promotion("A", .points("5", .na)), promotion("F", factor))
        let cut = prices("10").card("CLUB").under(map)
        #expect(cut.text(map) == "A 0.00 points 5.00 = 1:0.00; F 0.00 points 8.00 cut = 1:0.00")
        #expect(cut.verdictTexts[1] == "limited LIMIT_CUT/10.00/8.00")
        #expect(cut.balanceTexts == ["0.00", "1.00"] && cut.isLimited)
        let none = prices("10").card("CLUB").under(map, used: [0: "8"])
        #expect(none.text(map) == "A 0.00 points 5.00 = 1:0.00")
        #expect(none.verdictTexts[1] == "limited LIMIT_EXHAUSTED/10.00/0.00")
        #expect(none.balanceTexts == ["0.00", "2.00"] && none.isLimited)
    }
}
