internal import Promotions

/// The attributes that payment plans and bank refunds share.
enum PlanFields {
    /// The attributes of a payment plan.
    ///
    /// - Parameters:
    ///   - grant: what was granted; without a payment it is an offer.
    ///   - plan: the plan as defined.
    ///   - figures: prints numbers.
    /// - Returns: names and values, in the order of the names.
    static func plan(_ grant: BenefitGrant, _ plan: PaymentPlan, _ figures: Figures) -> [BenefitFields.Field] {
        own(grant, plan, figures, adjustment: plan.adjustment.rawValue, refund: nil)
    }

    /// The attributes of a bank refund.
    ///
    /// - Parameters:
    ///   - grant: what was granted; without a payment it is an offer.
    ///   - plan: the refund as defined.
    ///   - figures: prints numbers.
    /// - Returns: names and values, in the order of the names.
    static func refund(_ grant: BenefitGrant, _ plan: PaymentPlan, _ figures: Figures) -> [BenefitFields.Field] {
        own(grant, plan, figures, adjustment: nil, refund: grant.payment?.refund ?? .zero)
    }

    private static func own(
        _ grant: BenefitGrant, _ plan: PaymentPlan, _ figures: Figures, adjustment: String?, refund: Money?
    ) -> [BenefitFields.Field] {
        /// What the payment sent, else what the plan lists.
        func sent(_ name: String, _ list: String) -> BenefitFields.Value {
            if let value = grant.payment?.attributes[name], !value.isEmpty { return .text(value) }
            return .text(PlanFields.joined(list))
        }
        func defined(_ list: String) -> BenefitFields.Value? { list.isEmpty ? nil : .text(PlanFields.joined(list)) }
        func money(_ amount: Money) -> BenefitFields.Value { .figure(figures.money(amount)) }
        let fields: [(StaticString, BenefitFields.Value?)] = [
            ("bank", sent("bank", plan.bank)),
            ("excludedPrefix", defined(plan.excludedPrefix)),
            ("installments", sent("installments", plan.installments)),
            ("limitAmount", plan.limitAmount.map(money)),
            ("paymentAmount", money(grant.payment?.charged ?? .zero)),
            ("paymentSeq", grant.payment.map { .whole($0.seq) }),
            ("percent", .figure(figures.number(grant.nominal))),
            ("percenttype", adjustment.map { .text($0) }),
            ("planId", sent("plan", plan.plan)),
            ("pocket", defined(plan.pocket)),
            ("prefix", defined(plan.prefix)),
            ("refundAmount", refund.map(money)),
            ("tender", sent("code", plan.paymentCode)),
            ("type", sent("type", plan.paymentType)),
        ]
        return fields.compactMap { name, value in value.map { (name, $0) } }
    }

    /// A comma list as answers print lists: `1|2|3`.
    private static func joined(_ list: String) -> String {
        list.split(separator: ",").map { code in
            let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
            var code = code.drop(while: blank)
            while code.last.map(blank) ?? false { code.removeLast() }
            return String(code)
        }
        .joined(separator: "|")
    }
}
