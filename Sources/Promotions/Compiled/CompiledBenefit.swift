/// A benefit whose target is compiled, with what evaluating asks for most at hand.
final class CompiledBenefit: Sendable {
    let benefit: Benefit
    let target: CompiledPromotion.Target
    let kind: BenefitKind
    /// The percentage, amount, price, points or number, in ten-thousandths; steps replace it.
    let value: Int128
    let unit: Benefit.Unit?
    let isMonetary: Bool
    /// Whether it can lower what is paid: monetary types, and payment plans that are discounts.
    let canTakeOff: Bool
    let applyOn: PriceBase
    let steps: Benefit.Steps?
    /// In ten-thousandths: below this an application grants nothing.
    let minDiscount: Int128?
    /// In ten-thousandths: the most that one application grants.
    let maxDiscount: Int128?
    /// The type of card whose points it grants; nil for other types.
    let cardType: String?
    /// Whether a limit counts by customer.
    let asksForCustomer: Bool
    /// Whether it draws on a balance or value.
    let isFunded: Bool
    /// Whether pieces have a price in points of their own.
    let paysByPiece: Bool
    /// The options of a redemption; empty for other types.
    let options: [RedemptionOption]
    /// The payments that a payment plan or bank refund is for; nil for other types.
    let match: PlanMatch?

    init(_ benefit: Benefit, target: CompiledPromotion.Target) {
        self.benefit = benefit
        self.target = target
        kind = benefit.kind
        value = benefit.kind.value
        unit = benefit.kind.unit
        isMonetary = benefit.kind.isMonetary
        canTakeOff = benefit.kind.canTakeOff
        applyOn = benefit.applyOn
        steps = benefit.steps
        minDiscount = benefit.minDiscount?.units
        maxDiscount = benefit.maxDiscount?.units
        cardType = benefit.kind.grantedCardType
        asksForCustomer = benefit.limits.contains { $0.scope == .customer }
        isFunded = benefit.kind.isFunded
        paysByPiece = benefit.kind.paysByPiece
        options = benefit.kind.options
        match = benefit.kind.plan.map { PlanMatch($0) }
    }
}
