import TestSupport
import Testing

@testable import Promotions

/// Benefits that draw on a card's balance, on what coupons carry, or on an amount from outside.
@Suite struct FundedBenefitTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        let benefits: [Benefit]
        var ticket = basket
        var condition = Condition.anyItem
        /// As `Alternative.text` prints it; empty for nothing.
        let grants: String
        /// As `text(of:)` prints them.
        let debits: [String]

        var testDescription: String { name }
    }

    /// 10.00, 6.00 and 4.00, a card of 7.50 with a second balance of 3.00, coupons of 5.00, 2.00 and 25 %.
    static let basket = prices("10", "6", "4").card("CLUB").coupon("V").coupon("V").coupon("P").with {
        $0.loyaltyCards[0].attributes["agreement"] = "ACME"
        $0.coupons[0].attributes["refund"] = "1.50"
        $0.coupons[2].attributes["refund"] = "2"
        $0.attributes["rebate"] = "3.33"
        $0.attributes["refund"] = "9"
        $0.attributes["note"] = "none"
    }

    static let holdings = Holdings(
        cards: [
            .init(number: "6", type: "CLUB", balance1: money("7.5"), balance2: money("3")),
            .init(number: "8", type: "OWN", balance1: money("100")),
        ], ownCards: ["8"],
        coupons: ["c0": .amount(money("5")), "c1": .amount(money("2")), "c2": .percentage(decimal("25"))])

    static func benefit(_ kind: BenefitKind) -> Benefit { Benefit(id: "b", kind: kind) }
    static func agreement(_ percent: String, _ balance: Int = 1, _ unit: Benefit.Unit = .qty) -> Benefit {
        benefit(.agreementDiscount(percent: decimal(percent), unit: unit, balance: balance))
    }
    static func points(_ factor: String, _ type: String = "CLUB") -> Benefit {
        benefit(.pointsRedemption(cardType: type, factor: decimal(factor)))
    }
    static func coupon(_ type: String) -> Benefit { benefit(.calculatedCouponRedemption(couponType: type)) }
    static func external(_ name: String) -> Benefit { benefit(.externalBenefit(externalType: name)) }

    static let cases = [
        Case(
            name: "a percentage that the balance covers", benefits: [agreement("20")],
            grants: "P 4.00 = 1:2.00 2:1.20 3:0.80", debits: ["6/1/ACME 4.00"]),
        Case(
            name: "a percentage above the balance", benefits: [agreement("50")],
            grants: "P 7.50 = 1:3.75 2:2.25 3:1.50", debits: ["6/1/ACME 7.50"]),
        Case(
            name: "the second balance", benefits: [agreement("50", 2, .na)],
            grants: "P 3.00 = 1:1.50 2:0.90 3:0.60", debits: ["6/2/ACME 3.00"]),
        Case(
            name: "two benefits on one balance", benefits: [agreement("30"), agreement("30")],
            grants: "P 6.00 = 1:3.00 2:1.80 3:1.20, 1.50 = 1:0.75 2:0.45 3:0.30",
            debits: ["6/1/ACME 6.00", "6/1/ACME 1.50"]),
        Case(
            name: "points at one for one", benefits: [points("1")],
            grants: "P 7.50 points 7.50 = 1:3.75 2:2.25 3:1.50", debits: ["6/1/ACME 7.50"]),
        Case(
            name: "points that buy little", benefits: [points("100")],
            grants: "P 0.07 points 7.00 = 1:0.04 2:0.02 3:0.01", debits: ["6/1/ACME 7.00"]),
        Case(
            name: "points up to the price, from the customer's own card", benefits: [points("3", "OWN")],
            grants: "P 20.00 points 60.00 = 1:10.00 2:6.00 3:4.00", debits: ["8/1/ 60.00"]),
        Case(
            name: "points are rounded up to hundredths", benefits: [points("0.333", "OWN").upTo(1)],
            grants: "P 4.00 points 1.34 = 3:4.00", debits: ["8/1/ 1.34"]),
        Case(name: "no card of the type", benefits: [points("1", "GIFT")], grants: "", debits: []),
        Case(
            name: "coupons of a type together", benefits: [coupon("V")],
            grants: "P 7.00 = 1:3.50 2:2.10 3:1.40", debits: ["coupon 1 5.00", "coupon 2 2.00"]),
        Case(
            name: "coupons never pay more than the price", benefits: [coupon("V").upTo(1)],
            grants: "P 4.00 = 3:4.00", debits: ["coupon 1 4.00"]),
        Case(
            name: "what one benefit left of a coupon", benefits: [coupon("V").upTo(1), coupon("V")],
            grants: "P 4.00 = 3:4.00, 3.00 = 1:1.88 2:1.12 3:0.00",
            debits: ["coupon 1 4.00", "coupon 1 1.00", "coupon 2 2.00"]),
        Case(
            name: "a coupon of a percentage", benefits: [coupon("P")],
            grants: "P 5.00 = 1:2.50 2:1.50 3:1.00", debits: ["coupon 3 % 0.00"]),
        Case(name: "a coupon that carries nothing", benefits: [coupon("X")], grants: "", debits: []),
        Case(
            name: "an amount of the transaction", benefits: [external("rebate")],
            grants: "P 3.33 = 1:1.66 2:1.00 3:0.67", debits: ["rebate 0 3.33"]),
        Case(
            name: "coupons come before the transaction", benefits: [external("refund")],
            grants: "P 3.50 = 1:1.75 2:1.05 3:0.70", debits: ["refund 1 1.50", "refund 3 2.00"]),
        Case(
            name: "only the coupons that the condition names", benefits: [external("refund")],
            condition: Condition(simple: [.having(.coupon, "type", "P")]),
            grants: "P 2.00 = 1:1.00 2:0.60 3:0.40", debits: ["refund 3 2.00"]),
        Case(name: "a text that is no amount", benefits: [external("note")], grants: "", debits: []),
        Case(
            name: "sub-tickets share the balance in turn", benefits: [points("1")], ticket: ticketOfThree,
            condition: .combo(1, 1), grants: "P 7.50 points 7.50 = 1:7.50", debits: ["6/1/ 7.50"]),
        Case(
            name: "sub-tickets share an amount from outside", benefits: [external("rebate")],
            ticket: ticketOfThree, condition: .combo(1, 1), grants: "P 7.00 = 1:7.00", debits: ["rebate 0 7.00"]),
        Case(
            name: "a limit cuts money and points alike",
            benefits: [points("2", "OWN").limited(.benefitAmount, "4.5")],
            grants: "P 4.50 points 9.00 cut = 1:2.25 2:1.35 3:0.90", debits: ["8/1/ 9.00"]),
        Case(
            name: "a balance that cuts is no limit", benefits: [points("1").limited(.benefitAmount, "7.5")],
            ticket: ticketOfThree, condition: .combo(1, 1), grants: "P 7.50 points 7.50 = 1:7.50",
            debits: ["6/1/ 7.50"]),
        Case(
            name: "below the minimum nothing is drawn",
            benefits: [points("1").with { $0.minDiscount = money("7.51") }], grants: "", debits: []),
    ]

    /// Three pieces of 5.00 on one line.
    static let ticketOfThree = ticket(line("15", pieces: 3)).card("CLUB").with { $0.attributes["rebate"] = "7" }

    @Test(arguments: cases)
    func drawsOnWhatItHas(_ testCase: Case) {
        let map = level(
            .cumulative,
            Promotion(
                id: "P", name: "P", condition: testCase.condition, benefits: testCase.benefits))
        let input = EvaluationInput(ticket: testCase.ticket, explains: true, holdings: Self.holdings)
        let alternative = CompiledMap(map).evaluate(input).alternatives[0]
        #expect(alternative.text(map) == testCase.grants)
        #expect(alternative.grants.flatMap(\.benefits).flatMap(\.debits).map(Self.text) == testCase.debits)
        var unknown = input
        unknown.holdings = Holdings()
        let isExternal = testCase.debits.contains { $0.hasPrefix("re") }
        #expect(CompiledMap(map).evaluate(unknown).alternatives[0].grants.isEmpty == !isExternal)
    }

    static func text(_ debit: Debit) -> String {
        let source =
            switch debit.source {
            case .card(let number, let balance, let agreement): "\(number)/\(balance)/\(agreement)"
            case .customer(let seq): "customer \(seq)"
            case .coupon(let seq, let isPercentage): "coupon \(seq)\(isPercentage ? " %" : "")"
            case .attribute(let name, let seq): "\(name) \(seq ?? 0)"
            }
        return "\(source) \(debit.amount.text)"
    }

    @Test func aCardThatIsPresentedTwiceHasOneBalance() {
        func agreement(_ name: String) -> Promotion {
            promotion(
                name, when: Condition(simple: [.having(.loyaltyCard, "agreement", name)]), Self.agreement("50", 2))
        }
        let ticket = prices("20").card("CLUB").card("CLUB").with {
            $0.loyaltyCards[0].attributes["agreement"] = "X"
            $0.loyaltyCards[1].attributes["agreement"] = "Y"
        }
        let map = level(.cumulative, agreement("X"), agreement("Y"))
        let alternative = CompiledMap(map).evaluate(EvaluationInput(ticket: ticket, holdings: Self.holdings))
            .alternatives[0]
        #expect(alternative.grants.flatMap(\.benefits).flatMap(\.debits).map(Self.text) == ["6/2/X 3.00"])
    }

    @Test func whatIsMissingIsTold() {
        func reason(_ benefit: Benefit, _ holdings: Holdings = Self.holdings) -> Verdict.Reason {
            let map = CompiledMap(level(.cumulative, promotion("P", benefit)))
            return map.evaluate(EvaluationInput(ticket: Self.basket, explains: true, holdings: holdings))
                .verdicts[0].reason
        }
        #expect(reason(Self.points("1", "GIFT")) == .noCard)
        #expect(reason(Self.agreement("10"), Holdings()) == .noCard)
        #expect(reason(Self.coupon("X")) == .noGain && reason(Self.external("note")) == .noGain)
        let empty = Holdings(cards: [.init(number: "6", type: "CLUB")])
        #expect(reason(Self.points("1"), empty) == .noGain && reason(Self.agreement("10"), empty) == .noGain)
    }

    @Test func aFundGivesFromItsFirstSourceOn() throws {
        let map = CompiledMap(level(.cumulative, promotion("P", Self.coupon("V"))))
        let context = EvaluationContext(
            map: map, input: EvaluationInput(ticket: Self.basket, holdings: Self.holdings))
        var state = EvaluationState(Self.basket)
        let earlier = Debit(source: .coupon(seq: 1, isPercentage: false), amount: money("4"))
        let grant = BenefitGrant(benefit: 0, order: 1, base: .zero, value: .zero, debits: [earlier], shares: [])
        state.take([grant], used: [:])
        let compiled = map.compiled[0]
        var fund = try #require(Fund.of(compiled.benefits[0], in: compiled, state, context))
        #expect(fund.left == decimal("3") && fund.initial == decimal("7") && fund.cardSeq == nil)
        fund.take(decimal("1.5"))
        #expect(fund.left == decimal("1.5"))
        #expect(fund.debits.map(Self.text) == ["coupon 1 1.00", "coupon 2 0.50"])
        let redemption = Redemption(compiled.benefits[0], value: 0, Purse([fund]), context)
        #expect(redemption.most == decimal("1.5") && redemption.costs(of: 12_300, left: [fund.left]) == [12_300])
        #expect(Points.roundedUp(1) == 100 && Points.roundedUp(100) == 100)
    }
}
