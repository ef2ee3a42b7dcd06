import Messages
import Promotions

/// Writes the fields that belong to one type of benefit.
enum BenefitKindWriter: Sendable {
    static func write(_ kind: BenefitKind, to writer: inout ObjectWriter) {
        switch kind {
        case .percentageDiscount(let percent, _): writer.number("percent", percent)
        case .fixedDiscount(let amount, _): writer.money("amount", amount)
        case .newPrice(let price, _): writer.money("price", price)
        case .agreementDiscount(let percent, _, _): writer.number("percent", percent)
        case .pointsRedemption(let cardType, let factor), .factorLoyalty(let cardType, let factor):
            writer.text("cardType", cardType)
            writer.number("factor", factor)
        case .catalogRedemption(let cardType): writer.text("cardType", cardType)
        case .redemptionWithOptions(let options): writer.list("options", options, option)
        case .calculatedCouponRedemption(let couponType): writer.text("couponType", couponType)
        case .externalBenefit(let externalType): writer.text("externalType", externalType)
        case .coupon(let couponType, let quantity, let posData):
            writer.text("couponType", couponType)
            writer.whole("quantity", quantity)
            writer.whole("posData", posData, unless: 0)
        case .calculatedCoupon(let couponType, let appliesTo, let value, let quantity):
            writer.text("couponType", couponType)
            writer.word("appliesTo", appliesTo)
            writer.number("value", value)
            writer.whole("quantity", quantity)
        case .loyalty(let cardType, let points, _):
            writer.text("cardType", cardType)
            writer.number("points", points)
        case .percentLoyalty(let cardType, let percent):
            writer.text("cardType", cardType)
            writer.number("percent", percent)
        case .gift(let giftId, let giftType, let quantity):
            writer.text("giftId", giftId)
            writer.text("giftType", giftType)
            writer.whole("quantity", quantity)
        case .paymentPlan(let plan): write(plan, isRefund: false, to: &writer)
        case .bankRefund(let plan): write(plan, isRefund: true, to: &writer)
        }
        if let unit = kind.unit { writer.word("unit", unit) }
        if case .agreementDiscount(_, _, let balance) = kind { writer.text("balance", "balance\(balance)") }
    }

    private static func option(_ option: RedemptionOption) -> JSONValue {
        ObjectWriter.object { writer in
            writer.text("benefit", option.benefit)
            writer.number("value", option.value)
            writer.word("unit", option.unit)
            writer.number("customerPoints", option.customerPoints.units)
            writer.text("cardType", option.cardType)
            if option.cardPoints != .zero { writer.number("cardPoints", option.cardPoints.units) }
        }
    }

    private static func write(_ plan: PaymentPlan, isRefund: Bool, to writer: inout ObjectWriter) {
        writer.text("plan", plan.plan)
        writer.text("paymentType", plan.paymentType)
        writer.text("paymentCode", plan.paymentCode)
        writer.text("installments", plan.installments)
        writer.text("bank", plan.bank)
        writer.text("prefix", plan.prefix)
        writer.text("excludedPrefix", plan.excludedPrefix)
        writer.text("pocket", plan.pocket)
        writer.money("limitAmount", plan.limitAmount)
        if !isRefund { writer.word("adjustment", plan.adjustment) }
        writer.number("percent", plan.percent)
    }
}
