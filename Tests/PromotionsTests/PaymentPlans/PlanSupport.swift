import Promotions

extension Benefit {
    /// A payment plan for a means of payment.
    static func plan(
        _ code: String, _ percent: String, _ adjustment: PaymentPlan.Adjustment = .discount, upTo limit: String? = nil
    ) -> Benefit {
        var plan = PaymentPlan()
        plan.paymentCode = code
        plan.percent = decimal(percent)
        plan.adjustment = adjustment
        plan.limitAmount = limit.map(money)
        return Benefit(id: "b", kind: .paymentPlan(plan))
    }

    /// A refund by the bank for a means of payment.
    static func refund(_ code: String, _ percent: String, upTo limit: String? = nil) -> Benefit {
        var plan = PaymentPlan()
        plan.paymentCode = code
        plan.percent = decimal(percent)
        plan.limitAmount = limit.map(money)
        return Benefit(id: "b", kind: .bankRefund(plan))
    }
}

extension PromotionMap {
    /// The same, payments worked out in a way.
    func paid(_ method: PaymentCalculation) -> PromotionMap {
        var map = self
        map.paymentCalculation = method
        return map
    }
}

extension Evaluation {
    /// `A #1 80.00 -> 72.00 = 1:6.00 2:2.00` for a plan that payment 1 uses, `refund 4.00` behind it, `A offer 100.00`
    /// for one that none uses, and `A 5.00` for other benefits; in the order of application.
    func payments(_ map: PromotionMap, alternative: Int = 0) -> [String] {
        let names = map.levels.flatMap(\.promotions).map(\.name)
        let benefits = alternatives[alternative].grants.flatMap { grant in
            grant.benefits.map { (names[grant.promotion], map.levels.flatMap(\.promotions)[grant.promotion], $0) }
        }
        return benefits.sorted { $0.2.order < $1.2.order }.map { name, promotion, benefit in
            guard let payment = benefit.payment else {
                let kind = promotion.benefits[benefit.benefit].kind
                let isPlan = kind.typeName == "PaymentPlanBenefit" || kind.typeName == "BankRefundBenefit"
                return isPlan ? "\(name) offer \(benefit.base.text)" : "\(name) \(benefit.value.text)"
            }
            let use = "\(name) #\(payment.seq) \(benefit.base.text) -> \(payment.charged.text) = \(benefit.sharesText)"
            return use + (payment.refund == .zero ? "" : " refund \(payment.refund.text)")
                + (benefit.isCut ? " cut" : "")
        }
    }
}
