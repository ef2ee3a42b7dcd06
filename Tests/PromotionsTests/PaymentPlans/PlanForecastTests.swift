import Testing

@testable import Promotions

@Suite struct PlanForecastTests {
    private func forecast(
        _ promotion: Promotion, _ ticket: Ticket, used: String = "0",
        _ method: PromotionMap.PaymentCalculation = .onPaymentMade
    ) -> (forecast: PlanForecast, maker: OfferMaker, applications: [Application]) {
        var input = EvaluationInput(ticket: ticket, balances: Balances(used: [0: decimal(used)]))
        input.explains = true
        let context = EvaluationContext(map: CompiledMap(level(.cumulative, promotion).paid(method)), input: input)
        let compiled = context.map.compiled[0]
        let state = EvaluationState(ticket)
        var application = Application(repetitions: 1, units: state.pool.map { Unit(run: $0) })
        application.isGranted = true
        return (
            PlanForecast(context: context, compiled: compiled, state: state),
            OfferMaker(context: context, compiled: compiled.benefits[0], composed: false, conditioned: nil),
            [application]
        )
    }

    @Test func aLimitIsExhaustedWhereNothingOfItIsLeft() {
        let plan = promotion("P", .plan("VISA", "10").limited(.benefitAmount, "6"))
        func verdict(used: String, _ promotion: Promotion) -> Verdict? {
            let (forecast, maker, applications) = forecast(promotion, prices("60").payment("VISA", "54"), used: used)
            return forecast.exhausted(maker, 0..<1, applications)
        }
        #expect(verdict(used: "5.99", plan) == nil)
        let none = Verdict(.limited, .limitExhausted, needed: "6.00", observed: "0.00", scope: .retailer)
        #expect(verdict(used: "6", plan) == none && verdict(used: "7", plan) == none)
        #expect(verdict(used: "6", promotion("P", .percent("10").limited(.benefitAmount, "6"))) == nil)
        #expect(verdict(used: "6", promotion("P", .plan("VISA", "10", .surcharge).limited(.benefitAmount, "6"))) == nil)
        #expect(
            verdict(used: "1", promotion("P", .plan("VISA", "10", .surcharge).limited(.benefitApplicationCount, "1")))
                == Verdict(.limited, .limitExhausted, needed: "1", observed: "0", scope: .retailer))
    }

    @Test func whatPlansTakeOffMattersWherePaymentsMustBeFullAndAreMoneyCharged() {
        let full = SimpleCondition(
            element: .payment, group: SimpleCondition.Group(measure: .fullPayment, value: 0))
        let ticket = prices("60", "40").payment("VISA", "90")
        func benefit(_ condition: Condition, _ benefit: Benefit, _ method: PromotionMap.PaymentCalculation) -> Int128 {
            let (forecast, maker, applications) = forecast(
                promotion("P", when: condition, benefit), ticket, method)
            return forecast.benefit(of: [maker], on: applications)
        }
        let plan = Benefit.plan("VISA", "10")
        #expect(benefit(Condition(simple: [full]), plan, .onPaymentMade) == decimal("10"))
        #expect(benefit(Condition(simple: [full]), plan, .onItemsPaid) == 0)
        #expect(benefit(.anyItem, plan, .onPaymentMade) == 0)
        #expect(benefit(Condition(simple: [full]), .refund("VISA", "10"), .onPaymentMade) == 0)
        #expect(benefit(Condition(simple: [full]), .percent("10"), .onPaymentMade) == 0)
        #expect(benefit(Condition(simple: [full]), .plan("VISA", "10", .surcharge), .onPaymentMade) == -decimal("8.18"))
    }
}
