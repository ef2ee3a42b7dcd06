internal import Promotions

/// Builds `loyalty`: four wrappers, always all of them.
enum LoyaltyNode {
    /// The node of a report.
    static func make(_ report: LoyaltyReport, _ figures: Figures) -> Node {
        Node(
            "loyalty", [],
            [
                Node("loyaltycards", [], report.cards.map { card($0, figures) }),
                Node("coupons", [], report.coupons.map { coupon($0, figures) }),
                Node("errors", [], ErrorNode.make(report.errors)),
                Node("customers", [], report.customers.map(customer)),
            ])
    }

    private static func card(_ card: LoyaltyReport.Card, _ figures: Figures) -> Node {
        switch card {
        case .checked(let ack, let balance, let number, let seq, let type):
            return Node(
                "loyaltycard",
                [
                    ("ack", String(ack.rawValue)), ("balance", figures.number(balance.units)), ("number", number),
                    ("seq", String(seq)), ("type", type ?? "-"),
                ])
        case .moved(let balance, let number, let points, let type):
            return Node(
                "loyaltycard",
                [
                    ("balance", figures.number(balance.units)), ("number", number),
                    ("points", figures.number(points.units)), ("type", type),
                ])
        }
    }

    private static func coupon(_ coupon: LoyaltyReport.Coupon, _ figures: Figures) -> Node {
        switch coupon {
        case .checked(let ack, let barcode, let couponId, let seq):
            return Node(
                "coupon",
                [
                    ("ack", String(ack.rawValue)), ("barcode", barcode), ("couponId", couponId ?? "-"),
                    ("seq", String(seq)),
                ])
        case .issued(let amount, let barcode, let couponId, let validFrom, let validTo):
            return Node(
                "coupon",
                [
                    ("amount", figures.money(amount)), ("barcode", barcode), ("couponId", couponId),
                    ("validFrom", validFrom.text), ("validTo", validTo?.text ?? ""),
                ])
        }
    }

    private static func customer(_ customer: LoyaltyReport.Customer) -> Node {
        Node(
            "customer",
            [
                ("code", customer.code), ("email", customer.email), ("identifier", customer.identifier),
                ("lastName", customer.lastName), ("limitedBenefits", customer.limitedBenefits),
                ("name", customer.name), ("segment", customer.segment), ("seq", String(customer.seq)),
            ])
    }
}
