internal import Promotions

/// Writes `loyalty`: four wrappers, always all of them.
enum LoyaltyElement {
    /// A report.
    static func write(_ report: LoyaltyReport, _ figures: Figures, to writer: inout AnswerWriter) {
        writer.open("loyalty")
        writer.open("loyaltycards")
        for card in report.cards { write(card, figures, to: &writer) }
        writer.close()
        writer.open("coupons")
        for coupon in report.coupons { write(coupon, figures, to: &writer) }
        writer.close()
        ErrorElements.write(report.errors, to: &writer)
        writer.open("customers")
        for customer in report.customers { write(customer, to: &writer) }
        writer.close()
        writer.close()
    }

    private static func write(_ card: LoyaltyReport.Card, _ figures: Figures, to writer: inout AnswerWriter) {
        writer.open("loyaltycard")
        switch card {
        case .checked(let ack, let balance, let number, let seq, let type):
            writer.attribute("ack", ack.rawValue)
            writer.attribute("balance", figures.number(balance.units))
            writer.attribute("number", number)
            writer.attribute("seq", seq)
            writer.attribute("type", type ?? "-")
        case .moved(let balance, let number, let points, let type):
            writer.attribute("balance", figures.number(balance.units))
            writer.attribute("number", number)
            writer.attribute("points", figures.number(points.units))
            writer.attribute("type", type)
        }
        writer.close()
    }

    private static func write(_ coupon: LoyaltyReport.Coupon, _ figures: Figures, to writer: inout AnswerWriter) {
        writer.open("coupon")
        switch coupon {
        case .checked(let ack, let barcode, let couponId, let seq):
            writer.attribute("ack", ack.rawValue)
            writer.attribute("barcode", barcode)
            writer.attribute("couponId", couponId ?? "-")
            writer.attribute("seq", seq)
        case .issued(let amount, let barcode, let couponId, let validFrom, let validTo):
            writer.attribute("amount", figures.money(amount))
            writer.attribute("barcode", barcode)
            writer.attribute("couponId", couponId)
            writer.attribute("validFrom", validFrom.text)
            writer.attribute("validTo", validTo?.text ?? "")
        }
        writer.close()
    }

    private static func write(_ customer: LoyaltyReport.Customer, to writer: inout AnswerWriter) {
        writer.open("customer")
        writer.attribute("code", customer.code)
        writer.attribute("email", customer.email)
        writer.attribute("identifier", customer.identifier)
        writer.attribute("lastName", customer.lastName)
        writer.attribute("limitedBenefits", customer.limitedBenefits)
        writer.attribute("name", customer.name)
        writer.attribute("segment", customer.segment)
        writer.attribute("seq", customer.seq)
        writer.close()
    }
}
