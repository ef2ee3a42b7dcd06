import Messages
import Promotions

extension ObjectReader {
    /// The fields of a payment plan, or of a bank refund.
    mutating func paymentPlan(isRefund: Bool) -> PaymentPlan {
        var plan = PaymentPlan()
        plan.plan = codes("plan")
        plan.paymentType = codes("paymentType")
        plan.paymentCode = codes("paymentCode")
        plan.installments = codes("installments")
        plan.bank = codes("bank")
        plan.prefix = codes("prefix")
        plan.excludedPrefix = codes("excludedPrefix")
        plan.pocket = codes("pocket")
        plan.limitAmount = optional("limitAmount", .money(.positive))
        if !isRefund { plan.adjustment = optional("adjustment", .word) ?? .na }
        let percent = Scalar<Int128>.number(.percent)
        let isFree = !isRefund && plan.adjustment == .na
        plan.percent = isFree ? optional("percent", percent) ?? 0 : required("percent", percent, else: 0)
        return plan
    }

    /// A comma list of codes and ranges; empty matches everything.
    private mutating func codes(_ name: String) -> String { optional(name, .codes) ?? "" }
}

extension Scalar<String> {
    /// A comma list of codes, with ranges such as `4000-4999`.
    fileprivate static var codes: Scalar {
        let any = text(Limits.textLength)
        return Scalar(expected: any.expected) { (value: JSONValue) throws(Refusal) in
            let text = try any.read(value)
            guard !text.isEmpty else { return text }
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                guard !TimeText.trimmed(part).isEmpty else { throw Refusal(expected: "codes between the commas") }
                guard !isRangeBackwards(part) else {
                    throw Refusal(expected: "ranges whose end is not before their start")
                }
            }
            return text
        }
    }

    private static func isRangeBackwards(_ part: Substring) -> Bool {
        let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(TimeText.trimmed)
        guard ends.count == 2, let start = UInt64(ends[0]), let end = UInt64(ends[1]) else { return false }
        return end < start
    }
}
