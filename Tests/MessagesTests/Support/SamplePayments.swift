import Messages
import Promotions

/// The answers that speak of payment plans.
extension SampleAnswer {
    private static func plan(
        _ promotion: Int, _ percent: Int, _ shares: [Share], paidBy payment: PaymentUse? = nil
    ) -> Grant {
        var grant = discount(
            promotion - 3, base: shares.reduce(0) { $0 + Int($1.price.units / Money.unitsPerWhole) }, nominal: percent,
            shares)
        grant.payment = payment
        return Grant(promotion: promotion, benefits: [grant])
    }

    private static func visa(charged: Int) -> PaymentUse {
        PaymentUse(
            seq: 1, attributes: ["code": "VISA", "type": "CARD", "plan": "", "installments": "1", "amount": "80"],
            charged: Money(whole: charged))
    }

    static let payments = [
        SampleAnswer(
            "22-payment-offers",
            answer("3", 1) {
                let offers = [(4, 20), (5, 10)].map { plan($0, $1, [share(1, 60), share(2, 40)]) }
                $0.alternatives = [Alternative(grants: offers)]
            }),
        SampleAnswer(
            "23-payment-plans",
            answer("3", 2) {
                $0.alternatives = [
                    Alternative(grants: [
                        plan(4, 20, [share(1, 50, 10)], paidBy: visa(charged: 40)),
                        plan(5, 10, [share(1, 10, 1), share(2, 20, 2)], paidBy: visa(charged: 27)),
                    ])
                ]
            }),
    ]
}
