/// The text of a suggestion.
enum SuggestionText {
    private static let totalPayment = "@totalPaymentAmount"

    /// A promotion's text with the amount to be paid with its means of payment.
    ///
    /// - Parameters:
    ///   - compiled: the promotion.
    ///   - fullPayment: what must be paid in full, in ten-thousandths; nil where nothing must.
    ///   - context: the ticket as it is.
    /// - Returns: the text; the amount is left out while no such payment is on the ticket.
    static func text(
        of compiled: CompiledPromotion, fullPayment: Int128?, _ context: EvaluationContext
    ) -> String {
        let text = compiled.promotion.posMessage
        guard text.contains(totalPayment) else { return text }
        return text.replacing(totalPayment, with: amount(of: compiled, fullPayment, context) ?? "")
    }

    private static func amount(
        of compiled: CompiledPromotion, _ fullPayment: Int128?, _ context: EvaluationContext
    ) -> String? {
        for condition in compiled.simple where condition.kind == .payment {
            let full: Int128?
            switch condition.group?.measure {
            case .sum(.amount): full = condition.group?.value
            case .fullPayment: full = fullPayment
            default: full = nil
            }
            guard let full else { continue }
            let isPaidInPart = context.ticket.payments.indices.contains { payment in
                context.ticket.payments[payment].amount > .zero
                    && context.matches(.payment, payment, condition.filters)
            }
            return isPaidInPart ? printed(full, context) : nil
        }
        return nil
    }

    private static func printed(_ units: Int128, _ context: EvaluationContext) -> String {
        let isWhole = units % Money.unitsPerWhole == 0
        return DecimalText.print(
            units, scale: Money.decimals, decimals: isWhole ? 0 : context.currency.decimals,
            rounding: context.currency.rounding)
    }
}
