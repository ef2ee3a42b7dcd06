import TestSupport
import Testing

@testable import Promotions

/// Payments and plans at the ends of what the protocol and maps can carry: nothing traps, and cents still add up.
@Suite struct PlanExtremeTests {
    private static let largest = "999999999999.9999"

    @Test(arguments: [PromotionMap.PaymentCalculation.onItemsPaid, .onPaymentMade])
    func aFullTicketOfTheLargestLines(_ method: PromotionMap.PaymentCalculation) {
        var full = ticket((0..<999).map { _ in line(Self.largest, pieces: 9_999) })
        full.payments = (1...20).map {
            Element(seq: $0, amount: money(Self.largest), attributes: ["code": "VISA"])
        }
        for percent in ["0.0001", "99.9999", "100"] {
            for adjustment in PaymentPlan.Adjustment.allCases {
                let plan = Benefit.plan("VISA", percent, adjustment).limited(.benefitedProductCount, Self.largest)
                let map = level(.cumulative, promotion("P", plan), promotion("R", .refund("VISA", "50"))).paid(method)
                let evaluation = CompiledMap(map).evaluate(EvaluationInput(ticket: full))
                let benefits = evaluation.alternatives[0].grants.flatMap(\.benefits)
                #expect(benefits.allSatisfy { $0.shares.reduce(.zero) { $0 + $1.value } == $0.value })
                let covered = benefits.filter { $0.payment?.refund == .zero }.reduce(Money.zero) { $0 + $1.base }
                #expect(covered <= money("999999999999.99") * 999)
                if method == .onItemsPaid { #expect(covered == money("999999999999.99") * 20) }
            }
        }
    }

    @Test func dealsOfAnySizeStayWithinPaymentAndRoom() {
        var random = SeededRandom(seed: 91)
        let sizes: [Int128] = [1, 2, 99, 9_999, 999_999_999_999_999_9, 999 * 999_999_999_999_999_9]
        for _ in 0..<4_000 {
            let currency = Currency(decimals: random.below(5), rounding: random.pick(Rounding.allCases))
            let minor = currency.minorUnit
            let (amount, room) = (random.pick(sizes) * minor, random.pick(sizes) * minor)
            let percent = Int128(random.below(2_000_001)) - 1_000_000
            let rate = PlanRate(percent: percent, currency)
            for deal in [rate.onPaymentMade(amount, room: room), rate.onItemsPaid(amount, room: room)] {
                #expect(0...room ~= deal.covered && deal.benefit <= deal.covered, "seed 91")
                #expect(deal.covered % minor == 0 && deal.benefit % minor == 0, "seed 91")
                #expect(percent >= 0 ? deal.benefit >= 0 : deal.benefit <= 0, "seed 91")
            }
            #expect(rate.onPaymentMade(amount, room: room).charged <= amount, "seed 91")
            #expect(rate.onItemsPaid(amount, room: room).covered <= amount, "seed 91")
        }
    }
}
