internal import Promotions

extension BenefitKind {
    /// The payments that a plan or refund is for; nil for other types.
    var paymentTerms: PaymentPlan? {
        switch self {
        case .paymentPlan(let plan), .bankRefund(let plan): plan
        default: nil
        }
    }
}

/// A payment that a plan takes.
enum PlanPayment {
    /// What a plan asks of a payment, by the names of the protocol.
    private static func lists(_ plan: PaymentPlan) -> [(name: String, list: String)] {
        [
            ("code", plan.paymentCode), ("type", plan.paymentType), ("plan", plan.plan), ("bank", plan.bank),
            ("installments", plan.installments), ("prefix", plan.prefix), ("pocket", plan.pocket),
        ].filter { !$0.list.isEmpty }
    }

    /// What a shopper pays with, as a page shows it.
    static func needs(_ plan: PaymentPlan) -> [Offer.Need] {
        lists(plan).map { Offer.Need(place: "payment", measure: $0.name, amount: $0.list) }
    }

    /// Money that pays for goods with a plan: what is due and, where the plan charges more, that as well; what is too
    /// much of it stays unused.
    static func amount(_ plan: PaymentPlan, for due: Money, _ currency: Currency) -> Money {
        guard plan.adjustment == .surcharge else { return due }
        let extra = due.units * plan.percent / (100 * Money.unitsPerWhole)
        return due + Money(units: (extra / currency.minorUnit + 1) * currency.minorUnit)
    }

    /// A payment of an amount: with the first value of each list, the lower end of a range.
    static func element(_ plan: PaymentPlan, amount: Money) -> Element {
        var attributes: Attributes = ["seq": "1"]
        for (name, list) in lists(plan) {
            attributes[name] = CodeList(list).example ?? list
        }
        if attributes["code"] == nil { attributes["code"] = "-" }
        attributes["amount"] = DecimalText.printShort(amount.units, scale: Money.decimals)
        return Element(seq: 1, amount: amount, attributes: attributes)
    }
}

extension Offer.Need {
    /// What a ticket lacked.
    init(_ missing: Missing) {
        switch missing.place {
        case .set(let name): place = name
        case .element(let kind): place = kind.rawValue
        }
        switch missing.measure {
        case .sum(let total):
            measure = total.rawValue
            amount = DecimalText.printShort(missing.amount, scale: total.decimals)
        case .distinct:
            measure = "distinct"
            amount = String(missing.amount)
        case .fullPayment:
            measure = "fullPayment"
            amount = DecimalText.printShort(missing.amount, scale: Money.decimals)
        }
    }
}
