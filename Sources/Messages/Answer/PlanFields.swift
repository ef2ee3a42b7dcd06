internal import Promotions

/// The attributes that payment plans and bank refunds share.
enum PlanFields {
    /// A plan's attributes.
    ///
    /// - Parameters:
    ///   - grant: what was granted; without a payment it is an offer.
    ///   - plan: the plan as defined.
    ///   - figures: prints numbers.
    /// - Returns: names and values.
    static func own(_ grant: BenefitGrant, _ plan: PaymentPlan, _ figures: Figures) -> [(String, String?)] {
        /// What the payment sent, else what the plan lists.
        func sent(_ name: String, _ list: String) -> String {
            if let value = grant.payment?.attributes[name], !value.isEmpty { return value }
            return PlanFields.joined(list)
        }
        func defined(_ list: String) -> String? { list.isEmpty ? nil : PlanFields.joined(list) }
        return [
            ("bank", sent("bank", plan.bank)),
            ("excludedPrefix", defined(plan.excludedPrefix)),
            ("installments", sent("installments", plan.installments)),
            ("limitAmount", plan.limitAmount.map(figures.money)),
            ("paymentAmount", figures.money(grant.payment?.charged ?? .zero)),
            ("paymentSeq", grant.payment.map { String($0.seq) }),
            ("percent", figures.number(grant.nominal)),
            ("planId", sent("plan", plan.plan)),
            ("pocket", defined(plan.pocket)),
            ("prefix", defined(plan.prefix)),
            ("tender", sent("code", plan.paymentCode)),
            ("type", sent("type", plan.paymentType)),
        ]
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
