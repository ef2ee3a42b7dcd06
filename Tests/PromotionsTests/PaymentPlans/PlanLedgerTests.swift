import Testing

@testable import Promotions

@Suite struct PlanLedgerTests {
    /// A ticket whose first line lost 10.00 of its 60.0050, and one of whose three further pieces was withdrawn.
    private let ledger: PlanLedger = {
        let ticket = ticket(line("60.0050", floor: "45"), line("30", pieces: 3, weight: "1.5"))
        let context = EvaluationContext(map: CompiledMap(level()), input: EvaluationInput(ticket: ticket))
        var state = EvaluationState(ticket)
        var (first, rest) = (state.pool[0], state.pool[1])
        first.price -= decimal("10")
        var withdrawn = rest.split(1, of: 3)
        withdrawn.isWithdrawn = true
        state.setPool([first, rest, withdrawn])
        return PlanLedger(state, context)
    }()

    private func share(_ seq: Int, _ price: String, pieces: Int = 1) -> Share {
        Share(seq: seq, pieces: Quantity(whole: pieces), magnitude: .zero, price: money(price), value: .zero)
    }

    @Test func linesAreWorthWhatIsLeftToPayInWholeCents() {
        #expect(ledger.values == [decimal("50"), decimal("30")])
        #expect(ledger.bearable == [decimal("5"), decimal("30")])
    }

    @Test func aPlanCoversItsPartOfALine() {
        let plan = Benefit.plan("VISA", "10", upTo: "50").with {
            ($0.minDiscount, $0.maxDiscount) = (money("1"), money("2"))
        }
        let terms = ledger.terms(plan, of: promotion(), on: [share(1, "60.0050"), share(2, "10")])
        #expect(terms.parts == [decimal("50"), decimal("10")] && terms.pieces == [1, 1])
        #expect(terms.limitAmount == decimal("50") && terms.least == decimal("1") && terms.most == decimal("2"))
        #expect(terms.rate.percent == decimal("10"))
        #expect(ledger.terms(.plan("VISA", "10", .surcharge), of: promotion(), on: []).parts == [0, 0])
        #expect(ledger.terms(.plan("VISA", "10", .surcharge), of: promotion(), on: []).rate.percent == -decimal("10"))
    }

    @Test func whatAnotherPromotionWithdrewIsNotForIt() {
        let whole = [share(2, "30", pieces: 3)]
        #expect(ledger.terms(.plan("VISA", "10"), of: promotion(), on: whole).parts[1] == decimal("20"))
        let exclusive = promotion(exclusive: .units)
        #expect(ledger.terms(.plan("VISA", "10"), of: exclusive, on: whole).parts[1] == decimal("30"))
    }

    @Test func answersShowTheWholeLineAndThePartThatIsCovered() {
        let share = ledger.share(1, covered: decimal("7.50"), value: decimal("0.75"))
        #expect(share.seq == 2 && share.pieces == Quantity(whole: 3) && share.magnitude == quantity("1.5"))
        #expect(share.price == money("7.50") && share.value == money("0.75"))
    }

    @Test func limitsCountMoneyPaymentsAndPieces() {
        let allowance = PlanTerms.Allowance([
            (.benefitAmount, decimal("8")), (.benefitAmount, decimal("5")), (.benefitedProductCount, decimal("2.5")),
        ])
        #expect(allowance.money == decimal("5") && allowance.applications == nil && allowance.pieces == 2)
        let spending = PlanTerms.Spending(money: decimal("4"), applications: 2, pieces: 3)
        #expect(spending.amount(of: .benefitAmount) == decimal("4"))
        #expect(spending.amount(of: .benefitApplicationCount) == decimal("2"))
        #expect(spending.amount(of: .benefitedProductCount) == decimal("3"))
        #expect(spending.amount(of: .couponCount) == 0 && spending.amount(of: .pointsAmount) == 0)
    }
}
