/// A payment that uses a payment plan or that the bank refunds in part.
public struct PaymentUse: Hashable, Sendable {
    /// The payment's seq.
    public var seq: Int
    /// The payment's attributes as sent.
    public var attributes: Attributes
    /// The money of it that the plan takes.
    public var charged: Money
    /// What the bank pays back; zero for payment plans.
    public var refund: Money

    /// A use from its parts.
    public init(seq: Int, attributes: Attributes = Attributes(), charged: Money, refund: Money = .zero) {
        self.seq = seq
        self.attributes = attributes
        self.charged = charged
        self.refund = refund
    }
}

extension BenefitKind {
    /// The plan of a payment plan or bank refund; nil for other types.
    ///
    /// What these give is worked out after all others, from the payments.
    var plan: PaymentPlan? {
        switch self {
        case .paymentPlan(let plan), .bankRefund(let plan): plan
        default: nil
        }
    }

    /// Whether it is paid back by the bank.
    var isRefund: Bool {
        if case .bankRefund = self { true } else { false }
    }

    /// Whether it can lower what is charged for a line: the monetary types, and payment plans with a discount.
    var canTakeOff: Bool {
        if case .paymentPlan(let plan) = self { plan.adjustment == .discount } else { isMonetary }
    }

    /// A plan's percentage, below zero for a surcharge.
    var planPercent: Int128 {
        switch self {
        case .paymentPlan(let plan):
            switch plan.adjustment {
            case .na: 0
            case .discount: plan.percent
            case .surcharge: -plan.percent
            }
        case .bankRefund(let plan): plan.percent
        default: 0
        }
    }
}

extension EvaluationContext {
    /// How payment plans are worked out: the map's word, else the company's.
    var paymentCalculation: PromotionMap.PaymentCalculation { map.map.paymentCalculation ?? input.paymentCalculation }
}
